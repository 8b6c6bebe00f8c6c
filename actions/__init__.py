"""What can be asked of Muster about a tenant: actions change it, checks look at it, facts are waited for."""
