"""The sign-in log: newest first, a stretch of time after the other, because it is long and slow.

https://learn.microsoft.com/graph/api/signin-list (beta): v1.0 knows interactive sign-ins only, and beta alone tells how
each was authenticated. The log reaches back 30 days with Entra ID P1 and cannot be read without it. A question must
name its time or may never be answered; a stretch that is too long for Microsoft is asked for again in halves.
"""

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tenant.graph.budget import cost
from tenant.graph.call import Answer, Call, literal
from tenant.graph.paging import rest
from tenant.graph.row import sign_in
from tenant.graph.session import Session
from tenant.graph.users import chunks
from tenant.model import SignIn
from tenant.trouble import Throttled, Unavailable

#: Rows older than this are not kept (30 days; a day more for clocks that differ).
KEPT = timedelta(days=31)
#: A question about some people, or some clients, has a short answer; one about all has not.
NARROW = timedelta(days=7)
WIDE = timedelta(days=1)
SHORTEST = timedelta(hours=1)
#: People in one question: what Graph takes in one filter.
TOGETHER = 15
#: Of more people than that (a hundred questions a week), everybody's log is read and theirs is kept.
MANY = 1_500

_PATH = "/auditLogs/signIns"
_PAGE = ("$top", "1000")
_BY_PERSON = "signInEventTypes/any(t: t eq 'interactiveUser')"
_ALL_EVENTS = f"({_BY_PERSON} or signInEventTypes/any(t: t eq 'nonInteractiveUser'))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose sign-ins, with which clients, of which kind; none named: all."""

    people: Collection[str] = ()
    clients: Collection[str] = ()
    interactive_only: bool = False

    @property
    def events(self) -> str:
        """The condition about the kind of sign-in."""
        return _BY_PERSON if self.interactive_only else _ALL_EVENTS


@dataclass(slots=True)
class _Stretch:
    """How much time is asked for at once: half as much after a refusal, and slowly more again."""

    longest: timedelta
    length: timedelta = field(init=False)

    def __post_init__(self) -> None:
        self.length = self.longest

    def halve(self) -> bool:
        """Less next time; False where it is as short as it gets."""
        shorter = self.length > SHORTEST
        self.length = max(SHORTEST, self.length / 2)
        return shorter

    def grow(self) -> None:
        """It went well."""
        self.length = min(self.longest, self.length * 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """From ``start`` to just before ``end``, both on the second."""

    start: datetime
    end: datetime

    def last(self, length: timedelta) -> "_Span":
        """The newest part of it, on the second; a crumb that would be left over belongs to it."""
        start = (self.end - length).replace(microsecond=0)
        return replace(self, start=start if start - self.start > length / 24 else self.start)

    def holds(self, at: datetime) -> bool:
        """Graph compares with ``le``, so a row on the border comes twice: here it is in one span only."""
        return self.start <= at < self.end


_EVERYTHING = Asked()


async def sign_ins(session: Session, since: datetime, asked: Asked = _EVERYTHING) -> AsyncIterator[SignIn]:
    """Since then, newest first; of more than 15 people, newest first for every 15 of them, unless they are many."""
    end = session.clock.now().astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    span = _Span(start=max(since.astimezone(UTC), end - KEPT).replace(microsecond=0), end=end)
    people = frozenset(asked.people)
    together = chunks(dict.fromkeys(asked.people), TOGETHER) if 0 < len(people) <= MANY else [[]]
    for some in together:
        narrowed = (*_one_of("userId", some), *_one_of("clientAppUsed", sorted(set(asked.clients))))
        async for row in _back(session, span, (*narrowed, asked.events), wide=not narrowed):
            if row.at >= since and (not people or row.user_id in people):
                yield row


async def _back(session: Session, span: _Span, conditions: Sequence[str], *, wide: bool) -> AsyncIterator[SignIn]:
    stretch = _Stretch(WIDE if wide else NARROW)
    while span.start < span.end:
        now = span.last(stretch.length)
        call = _call(now, conditions)
        answer = await _first_page(session, call, stretch)
        if answer is None:
            continue
        async for thing in rest(session, call, answer):
            row = sign_in(thing)
            if row is not None and now.holds(row.at):
                yield row
        stretch.grow()
        span = replace(span, end=now.start)


async def _first_page(session: Session, call: Call, stretch: _Stretch) -> Answer | None:
    """None: too much at once, ask for less. Where a wait is asked for or less would not help: with patience."""
    try:
        return await session.send_once(call, cost(call))
    except (Throttled, Unavailable) as trouble:
        too_much = isinstance(trouble, Throttled) or trouble.retry_after is None
        return None if too_much and stretch.halve() else await session.send(call)


def _call(span: _Span, conditions: Sequence[str]) -> Call:
    """``lt`` is not among the documented operators of this property."""
    when = (f"createdDateTime ge {_second(span.start)}", f"createdDateTime le {_second(span.end)}")
    condition = " and ".join((*when, *conditions))
    return Call(path=_PATH, version="beta", query=(("$filter", condition), _PAGE))


def _one_of(name: str, values: Sequence[str]) -> Iterator[str]:
    if values:
        yield f"({' or '.join(f'{name} eq {literal(value)}' for value in values)})"


def _second(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
