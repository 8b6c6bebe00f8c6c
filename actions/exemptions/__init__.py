"""Exemptions from MFA: for hours, with an end that comes by itself."""
