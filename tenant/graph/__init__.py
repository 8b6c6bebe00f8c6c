"""Microsoft Graph: the real keeper of `tenant.ports`."""

from tenant.graph.tenants import GraphTenants

__all__ = ["GraphTenants"]
