"""One conversation for each test that has one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dialogs.talk import Talk
from tests.engine.bench import opened


@pytest.fixture
async def talk(database: Path) -> AsyncIterator[Talk]:
    async with opened(f"sqlite:///{database}") as bench:
        yield Talk(bench)
