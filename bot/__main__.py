"""``python -m bot [web|worker|doctor|package|migrate|catalogue]``: the product; alone, web and worker in one."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import Part
    from bot.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; the answer is the exit code, 2 for settings that cannot be."""
    chosen = _parser().parse_args(arguments)
    return COMMANDS[chosen.command][0](chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    parser.set_defaults(command="all", json=False)  # after the sub-commands, whose own default is None
    for name, (_, told) in COMMANDS.items():
        each = commands.add_parser(name, help=told, description=told)
        if name == "catalogue":
            each.add_argument("--json", action="store_true", help="as JSON, with arguments, scopes and undo")
        if name == "package":
            each.add_argument("--url", required=True, help="where the bot is reached, e.g. https://bot.contoso.com")
            each.add_argument("--version", default="0.1.0", help="raise it with every upload")
            each.add_argument("--out", type=Path, default=Path("build/muster.zip"), help="where to write the package")
    return parser


def _all(_chosen: argparse.Namespace) -> int:
    from bot.app import Part

    return _serve(Part.BOTH)


def _web(_chosen: argparse.Namespace) -> int:
    from bot.app import Part

    return _serve(Part.WEB)


def _worker(_chosen: argparse.Namespace) -> int:
    from bot.app import Part

    return _serve(Part.WORKER)


def _serve(part: "Part") -> int:
    from bot.log import set_up

    settings = _settings()
    if settings is None:
        return 2
    if part.name != "BOTH" and not settings.database_url.startswith("postgres"):
        return _told(
            "MUSTER_DATABASE_URL must name PostgreSQL for web and worker apart; `python -m bot` is both in one."
        )
    set_up(settings.log_level)
    return asyncio.run(_live(settings, part))


async def _live(settings: "Settings", part: "Part") -> int:
    """Serve until SIGTERM or Ctrl-C, then finish what is under way."""
    from bot.app import build
    from bot.clock import WallClock
    from store import CannotOpen

    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    muster = build(settings, WallClock(), part=part)
    try:
        await muster.start()
    except (CannotOpen, OSError) as error:
        return _told(str(error))
    print(f"Muster listens on {muster.base_url}/api/messages" if muster.base_url else "Muster works", flush=True)
    await stop.wait()
    await muster.stop()
    return 0


def _doctor(_chosen: argparse.Namespace) -> int:
    from bot.app.doctor import examine
    from bot.clock import WallClock

    settings = _settings()
    if settings is None:
        return 2
    findings = asyncio.run(examine(settings, WallClock()))
    for each in findings:
        print(f"{'ok     ' if each.good else 'MISSING' if each.needed else 'note   '} {each.what}")
        if each.fix:
            print(f"        {each.fix}")
    return 0 if all(each.good or not each.needed for each in findings) else 1


def _package(chosen: argparse.Namespace) -> int:
    from bot.app.package import build_package

    settings = _settings()
    if settings is None:
        return 2
    try:
        build_package(app_id=settings.app_id, url=chosen.url, version=chosen.version, out=chosen.out)
    except (ValueError, OSError) as error:
        return _told(f"The package was not written: {error}")
    print(f"Wrote {chosen.out}: upload it in the Teams admin centre (Teams apps, Manage apps, Upload).")
    return 0


def _migrate(_chosen: argparse.Namespace) -> int:
    from store import CannotOpen, migrate

    settings = _settings()
    if settings is None:
        return 2
    try:
        print(f"The database is at version {migrate(settings.database_url)}.")
    except CannotOpen as error:
        return _told(str(error))
    return 0


def _catalogue(chosen: argparse.Namespace) -> int:
    import json

    from bot.app import catalogue

    known = catalogue()
    if chosen.json:
        print(json.dumps(known.to_json(), indent=2, ensure_ascii=False))
    else:
        for each in known.all():
            print(f"{each.name:<18} {each.summary()}")
    return 0


def _settings() -> "Settings | None":
    from bot.settings import BadSettings, load

    try:
        return load()
    except BadSettings as error:
        _told(str(error))
        return None


def _told(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "all": (_all, "answer Teams and run changes in one process (what happens without a word)"),
    "web": (_web, "answer Teams only; needs PostgreSQL"),
    "worker": (_worker, "run changes and reminders only; needs PostgreSQL"),
    "doctor": (_doctor, "check settings, login, permissions and licences, and say what is missing"),
    "package": (_package, "build the Teams app package"),
    "migrate": (_migrate, "bring the database's tables up to date"),
    "catalogue": (_catalogue, "list everything that can be said"),
}


if __name__ == "__main__":
    sys.exit(main())
