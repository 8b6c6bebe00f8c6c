"""Modern authentication: who and what still signs in with nothing but a password, and the one switch left to turn."""
