"""Domains, federation and certificates."""
