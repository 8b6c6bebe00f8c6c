"""``python -m demo play FILE...``: plays transcripts through the real bot and compares every reply.

Exit 1 and a difference for each file that reads otherwise; ``--update`` rewrites the replies instead. Faults of cards
(see demo/connector/lint.py), edits that come too fast, phone numbers that leave for a group in full (see
demo/privacy.py), a pass that stands in a message (see demo/covered.py) and a missing ``-- state --`` at the end fail
either way.
"""

import argparse
import asyncio
import difflib
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from pathlib import Path

from bot.app import Catalogue
from demo import acts, covered, privacy, scenes, screen, shown
from demo.acts import Actor
from demo.clock import SteppedClock
from demo.connector.people import find
from demo.driver import Stage, Stuck
from demo.screen import Line
from demo.transcript import ACTS, HEADING, BadTranscript, Block, Kind, joined, parse, press

THINKING = timedelta(seconds=2)
"""How long a person takes before each line or press."""

Tell = Callable[[Block, Sequence[Line]], None]


@dataclass(frozen=True, slots=True)
class Played:
    """What a transcript says, what really happened, and what is wrong whatever it says."""

    expected: str
    actual: str
    problems: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Did it go as written?"""
        return self.expected == self.actual and not self.problems

    def difference(self, name: str) -> str:
        """A unified diff and the problems; empty where all is good."""
        lines = difflib.unified_diff(
            self.expected.splitlines(), self.actual.splitlines(), name, f"{name} (played)", lineterm=""
        )
        return "\n".join([*lines, *(f"{name}: {problem}" for problem in self.problems)])


class Player:
    """One transcript on one stage."""

    def __init__(self, stage: Stage, blocks: Sequence[Block], tell: Tell | None = None) -> None:
        """Nothing is played yet. ``tell`` hears each block as its turn comes, and the lines that it led to."""
        self._stage, self._blocks, self._tell = stage, blocks, tell or _silent
        self._actor: Actor | None = None
        self.problems: list[str] = []

    async def play(self) -> list[Block]:
        """The blocks as they really went; raises BadTranscript with the line."""
        done: list[Block] = []
        blocks = [block for block in self._blocks if block.kind is not Kind.REPLY]
        for at, block in enumerate(blocks):
            if block.kind is Kind.FILE:
                self._sent(block, done)
                continue
            done.append(block)
            self._tell(block, ())
            if block.kind is Kind.HEADING:
                self._actor = self._enter(block)
            elif block.kind in ACTS:
                done += await self._act(block, _files(blocks[at + 1 :]))
        return done

    def _sent(self, block: Block, done: Sequence[Block]) -> None:
        """A file was played with what is typed above it."""
        if block not in done:
            raise BadTranscript(f"line {block.at}: a file stands right below what is typed with it")

    async def _act(self, block: Block, files: Sequence[Block]) -> list[Block]:
        sent = files if block.kind is Kind.SAY else ()
        mark, known = len(self._stage.chats.log), len(self._stage.chats.problems)
        try:
            odd = await self._do(block, sent)
        except (BadTranscript, Stuck, KeyError, ValueError) as error:
            raise BadTranscript(f"line {block.at}: {error}") from error
        events = self._stage.chats.log[mark:]
        wrong = [*self._stage.chats.problems[known:], *shown.edit_problems(self._stage.chats, events)]
        wrong += [*privacy.problems(self._stage.chats, events), *covered.problems(self._stage.chats, events)]
        self.problems += [f"line {block.at}: {problem}" for problem in dict.fromkeys(wrong)]
        drawn = [*shown.lines(self._stage.chats, events), *map(Line, odd)]
        lines = covered.lines(self._stage.world, drawn)
        if not lines and block.kind is not Kind.DIRECTIVE:
            lines = [Line("(nothing)")]
        reply = Block(Kind.REPLY, tuple(screen.plain(lines)), block.at)
        self._tell(reply, lines)
        return [*sent, *([reply] if lines else [])]

    async def _do(self, block: Block, files: Sequence[Block]) -> list[str]:
        actor = self._actor or self._default_actor()
        if block.kind is Kind.DIRECTIVE:
            return await acts.obey(actor, block.said)
        if isinstance(self._stage.clock, SteppedClock):
            await self._stage.clock.advance(THINKING)
        wanted = press(block.said) if block.kind is Kind.PRESS else None
        if wanted:
            return await actor.presses(wanted)
        typed = self._stage.teams.say(actor.person, actor.chat, block.said, files=[one.file for one in files])
        return await actor.settled(typed)

    def _enter(self, block: Block) -> Actor:
        found = HEADING.match(block.lines[0])
        if found is None:
            raise BadTranscript(f"line {block.at}: a heading is `## Person, place`")
        try:
            person = find(self._stage.world, found["person"].strip())
            return Actor(self._stage, person, self._stage.chats.place(person, found["place"]))
        except KeyError as error:
            raise BadTranscript(f"line {block.at}: nobody and no place is called {error}") from error

    def _default_actor(self) -> Actor:
        person = find(self._stage.world, "ana")
        return Actor(self._stage, person, self._stage.chats.personal(person))


def _files(blocks: Sequence[Block]) -> Sequence[Block]:
    """The files that stand next."""
    return list(takewhile(lambda block: block.kind is Kind.FILE, blocks))


def _silent(block: Block, lines: Sequence[Line]) -> None:
    """Nobody listens."""


async def perform(text: str, *, known: Catalogue | None = None) -> Played:
    """Play one transcript on a stage of its own, with a bot that knows these declarations; raises BadTranscript."""
    blocks = parse(text)
    setup = scenes.read([line for block in blocks if block.kind is Kind.SETUP for line in block.lines])
    with tempfile.TemporaryDirectory(prefix="muster-play-") as folder:
        async with Stage(setup.scene, database=Path(folder) / "muster.db", known=known) as stage:
            for area in setup.writes:
                await open_writes(stage, area)
            player = Player(stage, blocks)
            went = await player.play()
    return Played(joined(blocks), joined(went), (*player.problems, *_unfinished(blocks)))


async def open_writes(stage: Stage, area: str) -> None:
    """Olga, the owner, lets the bot write in an area."""
    olga = find(stage.world, "olga")
    await Actor(stage, olga, stage.chats.personal(olga)).says(f"writes on {area}")


def _unfinished(blocks: Sequence[Block]) -> list[str]:
    played = [block for block in blocks if block.kind in ACTS]
    ends_well = played and played[-1].kind is Kind.DIRECTIVE and played[-1].said.startswith("state")
    return [] if ends_well else ["a transcript ends with `-- state --`: words alone prove nothing"]


def main(arguments: Sequence[str]) -> int:
    """Play every file; 0 where all went as written."""
    parser = argparse.ArgumentParser(prog="python -m demo play", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--update", action="store_true", help="rewrite the replies as they went")
    chosen = parser.parse_args(arguments)
    return max(_play_file(path, update=chosen.update) for path in chosen.files)


def _play_file(path: Path, *, update: bool) -> int:
    try:
        played = asyncio.run(perform(path.read_text(encoding="utf-8")))
    except (BadTranscript, OSError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    if update:
        path.write_text(played.actual, encoding="utf-8")
        for problem in played.problems:
            print(f"{path}: {problem}")
        return 1 if played.problems else 0
    print(f"{path}: as written" if played.good else played.difference(str(path)))
    return 0 if played.good else 1
