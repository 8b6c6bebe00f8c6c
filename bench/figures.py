"""Measurements as figures: what was measured, over which floor, and whether it keeps its limit."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from bench.changes import Changed
from bench.messages import LIMIT, Sent
from bench.reporting import Reported
from bench.start import Starts
from bench.taken import Taken
from bench.tick import Ticks
from bench.turns import Turns, middle

LEAST_TIMES_ECHO = 3.0
MOST_MEGABYTES = 60.0
MEMORY_AT = 30_000  # people
MOST_MEGABYTES_OF_REPORT = 80.0
REPORT_AT = 100_000  # people
MOST_OVER_WRITES = 1.10
MOST_SECONDS = 3.0
LEAST_OF_LIMIT = 0.95
MOST_AMONG_MANY = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table. ``passed`` None: printed, and nothing is promised."""

    part: str
    what: str
    floor: str
    figure: str
    ratio: float | None = None
    limit: str = ""
    passed: bool | None = None


def of_turns(found: Turns) -> Iterator[Figure]:
    """(a)"""
    muster, echo = middle(found.muster), middle(found.echo)
    yield Figure(
        part="a",
        what="turns a second, beside a bare echo",
        floor=f"{echo.rate:.0f}/s",
        figure=f"{muster.rate:.0f}/s",
        ratio=found.ratio,
        limit=f"at least {LEAST_TIMES_ECHO:g}",
        passed=found.ratio >= LEAST_TIMES_ECHO and found.answers == found.turns,
    )
    yield Figure(
        part="a",
        what="processor time of a turn, beside a bare echo's",
        floor=f"{echo.cpu:.1f} ms",
        figure=f"{muster.cpu:.1f} ms",
        ratio=muster.cpu / echo.cpu,
    )


def of_plan(found: Taken) -> Iterator[Figure]:
    """(b)"""
    yield Figure(
        part="b",
        what=f"planning for {found.users:,}, over {found.floor_name}",
        floor=f"{found.floor.seconds:.2f} s",
        figure=f"{found.seconds:.2f} s",
        ratio=found.ratio,
        limit="no 429",
        passed=found.refused == 0,
    )
    judged = found.users >= MEMORY_AT
    yield Figure(
        part="b",
        what=f"memory over idle, planning for {found.users:,}",
        floor=f"idle {found.idle:.0f} MB",
        figure=f"+{found.grown:.1f} MB",
        ratio=found.grown / MOST_MEGABYTES if judged else None,
        limit=f"at most {MOST_MEGABYTES:.0f} MB" if judged else "",
        passed=found.grown <= MOST_MEGABYTES if judged else None,
    )


def of_changes(found: Changed) -> Iterator[Figure]:
    """(c); with limits that nobody has published nothing is promised."""
    promised = found.limits == "documented"
    complete = found.written == found.changes and found.verified
    over = found.ratio is None or found.ratio <= MOST_OVER_WRITES
    yield Figure(
        part="c",
        what=f"{found.changes:,} changes, {found.limits} limits ({found.refused} answers 429)",
        floor=f"{found.floor:.1f} s",
        figure=f"{found.seconds:.1f} s",
        ratio=found.ratio,
        limit=f"at most {MOST_OVER_WRITES:.2f}, no 429" if promised else "",
        passed=complete and over and found.refused == 0 if promised else None if complete else False,
    )


def of_learning(found: Taken) -> Figure:
    """(c), where every person's sign-in methods are read under a limit that has to be learnt from refusals."""
    limits = f"{found.limits} limits ({found.refused} answers 429)"
    return Figure(
        part="c",
        what=f"planning for {found.users}, {limits}, over {found.floor_name}",
        floor=f"{found.floor.seconds:.1f} s",
        figure=f"{found.seconds:.1f} s",
        ratio=found.ratio,
    )


def of_report(found: Reported) -> Iterator[Figure]:
    """(e)"""
    taken = found.taken
    what = f"{found.name} on {taken.users:,}, {found.report.licence}"
    yield Figure(
        part="e",
        what=f"{what}, over {taken.floor_name}",
        floor=f"{taken.floor.seconds:.1f} s",
        figure=f"{taken.seconds:.1f} s",
        ratio=taken.ratio,
        limit="whole, no 429",
        passed=taken.refused == 0 and found.whole,
    )
    judged = taken.users >= REPORT_AT
    yield Figure(
        part="e",
        what=f"memory over idle, {what}",
        floor=f"idle {taken.idle:.0f} MB",
        figure=f"+{taken.grown:.1f} MB",
        ratio=taken.grown / MOST_MEGABYTES_OF_REPORT if judged else None,
        limit=f"at most {MOST_MEGABYTES_OF_REPORT:.0f} MB" if judged else "",
        passed=taken.grown <= MOST_MEGABYTES_OF_REPORT if judged else None,
    )


def of_starts(found: Starts) -> Iterator[Figure]:
    """(d)"""
    yield Figure(
        part="d",
        what="exec to the first answer, empty database",
        floor="",
        figure=f"{found.middle:.2f} s",
        ratio=found.middle / MOST_SECONDS,
        limit=f"at most {MOST_SECONDS:g} s",
        passed=max(found.seconds) <= MOST_SECONDS,
    )


def of_messages(found: Sent) -> Iterator[Figure]:
    """(f)"""
    yield Figure(
        part="f",
        what=f"messages a minute, {found.messages:,} reminders, documented limits ({found.refused} answers 429)",
        floor=f"{LIMIT:,.0f}",
        figure=f"{found.a_minute:,.0f}",
        ratio=found.ratio,
        limit=f"at least {LEAST_OF_LIMIT:.2f}, no 429",
        passed=found.ratio >= LEAST_OF_LIMIT and found.refused == 0 and found.once,
    )
    yield Figure(part="f", what="processor time of a message", floor="", figure=f"{found.cpu:.1f} ms")


def of_ticks(found: Ticks) -> Iterator[Figure]:
    """(g)"""
    yield Figure(
        part="g",
        what=f"a tick, {found.due:,} due among {found.many:,}, over among {found.few:,}",
        floor=f"{median(found.among_few):.2f} s",
        figure=f"{median(found.among_many):.2f} s",
        ratio=found.ratio,
        limit=f"at most {MOST_AMONG_MANY:.1f}",
        passed=found.ratio <= MOST_AMONG_MANY and found.whole,
    )
