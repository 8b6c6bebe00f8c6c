"""``make playground``: the demo in the Microsoft 365 Agents Playground; --drive plays the story in a headless browser.

make playground                       start it and say which addresses to open
make playground ARGS=--drive          play the story, check every step, take the pictures of docs/pictures
make playground ARGS="--drive --pictures build/pictures"
"""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Awaitable, Sequence
from pathlib import Path

from tools.playground.recordings import counted
from tools.playground.stage import HOME, ROOT, Missing, Started, require, require_browser, started
from tools.playground.windows import windows

DRIVER = Path(__file__).with_name("drive.mjs")
ROLES = {
    "ana": 'operator: mfa enable group:"MFA Users"',
    "olga": "owner: writes on mfa",
    "bea": "approver",
    "carl": "approver",
    "dan": "has no sign-in method yet, and is reminded",
    "eve": "neither has she",
}


def main(arguments: Sequence[str]) -> int:
    """Exit code 2: something is not installed; with --drive, 1: a text is missing, or something was refused."""
    chosen = _parser().parse_args(arguments)
    try:
        require(HOME)
        if chosen.drive:
            require_browser(HOME, chosen.browser)
            chosen.pictures.mkdir(parents=True, exist_ok=True)
        return asyncio.run(_until_stopped(_drive(chosen.pictures, chosen.browser) if chosen.drive else _show()))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 130 if chosen.drive else 0
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.playground", description="The demo in Microsoft's client.")
    parser.add_argument("--drive", action="store_true", help="play the story in a headless browser, check it, and end")
    parser.add_argument(
        "--pictures", type=_folder, default=ROOT / "docs/pictures", help="where --drive puts its pictures"
    )
    parser.add_argument("--browser", default="/usr/bin/chromium", help="the Chromium that --drive starts")
    return parser


def _folder(typed: str) -> Path:
    return Path(typed).absolute()


async def _show() -> int:
    async with started(HOME) as stage:
        _tell(stage)
        await asyncio.Event().wait()
    return 0


def _tell(stage: Started) -> None:
    print("A make-believe Contoso, the real bot (authentication on), and Microsoft's Playground. One window each:")
    for who, address in stage.windows.items():
        print(f"  {address}  {who.capitalize():<5} {ROLES[who]}")
    print("The Playground listens on all interfaces of this machine. Ctrl-C ends everything.", flush=True)


async def _until_stopped(work: Awaitable[int]) -> int:
    """Ctrl-C already unwinds everything that was started; SIGTERM shall too."""
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


async def _drive(pictures: Path, browser: str) -> int:
    """Run drive.mjs, which prints a line for every step; the answer is its exit code."""
    async with started(HOME) as stage:
        told = {
            "windows": dict(stage.windows),
            "bot": stage.bot,
            "control": f"{stage.tenant.base_url}/_demo",
            "modules": str(HOME),
            "pictures": str(pictures),
            "browser": browser,
        }
        process = await asyncio.create_subprocess_exec("node", str(DRIVER), json.dumps(told))
        if code := await process.wait():
            return code
    return _recorded()


def _recorded() -> int:
    """Print what the Playground recorded; 1 if anything was answered with less than success."""
    counts = counted(windows(HOME))
    for (sender, what, status), count in sorted(counts.items()):
        print(f"recorded {count:3}  {what} from the {sender}: {status}")
    return 0 if counts and all(200 <= status < 300 for _, _, status in counts) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
