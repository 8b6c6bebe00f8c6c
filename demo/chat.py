"""``python -m demo``: the make-believe tenant, the real bot, and a chat in the terminal.

Lines come from the keyboard or from a pipe. With neither, the story is played once as a tour.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from demo import scenes, tour
from demo.clock import SteppedClock, WallClock
from demo.driver import Scene, Stage
from demo.paper import Paper
from demo.play import Player
from demo.room import Room
from demo.seed import SCENARIOS
from demo.transcript import Kind

GREETING = """\
Contoso has {users} people. You are Ana, an operator; Bea and Carl approve, Olga owns the bot.
Three things to type:

    mfa status dan@contoso.com
    mfa enable group:"MFA Users"
    /as olga        then:  writes on mfa

A number presses a button: 1, or [1] reason=because. /help shows the rest, /quit ends."""

FLOW = 0.05
"""Real seconds between two moves of the clock at a terminal."""


def main(arguments: Sequence[str]) -> int:
    """Chat, read a pipe, or give the tour; 0 unless the world cannot start."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--users", type=int, default=300, help="how many accounts Contoso has")
    parser.add_argument("--scenario", choices=SCENARIOS, default=SCENARIOS[0])
    parser.add_argument("--seed", type=int, default=1, help="another number makes other people")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.CRITICAL)
    scene = Scene(scenario=chosen.scenario, users=chosen.users, seed=chosen.seed)
    try:
        asyncio.run(_run(scene))
    except KeyboardInterrupt:
        print()
    return 0


async def _run(scene: Scene) -> None:
    paper = Paper()
    paper.warn()
    lines = Lines()
    first = "" if lines.terminal else await lines.next()
    if first is None:
        await _tour(paper)
        return
    with tempfile.TemporaryDirectory(prefix="muster-demo-") as folder:
        clock = SteppedClock(WallClock().now()) if lines.terminal else SteppedClock()
        async with Stage(scene, database=Path(folder) / "muster.db", clock=clock) as stage:
            paper.note(GREETING.format(users=scene.users))
            stage.steps = not lines.terminal
            await _chat(Room(stage, paper), lines, first)


async def _chat(room: Room, lines: "Lines", first: str) -> None:
    flow = asyncio.create_task(_flow(room)) if lines.terminal else None
    line: str | None = first
    try:
        while line is not None and await _turn(room, line, live=lines.terminal):
            line = await lines.next()
    finally:
        if flow is not None:
            flow.cancel()
            await asyncio.gather(flow, return_exceptions=True)


async def _turn(room: Room, line: str, *, live: bool) -> bool:
    if not live:
        room.echo(line)
    goes_on = await room.hear(line)
    if live and goes_on:
        room.prompt()
    return goes_on


async def _flow(room: Room) -> None:
    """At a terminal time passes as on the wall, and what happens shows while it happens."""
    wall = WallClock()
    last = wall.elapsed()
    while True:
        await wall.sleep(FLOW)
        now = wall.elapsed()
        await room.pass_time(now - last)
        last = now


async def _tour(paper: Paper) -> None:
    """Play the story for somebody who only watches."""
    blocks = tour.blocks()
    setup = scenes.read([line for block in blocks if block.kind is Kind.SETUP for line in block.lines])
    paper.note("Nobody types here, so this is the tour: the whole story once.")
    with tempfile.TemporaryDirectory(prefix="muster-demo-") as folder:
        async with Stage(setup.scene, database=Path(folder) / "muster.db") as stage:
            await Player(stage, blocks, paper.tell).play()
    paper.note("That was the tour. In a terminal, `python -m demo` lets you type yourself.")


class Lines:
    """What is typed, read by a thread of its own so that the bot goes on meanwhile."""

    def __init__(self) -> None:
        """Begin to read; needs a running loop."""
        self.terminal = sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, daemon=True).start()

    async def next(self) -> str | None:
        """The next line without its end; None when there are no more."""
        return await self._queue.get()

    def _read(self) -> None:
        try:
            for line in sys.stdin if sys.stdin is not None else ():
                self._put(line.rstrip("\r\n"))
        except (OSError, ValueError):  # closed, or not text
            pass
        self._put(None)

    def _put(self, line: str | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._queue.put_nowait, line)
