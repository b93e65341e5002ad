"""The commands, one module per subject. Each imports what is heavy only when it runs."""
