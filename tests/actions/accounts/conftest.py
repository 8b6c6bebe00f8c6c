"""The tenant with somebody for each situation."""

import pytest

from tests.actions.legacy.conftest import memory, reader, rules, tenants, writer

__all__ = ["memory", "reader", "rules", "tenants", "writer"]


@pytest.fixture
def scenario() -> str:
    return "catalogue"
