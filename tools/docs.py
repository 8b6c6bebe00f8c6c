"""Write again what is generated: `python -m tools.docs` (`--check` only says what is out of date).

Whole files: a page for each declaration and `docs/lifecycle.md`. Parts: the permissions and settings in README.md,
between `<!-- name -->` and `<!-- /name -->`.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.app.catalogue import catalogue
from bot.app.permissions import BY_SETTING
from bot.settings import settings_table
from tools import lifecycle, reference

ROOT = Path(__file__).parents[1]
PAGES = ("docs/actions", "docs/checks", "docs/commands", "docs/facts")


class NoMarkers(ValueError):
    """A document lacks the pair of marks between which something is to be written."""


def generated() -> Mapping[str, str]:
    """The whole text of each generated file, by its path in the repository."""
    kinds = catalogue().all()
    readme = (ROOT / "README.md").read_text("utf-8")
    readme = between(readme, "permissions", reference.permissions(kinds, BY_SETTING))
    readme = between(readme, "settings", reference.settings(settings_table()))
    return {**reference.pages(kinds), "docs/lifecycle.md": lifecycle.page(), "README.md": readme}


def between(text: str, name: str, part: str) -> str:
    """The text with `part` between its marks. Raises NoMarkers."""
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    before, opened, rest = text.partition(start)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        raise NoMarkers(f"{start.strip()} and {end} are not both there")
    return f"{before}{start}{part}\n{end}{after}"


def outdated(files: Mapping[str, str], root: Path) -> Iterator[str]:
    """Paths whose file differs, is missing, or is a page of something that is no longer declared."""
    yield from (path for path, text in files.items() if _read(root / path) != text)
    yield from (path for path in _standing(root) if path not in files)


def _standing(root: Path) -> Iterator[str]:
    for folder in PAGES:
        yield from (path.relative_to(root).as_posix() for path in sorted((root / folder).glob("*.md")))


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def write(files: Mapping[str, str], root: Path) -> None:
    """Make every file so, and take away pages that nothing stands behind."""
    for path in outdated(files, root):
        if path in files:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(files[path], "utf-8")
        else:
            (root / path).unlink()


def main(arguments: Sequence[str]) -> int:
    """0 when all is fresh (afterwards); with `--check` 1 and the names of what is not."""
    files = generated()
    stale = list(outdated(files, ROOT))
    if "--check" not in arguments:
        write(files, ROOT)
        return 0
    print("\n".join(f"{path} is out of date: make docs" for path in stale), end="\n" if stale else "")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
