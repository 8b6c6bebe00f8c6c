"""The tenant with Exchange beside it."""

from tests.actions.legacy.conftest import memory, reader, rules, tenants, writer

__all__ = ["memory", "reader", "rules", "tenants", "writer"]
