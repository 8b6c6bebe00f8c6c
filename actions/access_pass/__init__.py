"""Passes and resets: for somebody who is locked out, or has a new telephone; and ending sign-ins."""
