"""One bench for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.engine.bench import Bench, opened


@pytest.fixture
def users() -> int:
    return 60


@pytest.fixture
async def bench(tmp_path: Path, users: int) -> AsyncIterator[Bench]:
    async with opened(tmp_path, users=users) as bench:
        yield bench
