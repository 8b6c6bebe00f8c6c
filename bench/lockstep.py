"""A bot in a child process whose clock goes with ours, step by step; it is killed at moments that are asked for.

The make-believe Microsoft lives here and outlives every child. The child asks before each move of its clock; ours moves
first, what happens in the world until then happens, and the child may go on.
"""

import asyncio
import heapq
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from demo.clock import SteppedClock, WallClock
from demo.deliveries import Deliveries
from demo.directory import Person
from demo.wire import Json

MODULE = "bench.campaign_child"
PATIENCE = 120.0  # real seconds without a word from the child
CHAT_WAIT = 0.05  # real seconds for an answer to a turn, before the child looks again at what is due
MOST_STAYS = 200
RESTART = timedelta(seconds=3)  # of the clock, from a death until the next one begins: as long as Python takes at least

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Kill:
    """From ``after`` on: at the ``number``-th message that is taken, and so many real seconds later. ``number`` 0: so
    many seconds after a step of the clock, or before one.
    """

    after: datetime
    number: int = 0
    delay: float = 0.0


@dataclass(slots=True)
class Watched(Deliveries):
    """Calls back for each message that was taken, before its sender hears of that."""

    heard: Callable[[], None] = lambda: None

    def to(self, person: Person, how: str, *, at: datetime, what: Json) -> None:
        """One more to a person."""
        Deliveries.to(self, person, how, at=at, what=what)
        self.heard()


@dataclass(slots=True)
class Lockstep:
    """``start`` it, `until` a moment, then `end`. ``interrupted`` hears of each kill, once the child is gone."""

    clock: SteppedClock
    env: Mapping[str, str]
    log: Path
    interrupted: Callable[[], None]
    listening: Callable[[str], None]
    kills: list[Kill] = field(default_factory=list)
    steps: int = 0
    _wall: WallClock = field(default_factory=WallClock)
    _process: Process | None = None
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _talk: set["asyncio.Task[object]"] = field(default_factory=set)
    _counting: int = 0
    _stays: int = 0
    _doomed: bool = False
    _waits: datetime | None = None  # the child was asked nothing yet: where it wants to go

    def will(self, at: datetime, act: Act) -> None:
        """In the world, at that moment."""
        heapq.heappush(self._acts, (at, len(self._acts) + self.steps * 1_000_000, act))

    async def until(self, moment: datetime) -> None:
        """Let the child live until its next step would go beyond that moment."""
        while (target := await self._wanted()) <= moment:
            if self._talk and self._stays < MOST_STAYS:
                await self._listen()
                continue
            self._stays = 0
            doomed = self._at_this_step()
            if doomed is not None and not doomed.delay:
                self._kill()
                await self._killed()
                continue
            await self._move(target)
            self._say("go")
            if doomed is not None:
                asyncio.get_running_loop().call_later(doomed.delay, self._kill)
        self._waits = target
        await self._happen(moment)

    async def quiet(self) -> None:
        """Until all that was said is answered, and nothing is due."""
        listened = False
        while True:
            self._waits = await self._wanted()
            if listened and not self._talk:
                return
            self._waits = None
            await self._listen()
            listened = True

    def talk(self, turn: "asyncio.Task[object]") -> None:
        """Somebody speaks to the bot: the clock stands until they are answered."""
        self._talk.add(turn)

    def taken(self) -> None:
        """A message was taken: perhaps it is the one at which the child dies."""
        if not self.kills or self._doomed or self.kills[0].after > self.clock.now() or not self.kills[0].number:
            return
        self._counting += 1
        if self._counting >= self.kills[0].number:
            self._doomed = True
            delay = self.kills[0].delay
            asyncio.get_running_loop().call_later(delay, self._kill) if delay else self._kill()

    async def end(self) -> None:
        """SIGKILL."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    # --- the child ------------------------------------------------------------------------------------------------

    async def _wanted(self) -> datetime:
        """Where the child wants to go next. It is started, woken on the way and mourned here."""
        if self._waits is not None:
            target, self._waits = self._waits, None
            return target
        while True:
            verb, _, rest = (await self._line()).partition(" ")
            if verb == "at":
                return datetime.fromisoformat(rest)
            if verb == "ready":
                self.listening(rest)
            elif verb == "sleep":
                await self._move(datetime.fromisoformat(rest))
                self._say("go")
            else:
                await self._killed()

    async def _line(self) -> str:
        if self._process is None:
            await self._start()
        assert self._process is not None and self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            return (await self._process.stdout.readline()).decode().strip()

    async def _start(self) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
        words: Sequence[str] = ("-m", MODULE, "--at", self.clock.now().isoformat())
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, *words, env={**clean, **self.env}, stdin=PIPE, stdout=PIPE, stderr=log
            )

    def _say(self, word: str) -> None:
        """A child that is dead hears nothing."""
        assert self._process is not None and self._process.stdin is not None
        if not self._process.stdin.is_closing():
            self._process.stdin.write(f"{word}\n".encode())

    async def _listen(self) -> None:
        """Let those who speak be answered, and the child look again."""
        self._stays += 1
        if self._talk:
            await asyncio.wait(self._talk, timeout=CHAT_WAIT)
        self._talk = {turn for turn in self._talk if not turn.done()}
        self._say("stay")

    # --- dying ----------------------------------------------------------------------------------------------------

    def _at_this_step(self) -> Kill | None:
        if self._doomed or not self.kills or self.kills[0].after > self.clock.now() or self.kills[0].number:
            return None
        self._doomed = True
        return self.kills[0]

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def _killed(self) -> None:
        """It is gone; the next one begins a moment later."""
        assert self._process is not None
        await self._process.wait()
        if not self._doomed:
            raise RuntimeError(f"the child ended by itself:\n{self.log.read_text(errors='replace')[-3000:]}")
        self.kills.pop(0)
        self._doomed, self._counting, self._process = False, 0, None
        self.interrupted()
        await self._move(self.clock.now() + RESTART)

    # --- the world ------------------------------------------------------------------------------------------------

    async def _move(self, target: datetime) -> None:
        self.steps += 1
        await self._happen(target)
        await self.clock.advance_to(target)

    async def _happen(self, until: datetime) -> None:
        """What the world does until then, each at its moment."""
        while self._acts and self._acts[0][0] <= until:
            at, _, act = heapq.heappop(self._acts)
            await self.clock.advance_to(max(at, self.clock.now()))
            act()
