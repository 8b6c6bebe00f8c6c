"""Sign-ins: whether MFA was really used, why somebody cannot get in, and what Microsoft's error codes mean."""
