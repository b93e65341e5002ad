"""Settings, the admin's place: who may do what, the categories, the account, the audit log."""
