"""Tests of what is looked at before MFA is switched on."""
