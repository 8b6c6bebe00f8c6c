"""Build the Teams app package: `python -m tools.package --app-id ID --url https://bot.contoso.com [--out FILE]`."""

import sys
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path

from actions.spec import Declared
from dialogs.catalogue import kind_of
from manifest import App, Command, document, pack
from tools.reference import catalogue

OUT = Path("build/muster.zip")
PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def suggestions(kinds: Iterable[type[Declared]]) -> tuple[Command, ...]:
    """What Teams' command menu offers: help, then what can be asked about people, then commands that need no number."""
    chosen = sorted((kind for kind in kinds if _offered(kind)), key=_rank)
    return tuple(Command(kind.name, kind.summary()) for kind in chosen)


def _offered(kind: type[Declared]) -> bool:
    if kind_of(kind) == "command":
        return not any(each.required for each in kind.arguments())
    return kind_of(kind) != "fact"


def _rank(kind: type[Declared]) -> tuple[int, str]:
    first = {"help": 0}.get(kind.name, {"check": 1, "action": 2}.get(kind_of(kind), 3))
    return first, kind.name


def main(arguments: Sequence[str]) -> int:
    """Write the zip and say where; 2 and a sentence for values that Teams would refuse."""
    said = _parser().parse_args(arguments)
    app = App(id=said.app_id, url=said.url, version=said.version, developer=said.developer)
    try:
        packed = pack(document(app, suggestions(catalogue().all())))
    except ValueError as refused:
        print(refused, file=sys.stderr)
        return 2
    said.out.parent.mkdir(parents=True, exist_ok=True)
    said.out.write_bytes(packed)
    print(f"Wrote {said.out}: upload it in the Teams admin centre (Teams apps, Manage apps, Upload).")
    return 0


def _version() -> str:
    return str(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"])


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m tools.package", description="Build the Teams app package.")
    parser.add_argument("--app-id", required=True, help="the bot's application (client) id, MUSTER_APP_ID")
    parser.add_argument("--url", required=True, help="where the bot is reached, for example https://bot.contoso.com")
    parser.add_argument("--version", default=_version(), help="raise it with every upload")
    parser.add_argument("--developer", default="Muster", help="the name that Teams shows as the developer")
    parser.add_argument("--out", type=Path, default=OUT)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
