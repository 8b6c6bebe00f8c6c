"""Azure MFA Server and RADIUS."""
