"""A Contoso spread over the world, with a memory."""

import pytest

from demo.seed import cast
from tests.actions.phone.conftest import Remembered, house, looking, memory, rules

__all__ = ["Remembered", "house", "looking", "memory", "rules"]


@pytest.fixture
def scenario() -> str:
    return "worldwide"


@pytest.fixture
def pilot() -> str:
    """The id of "Campaign Pilot": everybody who is named in `demo.seed.worldwide`."""
    return cast.CAMPAIGN_PILOT
