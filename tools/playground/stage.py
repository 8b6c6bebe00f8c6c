"""What `make playground` starts: the demo's tenant, the bot as a process of its own, the proxy, the windows."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from aiohttp import web

from demo import server
from demo.driver import settings_for
from demo.server import Running
from demo.world import World
from tools.playground.proxy import SigningProxy
from tools.playground.recordings import forget
from tools.playground.windows import Window, windows, write_settings

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".playground"
CLI = Path("node_modules/@microsoft/m365agentsplayground/cli.js")
CHECKED = "0.2.28"
"""The Playground's version with which the pictures were made and `drive.mjs` holds."""
BROWSER_DRIVER = "1.65.1"
"""The version of playwright-core, which only `--drive` needs."""
INSTALL = "npm install --prefix .playground"
PATIENCE = 60.0
"""Seconds in which each program must have started."""
_USERS = 300


class Missing(Exception):
    """Something that the person must install first; the message says how."""


@dataclass(frozen=True, slots=True)
class Started:
    """Where everything listens."""

    tenant: Running
    bot: str
    windows: Mapping[str, str]


def require(home: Path) -> None:
    """Raises Missing unless node and the Playground are there. ``home``: the folder with node_modules."""
    if shutil.which("node") is None:
        raise Missing("The Playground needs Node.js 20 or newer, for example: apt-get install nodejs npm")
    if not (home / CLI).is_file():
        raise Missing(
            "The Microsoft 365 Agents Playground is not installed. It is Microsoft's, under Microsoft's pre-release "
            f"licence; to install it for yourself: {INSTALL} @microsoft/m365agentsplayground@{CHECKED}"
        )


def require_browser(home: Path, browser: str) -> None:
    """Raises Missing unless there is a browser, and what drives it."""
    if not (home / "node_modules/playwright-core").is_dir():
        raise Missing(f"To play the story a browser must be driven: {INSTALL} playwright-core@{BROWSER_DRIVER}")
    if shutil.which(browser) is None:
        raise Missing(f"{browser} is not there: apt-get install chromium, or name another with --browser PATH")


@asynccontextmanager
async def started(home: Path) -> AsyncIterator[Started]:
    """Start all of it, and stop all of it in the end."""
    async with AsyncExitStack() as stack:
        tenant = await server.start(World(users=_USERS))
        stack.push_async_callback(tenant.close)
        bot = await _bot(stack, tenant, home)
        proxy = await _proxy(stack, tenant.world, bot)
        found = {each.who: await _window(stack, each, home, proxy) for each in _prepared(tenant.world, home)}
        yield Started(tenant, bot, found)


def _prepared(world: World, home: Path) -> list[Window]:
    each = windows(home)
    for one in each:
        write_settings(world, one)
        forget(one)
    return each


async def _bot(stack: AsyncExitStack, tenant: Running, home: Path) -> str:
    """``python -m bot`` with an empty database; the answer is where it takes activities."""
    own = {
        "MUSTER_SERVICE_URL": f"http://localhost:{windows(home)[0].port}/_connector",
        "MUSTER_SERVICE_URL_HOSTS": "localhost",
        "MUSTER_LOG_LEVEL": "info",
    }
    settings = settings_for(tenant, _new_database(home))
    environment = {**os.environ, **settings, **own}
    lines = await _process(stack, [sys.executable, "-m", "bot"], environment, folder=ROOT, log=home / "bot.log")
    return await _said(stack, lines, "Muster listens on ")


def _new_database(home: Path) -> str:
    for old in home.glob("muster.db*"):
        old.unlink()
    return f"sqlite+aiosqlite:///{home / 'muster.db'}"


async def _proxy(stack: AsyncExitStack, world: World, bot: str) -> str:
    http = await stack.enter_async_context(aiohttp.ClientSession())
    runner = web.AppRunner(SigningProxy(world, bot, http).app(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"


async def _window(stack: AsyncExitStack, window: Window, home: Path, proxy: str) -> str:
    """Start one Playground in its folder; the answer is its address. It takes another port if its own is taken."""
    command = ["node", str(home / CLI), "start", "--app-endpoint", proxy, "--channel-id", "msteams"]
    command += ["--port", str(window.port), "--disable-telemetry", "--enable-events-recording"]
    environment = {**os.environ, "TEAMSAPPTESTER_BROWSER": "none"}
    lines = await _process(stack, command, environment, folder=window.folder, log=window.folder / "playground.log")
    return f"http://localhost:{await _said(stack, lines, 'Listening on ')}"


async def _process(
    stack: AsyncExitStack, command: Sequence[str], environment: Mapping[str, str], *, folder: Path, log: Path
) -> asyncio.StreamReader:
    """Start a program that ends with us; its stdout is read here, its complaints go to ``log``."""
    with log.open("wb") as complaints:
        process = await asyncio.create_subprocess_exec(
            *command, env=dict(environment), cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=complaints
        )
    stack.push_async_callback(_end, process)
    if process.stdout is None:
        raise RuntimeError("no pipe was made")
    return process.stdout


async def _drain(lines: asyncio.StreamReader) -> None:
    """Read on, so that the program never waits for a reader."""
    while await lines.read(4096):
        pass


async def _end(process: "asyncio.subprocess.Process") -> None:
    if process.returncode is None:
        process.terminate()
    await process.wait()


async def _said(stack: AsyncExitStack, lines: asyncio.StreamReader, words: str) -> str:
    """What follows these words in the program's output. Raises Missing when it ends without them."""
    async with asyncio.timeout(PATIENCE):
        while line := (await lines.readline()).decode(errors="replace"):
            if line.startswith(words):
                stack.callback(asyncio.create_task(_drain(lines)).cancel)
                return line.removeprefix(words).strip()
    raise Missing(f'A program ended before it said "{words.strip()}"; its log under .playground/ says why.')
