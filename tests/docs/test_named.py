"""What the hand-written pages name is there: files and tests, so that a claim about them can be checked."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
# A path of ours in code quotes; one with a placeholder or a pattern is not a name.
_PATH = re.compile(r"`((?:bot|dialogs|engine|actions|tenant|store|demo|manifest|tests|docs|tools)/[\w./-]*[\w/])`")
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
# The files that CONTRIBUTING shows how to make; the test beside this one makes them.
EXAMPLES = frozenset({ROOT / "actions/mfa/settle.py", ROOT / "tests/transcripts/mfa-settle.md"})


def missing(page: Path) -> list[str]:
    """Names on this page behind which there is nothing."""
    text = page.read_text("utf-8")
    named = [ROOT / name for name in _PATH.findall(text)] + [page.parent / name for name in _LINK.findall(text)]
    return [str(each) for each in named if each not in EXAMPLES and not _is_there(each)]


def _is_there(path: Path) -> bool:
    """A file or a folder; a module may be named without its ending."""
    return path.exists() or path.with_name(f"{path.name}.py").exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page: Path) -> None:
    assert missing(page) == []


def test_a_name_without_a_file_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("see `tests/nowhere.py`, `tests/docs/` and [this](page.md), [that](gone.md)")
    assert missing(page) == [str(ROOT / "tests/nowhere.py"), str(tmp_path / "gone.md")]
