"""The Teams app package of this bot: its id, where it is reached, and what can be typed."""

from collections.abc import Iterable
from pathlib import Path

from actions.spec import Check, Declared, Fact
from bot.app.catalogue import catalogue
from dialogs import Command as Said
from manifest.package import App, Command, document, pack


def build_package(*, app_id: str, url: str, version: str, out: Path) -> None:
    """Write the zip. Raises ValueError for values that Teams would refuse, OSError where it cannot be written."""
    app = App(id=app_id, url=url, version=version)
    packed = pack(document(app, suggestions(catalogue().all())))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(packed)


def suggestions(kinds: Iterable[type[Declared]]) -> tuple[Command, ...]:
    """What Teams' command menu offers: help, what can be asked about people, then commands that need no number."""
    offered = [kind for kind in kinds if not issubclass(kind, Fact) and not _needs_more(kind)]
    return tuple(Command(kind.name, kind.summary()) for kind in sorted(offered, key=_rank))


def _needs_more(kind: type[Declared]) -> bool:
    return issubclass(kind, Said) and any(each.required for each in kind.arguments())


def _rank(kind: type[Declared]) -> tuple[int, str]:
    first = 0 if kind.name == "help" else 1 if issubclass(kind, Check) else 3 if issubclass(kind, Said) else 2
    return first, kind.name
