"""Every conversation in this folder happens as it is written."""

from pathlib import Path

import pytest

from demo.play import perform

FILES = sorted(Path(__file__).parent.glob("*.md"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_the_conversation_goes_as_written(path: Path) -> None:
    played = await perform(path.read_text(encoding="utf-8"))
    assert played.good, played.difference(path.name)
