"""What is true: the store, its rules and its records. No screen and no network in here."""
