"""The make-believe tenant and the real reader and writer, as the tenant room's tests have them."""

from tests.tenant.conftest import clock, cloud, phones, reader, rules, running, scenario, tenants, world, writer

__all__ = ["clock", "cloud", "phones", "reader", "rules", "running", "scenario", "tenants", "world", "writer"]
