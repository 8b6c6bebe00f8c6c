"""The tenant-wide settings around MFA."""
