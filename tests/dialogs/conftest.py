"""One conversation for each test that has one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dialogs.talk import Talk
from tests.engine.bench import opened


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with opened(f"sqlite:///{tmp_path / 'muster.db'}") as bench:
        yield Talk(bench)
