"""Accounts behind which nobody sits: rooms, shared mailboxes and devices, service accounts, the directory's own."""
