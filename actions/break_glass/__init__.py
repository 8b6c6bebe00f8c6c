"""The accounts for the worst day."""
