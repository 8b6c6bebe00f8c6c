"""Domains: where passwords are checked, who does MFA, and which certificates end when."""
