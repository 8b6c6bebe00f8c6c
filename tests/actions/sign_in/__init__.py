"""Sign-ins: what the log proves, why somebody cannot get in."""
