"""Basic SMTP AUTH, mailbox by mailbox: who may send with a password alone, who does, and switching it off."""
