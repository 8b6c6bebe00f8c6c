"""``phone list``: the numbers that an owner vouches for, as a pasted or uploaded list."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from actions.args import Columns, Csv, CsvRow
from actions.spec import Refusal, Subject, ask
from dialogs.arguments import Line
from dialogs.command import OWNERS, Command, Turn
from dialogs.reply import Listing, Reply, Section
from dialogs.words import count, day, headcount, plain
from engine import ListEntry
from tenant.model import User
from tenant.ports import TenantReader

ONE_BY_ONE = 200  # people looked up by name; for more, everybody is read once
AT_ONCE = 8
SHOWN = 5
PURPOSE = (
    "`phone prepopulate` believes these numbers before any other source. Each is still read with care, shown in a "
    "plan, and written only after approval."
)


class PhoneList(Command, name="phone list", needs=OWNERS, slow=True):
    """Name the list whose phone numbers are believed, for example from HR. It replaces the earlier one.

    Paste it below the command, or attach a CSV file in our chat: a line of headers, then one person a line, with their
    address and their number. Usual headers are understood; others are said with columns:"who=Work mail,number=Cell".
    Nothing is written to Microsoft.
    """

    columns: Columns = ask("Which column holds what?", like="who=Email,number=Mobile,as-of=Updated", default=Columns())
    called: Line = ask("What is the list called?", like="HR July", default=Line())
    pasted: Csv = ask(
        "Which people and numbers? Paste the list, headers first, or attach it as a CSV file.",
        like="Email,Mobile\ndan@contoso.com,+31 6 12345678",
    )

    async def answer(self, turn: Turn) -> Reply:
        """How many were taken, and which lines were not."""
        rows = self.pasted.rows(self.columns)
        _none_ahead(rows, turn.clock.now())
        sorted_ = _Sorted.of([row for row in rows if row.number], await _found(rows, turn.reader))
        empty = [row for row in rows if not row.number]
        if not sorted_.taken:
            raise _nothing(sorted_)
        now = turn.clock.now()
        name = self.called.text or day(now, turn.zone)
        taken = await turn.engine.name_list(turn.person, name, [_entry(*each, now) for each in sorted_.taken])
        return _told(name, taken, sorted_.unknown, empty)


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Lines of somebody, and lines of nobody."""

    taken: tuple[tuple[User, CsvRow], ...]
    unknown: tuple[CsvRow, ...]

    @classmethod
    def of(cls, rows: Sequence[CsvRow], users: Mapping[str, User]) -> "_Sorted":
        """By whether their person was found."""
        taken = tuple((users[key], row) for row in rows if (key := row.who.casefold()) in users)
        return cls(taken, tuple(row for row in rows if row.who.casefold() not in users))


async def _found(rows: Sequence[CsvRow], reader: TenantReader) -> Mapping[str, User]:
    """Whom each line names, by what it says: a UPN, an address or an object id, exactly."""
    names = {row.who.casefold() for row in rows}
    if len(names) > ONE_BY_ONE:
        everybody = [user async for user in reader.everyone() if names & set(_names(user))]
    else:
        everybody = [user async for users in _looked_up(sorted(names), reader) for user in users]
    return {name: user for user in everybody for name in _names(user) if name in names}


async def _looked_up(names: Sequence[str], reader: TenantReader) -> AsyncIterator[Sequence[User]]:
    for at in range(0, len(names), AT_ONCE):
        for users in await asyncio.gather(*(reader.find_users(name) for name in names[at : at + AT_ONCE])):
            yield users


def _names(user: User) -> Iterator[str]:
    yield from (each.casefold() for each in (user.mail, user.upn, user.id) if each)


def _none_ahead(rows: Sequence[CsvRow], now: datetime) -> None:
    """A day to come makes no number young. Raises Refusal; somewhere it is tomorrow already."""
    tomorrow = now.date() + timedelta(days=1)
    for row in rows:
        if row.as_of is not None and row.as_of > tomorrow:
            raise Refusal("csv-ahead", line=str(row.line), said=row.as_of.isoformat())


def _entry(user: User, row: CsvRow, now: datetime) -> ListEntry:
    """As old as the list says, else as old as its naming."""
    at = datetime.combine(row.as_of, time(), UTC) if row.as_of is not None else now
    return ListEntry(Subject.of(user), row.number, min(at, now))


def _nothing(found: _Sorted) -> Refusal:
    if not found.unknown:
        return Refusal("list-empty")
    first = found.unknown[0]
    return Refusal("list-finds-nobody", line=str(first.line), first=first.who[:60])


def _told(name: str, taken: int, unknown: Sequence[CsvRow], empty: Sequence[CsvRow]) -> Listing:
    lines = [
        ("Taken", f"{headcount(taken)} with a number"),
        ("Replaces", "every earlier list"),
        ("What for", PURPOSE),
    ]
    lines += [("Not found", _lines(unknown))] if unknown else []
    lines += [("Without a number", _lines(empty))] if empty else []
    return Listing(
        title=f"The list: {plain(name)}",
        sections=(Section("What was read", ("", ""), tuple(lines)),),
        next=("phone prepopulate <people>", "help phone"),
    )


def _lines(rows: Sequence[CsvRow]) -> str:
    """``12 lines: 3 (dan@…), 4 (eve@…) and 10 more``."""
    first = ", ".join(f"{row.line} ({plain(row.who)})" for row in rows[:SHOWN])
    rest = f" and {len(rows) - SHOWN:,} more" if len(rows) > SHOWN else ""
    return f"{count(len(rows), 'line')}: {first}{rest}"
