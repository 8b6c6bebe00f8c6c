"""One bench for each test, on SQLite unless the test asks for both databases (``BOTH``)."""

from collections.abc import AsyncIterator

import pytest

from tests.engine.bench import Bench, opened
from tests.store.databases import server, url

__all__ = ["server", "url"]


@pytest.fixture
def kind() -> str:
    return "sqlite"


@pytest.fixture
def users() -> int:
    return 60


@pytest.fixture
def scenario() -> str:
    return "no-p1"


@pytest.fixture
async def bench(url: str, users: int, scenario: str) -> AsyncIterator[Bench]:
    async with opened(url, users=users, scenario=scenario) as bench:
        yield bench
