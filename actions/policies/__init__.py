"""Conditional Access policies of Muster's own, and the tenant-wide settings around them."""
