"""Microsoft Secure Score, as far as MFA raises it."""
