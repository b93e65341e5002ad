"""The parts screens are made of. A widget gets its state from above and answers with messages."""
