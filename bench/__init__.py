"""The speed budgets, measured side by side with what they are compared with."""
