"""``python -m demo tenant``: Microsoft's side alone, for other programs."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from demo import server
from demo.limits import MODES
from demo.seed import SCENARIOS
from demo.server import Running
from demo.wire import JsonObject
from demo.world import World

WARNING = """
*** This is a make-believe Microsoft 365 tenant. Nothing here is real: no user, no secret, no protection. ***
*** It listens on 127.0.0.1 only. Never point anything at it that you believe to be production.          ***
"""


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM or Ctrl-C; the first line on stdout says where."""
    chosen = _parser().parse_args(arguments)
    try:
        world = _world(chosen)
    except (ValueError, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 2
    print(WARNING, file=sys.stderr, flush=True)
    try:
        asyncio.run(_serve(world, chosen.port))
    except OSError as error:
        print(f"demo: cannot listen on 127.0.0.1:{chosen.port}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def facts(running: Running) -> JsonObject:
    """What another program needs to know to talk to this tenant."""
    world = running.world
    return {
        "graph": running.graph,
        "login": running.login,
        "exchange": running.exchange,
        "connector": running.connector,
        "openid": running.openid,
        "control": f"{running.base_url}/_demo",
        "tenant_id": world.tenant_id,
        "client_id": world.client_id,
        "client_secret": world.client_secret,
        "bot_app_id": world.bot_app_id,
        "bot_secret": world.bot_secret,
        "scenario": world.scenario,
        "users": len(world.directory.people),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo tenant", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="on 127.0.0.1; 0 takes any free one")
    parser.add_argument("--users", type=int, default=300, help="how many accounts Contoso has")
    parser.add_argument("--seed", type=int, default=1, help="another number makes other people")
    parser.add_argument("--scenario", choices=SCENARIOS, default=SCENARIOS[0])
    parser.add_argument("--limits", choices=MODES, default=MODES[0])
    parser.add_argument("--forgetful", action="store_true", help="keep the newest messages of each chat only")
    parser.add_argument("--faults", type=Path, help="a JSON file with a list of faults (see demo/faults.py)")
    return parser


def _world(chosen: argparse.Namespace) -> World:
    world = World(
        scenario=chosen.scenario,
        users=chosen.users,
        seed=chosen.seed,
        limits=chosen.limits,
        forgetful=chosen.forgetful,
    )
    if chosen.faults is not None:
        world.faults.declare(json.loads(chosen.faults.read_text(encoding="utf-8")))
    return world


async def _serve(world: World, port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    running = await server.start(world, port)
    print(json.dumps(facts(running)), flush=True)
    try:
        await stop.wait()
    finally:
        await running.close()
