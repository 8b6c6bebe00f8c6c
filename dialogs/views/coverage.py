"""How far the tenant is: today, from day to day, and by department; and the same as a file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from types import MappingProxyType

from dialogs.reply import Button, Chart, ChartKind, Fact, FileOffered, Findings, Section, Series, Tone
from dialogs.views.offers import FILE, own_chat
from dialogs.words import count, day, headcount, plain
from dialogs.words.schedules import UNCOUNTED
from engine import Place, Snapshot

DAYS = "coverage"  # what the file's button carries: how many days
DEPARTMENT = "department:"
OTHERS = "departments-others"
SHOWN = 20  # departments
CELL = 120  # bytes of a day in the file, more or less, for each column of ten letters
TOTALS = MappingProxyType(
    {
        "people": "People",
        "protected": "Protected by MFA",
        "ready": "With a usable method of their own",
        "done": "Both",
        "apart": "Not counted: guests, rooms, service, emergency and blocked accounts",
    }
)


def covered(snapshots: Sequence[Snapshot], *, days: int, counted_now: bool = False) -> Findings:
    """The latest day, and how it became so. ``snapshots``: at least one, by day."""
    latest = snapshots[-1]
    counts = latest.counts
    everybody, finished = _number(counts, "people"), _number(counts, "done")
    return Findings(
        title=f"Coverage on {day(datetime.combine(latest.day, time()), UTC)}",
        facts=tuple(_facts(counts)),
        charts=tuple(_charts(snapshots)),
        sections=tuple(_sections(counts)),
        warnings=tuple(_unread(counts)),
        buttons=() if counted_now else (Button("All days as CSV", FILE, {DAYS: str(days)}),),
        next=("mfa report", "methods report", "help coverage"),
        tone=Tone.GOOD if everybody and finished == everybody else Tone.WARNING,
    )


def _facts(counts: Mapping[str, str]) -> Iterator[Fact]:
    everybody = _number(counts, "people")
    for name, shown in TOTALS.items():
        if name not in counts:
            yield Fact(shown, "could not be read")
            continue
        number = _number(counts, name)
        share = f" ({_percent(number, everybody):.0f} %)" if name not in ("people", "apart") and everybody else ""
        if name != "apart" or number:
            yield Fact(shown, f"{number:,}{share}")
    for what, shown in (("state:", "Per-user MFA"), ("method:", "Methods")):
        found = {name.removeprefix(what): _number(counts, name) for name in counts if name.startswith(what)}
        listed = ", ".join(
            f"{plain(name)} {n:,}" for name, n in sorted(found.items(), key=lambda one: (-one[1], one[0]))
        )
        if listed:
            yield Fact(shown, listed)


def _charts(snapshots: Sequence[Snapshot]) -> Iterator[Chart]:
    trend = tuple(_line(snapshots, name) for name in ("protected", "ready", "done"))
    if len(snapshots) > 1:
        yield Chart("From day to day, percent of all people", ChartKind.LINE, trend)
    if not snapshots[-1].counts.keys() >= {"protected", "ready", "done"}:
        return  # what was not counted is no share of a ring
    counts = snapshots[-1].counts
    finished, everybody = _number(counts, "done"), _number(counts, "people")
    protected, ready = _number(counts, "protected") - finished, _number(counts, "ready") - finished
    parts = (
        ("Protected, with a method", finished),
        ("Protected, no usable method", protected),
        ("A method, not protected", ready),
        ("Neither", everybody - finished - protected - ready),
    )
    shown = tuple((name, float(number)) for name, number in parts if number > 0)
    if shown:
        yield Chart("Today", ChartKind.DONUT, (Series("People", shown),))


def _line(snapshots: Sequence[Snapshot], name: str) -> Series:
    """A day on which something could not be read is no day on which it was not so."""
    read = [each for each in snapshots if "unread" not in each.counts and _number(each.counts, "people")]
    points = (
        (each.day.isoformat(), _percent(_number(each.counts, name), _number(each.counts, "people"))) for each in read
    )
    return Series(TOTALS[name], tuple(points))


def _sections(counts: Mapping[str, str]) -> Iterator[Section]:
    """The least ready first."""
    found = sorted(_departments(counts), key=lambda one: (_percent(one[1], one[2]), one[0]))
    rows = tuple(
        (plain(name), f"{ready:,} of {everybody:,}", f"{_percent(ready, everybody):.0f} %")
        for name, ready, everybody in found[:SHOWN]
    )
    rest = f"and {count(len(found) - SHOWN, 'more department')}: the file has all. " if len(found) > SHOWN else ""
    more = f"{rest}Departments of fewer than ten people are among the others, so that no number tells of somebody."
    if rows:
        yield Section("By department", ("Department", "With a usable method", "Share"), rows, more)


def _departments(counts: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    for name in counts:
        if name.startswith(DEPARTMENT) or name == OTHERS:
            ready, _, everybody = counts[name].partition("/")
            shown = name.removeprefix(DEPARTMENT) if name != OTHERS else "All others"
            yield shown, int(ready), int(everybody)


def _unread(counts: Mapping[str, str]) -> Iterator[str]:
    """What could not be read is not "no"."""
    parts = [UNCOUNTED.get(part, part) for part in counts.get("unread", "").split(", ") if part]
    if parts:
        yield f'Could not be read that night: {", ".join(parts)}. That is not the same as "none".'


def offered(place: Place, today: str, snapshots: Sequence[Snapshot], data: Mapping[str, str]) -> FileOffered:
    """The file of all days. Raises Refusal where others read along."""
    own_chat(place, "coverage")
    return FileOffered(
        name=f"coverage-{today}.csv",
        text=f"How far the tenant was on {count(len(snapshots), 'day')}, in numbers that name nobody.",
        size=(len(snapshots) + 1) * CELL,
        data=dict(data),
    )


def sheet_of(snapshots: Sequence[Snapshot]) -> Iterator[tuple[str, ...]]:
    """A line for each day; a department has two columns. An empty cell: not counted that day."""
    names = sorted({name for each in snapshots for name in each.counts if name not in TOTALS and name != "unread"})
    columns = [column for name in names for column in _columns(name)]
    yield ("Day", *TOTALS.values(), *columns, "Could not be read")
    for each in snapshots:
        cells = [cell for name in names for cell in _cells(name, each.counts.get(name, ""))]
        yield (
            each.day.isoformat(),
            *(each.counts.get(name, "") for name in TOTALS),
            *cells,
            each.counts.get("unread", ""),
        )


def _columns(name: str) -> tuple[str, ...]:
    if name.startswith(DEPARTMENT) or name == OTHERS:
        shown = name.removeprefix(DEPARTMENT) if name != OTHERS else "All other departments"
        return f"{shown}: ready", f"{shown}: {headcount(2).split()[1]}"
    return (name,)


def _cells(name: str, value: str) -> tuple[str, ...]:
    if name.startswith(DEPARTMENT) or name == OTHERS:
        ready, _, everybody = value.partition("/")
        return ready, everybody
    return (value,)


def _number(counts: Mapping[str, str], name: str) -> int:
    text = counts.get(name, "")
    return int(text) if text.isdecimal() else 0


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
