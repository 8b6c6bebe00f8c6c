"""The seven parts, in their full size and in one that fits into a test."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import changes, messages, planning, reporting, start, tick, turns
from bench.figures import (
    Figure,
    of_changes,
    of_learning,
    of_messages,
    of_plan,
    of_report,
    of_starts,
    of_ticks,
    of_turns,
)
from bench.reporting import REPORTS, Report
from bench.scenery import Scenery, scenery
from bench.taken import SETTLED
from bench.turns import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured. ``settled``: seconds of rest before memory counts; ``learnt``: people whose methods are
    read under a limit that nobody has published, 0 for no such plan; ``reported``: people in the tenants of a report;
    ``messages``: people who are reminded; ``due`` reminders among ``waiting`` ones, so many ``rounds``.
    """

    turns: Size = field(default_factory=Size)
    people: tuple[int, ...] = (300, 3_000, 30_000)
    settled: float = SETTLED
    changes: int = 3_600
    limits: tuple[str, ...] = ("documented", "strict")
    learnt: int = 60
    starts: int = 5
    reported: int = 100_000
    reports: tuple[Report, ...] = REPORTS
    messages: int = 6_000
    due: int = 1_000
    waiting: tuple[int, int] = (10_000, 1_000_000)
    rounds: int = 7


FULL = Sizes()
SMALL = Sizes(
    turns=Size(turns=8, rounds=1, people=2, chats=4),
    people=(60,),
    settled=0.0,
    changes=40,
    limits=("documented",),
    learnt=0,
    starts=1,
    reported=60,
    messages=30,
    due=20,
    waiting=(100, 1_000),
    rounds=2,
)


async def _turns(place: Scenery, sizes: Sizes) -> AsyncIterator[Figure]:
    for figure in of_turns(await turns.measure(place, sizes.turns)):
        yield figure


async def _plans(place: Scenery, sizes: Sizes) -> AsyncIterator[Figure]:
    for users in sizes.people:
        for figure in of_plan(await planning.measure(place, users=users, settled=sizes.settled)):
            yield figure


async def _changes(place: Scenery, sizes: Sizes) -> AsyncIterator[Figure]:
    for limits in sizes.limits:
        for figure in of_changes(await changes.measure(place, changes=sizes.changes, limits=limits)):
            yield figure
    if sizes.learnt:
        yield of_learning(await planning.measure(place, users=sizes.learnt, settled=sizes.settled, limits="strict"))


async def _starts(place: Scenery, sizes: Sizes) -> AsyncIterator[Figure]:
    for figure in of_starts(await start.measure(place, times=sizes.starts)):
        yield figure


async def _reports(place: Scenery, sizes: Sizes) -> AsyncIterator[Figure]:
    for report in sizes.reports:
        async for found in reporting.measure(place, report, users=sizes.reported, settled=sizes.settled):
            for figure in of_report(found):
                yield figure


async def _messages(place: Scenery, sizes: Sizes) -> AsyncIterator[Figure]:
    for figure in of_messages(await messages.measure(place, people=sizes.messages)):
        yield figure


async def _ticks(place: Scenery, sizes: Sizes) -> AsyncIterator[Figure]:
    few, many = sizes.waiting
    for figure in of_ticks(await tick.measure(place, due=sizes.due, few=few, many=many, rounds=sizes.rounds)):
        yield figure


PARTS: Mapping[str, Callable[[Scenery, Sizes], AsyncIterator[Figure]]] = {
    "a": _turns,
    "b": _plans,
    "c": _changes,
    "d": _starts,
    "e": _reports,
    "f": _messages,
    "g": _ticks,
}


async def measure(parts: Sequence[str], sizes: Sizes) -> AsyncIterator[Figure]:
    """Each figure as soon as it is known; every part in a folder of its own."""
    for part in parts:
        with TemporaryDirectory(prefix="muster-bench-") as folder:
            async with scenery(Path(folder)) as place:
                async for figure in PARTS[part](place, sizes):
                    yield figure
