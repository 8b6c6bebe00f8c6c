"""A tenant with Conditional Access, its emergency accounts named, by its settings."""

import pytest

from demo.seed import cast
from tenant.model import Rules


@pytest.fixture
def scenario() -> str:
    return "catalogue"


@pytest.fixture
def rules() -> Rules:
    return Rules(break_glass=frozenset({cast.BREAK_GLASS_1, cast.BREAK_GLASS_2}))
