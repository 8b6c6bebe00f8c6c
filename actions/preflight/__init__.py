"""Before MFA is switched on: what would go wrong for whom, and what to do about it first."""
