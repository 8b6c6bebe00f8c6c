"""Secure Score."""
