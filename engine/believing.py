"""Whether a number is somebody's own: asking them in their chat, and what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.spec import Refusal, Subject
from engine.alerts import alert, owners_key
from engine.closing import done_about
from engine.house_facts import NUMBER_ANSWERED
from engine.journal import record
from engine.kit import Kit
from engine.late import need
from engine.notice import Notice
from engine.numbers import numbers
from engine.people import Standings
from engine.ports import Unit
from engine.questions import SOURCE, put_question
from engine.request import Person, PlannedRow, Request, RowState
from engine.retrying import retried
from engine.reversing import pages
from tenant.model import Kind, Statement

AGAIN = timedelta(days=7)  # nobody is asked more often
TOGETHER = 100  # people who are asked in one transaction
ASKABLE = "not-confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskResult:
    """Who is asked now, who was asked in the last seven days and has not answered, who has answered since the plan."""

    asked: tuple[Subject, ...] = ()
    waiting: tuple[Subject, ...] = ()
    answered: tuple[Subject, ...] = ()


@dataclass(slots=True)
class _Found:
    asked: list[Subject] = field(default_factory=list)
    waiting: list[Subject] = field(default_factory=list)
    answered: list[Subject] = field(default_factory=list)


class Believing:
    """Asks people, and takes their word."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def ask(self, who: Person, number: int) -> AskResult:
        """Ask everybody whom the request left out because only they can say, each within their hours, as their message
        of the day. An operator; not while all is halted.
        """
        await self._standings.need_operator(who)
        request = await need(self._kit.store, self._kit.tenant_id, number)
        found = _Found()
        async for page in pages(self._kit.store, request, RowState.HELD, size=TOGETHER):
            await self._ask_some(who, request, [row for row in page if _askable(row)], found=found)
        self._kit.jobs.wake("reminders", self._kit.tenant_id, "")
        return AskResult(asked=tuple(found.asked), waiting=tuple(found.waiting), answered=tuple(found.answered))

    async def _ask_some(self, who: Person, request: Request, rows: Sequence[PlannedRow], *, found: _Found) -> None:
        if not rows:
            return
        async with self._kit.store.change() as unit:
            if await unit.halted(request.tenant_id):
                raise Refusal("halted")
            people = [row.subject.id for row in rows]
            answered = await self._answered(unit, people)
            asked = {each.subject: each for each in await unit.statements(request.tenant_id, Kind.ASKED, people)}
            for row in rows:
                before = asked.get(row.subject.id)
                if any((row.subject.id, number) in answered for number in numbers(row.after)):
                    found.answered.append(row.subject)
                elif before is not None and before.at + AGAIN > self._kit.now():
                    found.waiting.append(row.subject)
                else:
                    await self._ask_one(unit, who, row, request=request)
                    found.asked.append(row.subject)

    async def _answered(self, unit: Unit, people: Sequence[str]) -> frozenset[tuple[str, str]]:
        """Who has said yes or no to which number."""
        yes = await unit.statements(self._kit.tenant_id, Kind.CONFIRMED, people)
        no = await unit.statements(self._kit.tenant_id, Kind.DISOWNED, people)
        said = {(each.subject, number) for each in yes for number in numbers(each.value)}
        return frozenset(said | {(each.subject, each.key) for each in no})

    async def _ask_one(self, unit: Unit, who: Person, row: PlannedRow, *, request: Request) -> None:
        """A later question is a new message; the earlier card asks about a statement that is no longer open."""
        now, value = self._kit.now(), row.after or ""
        source = f"{SOURCE}{request.number}"
        asked = Statement(kind=Kind.ASKED, subject=row.subject.id, value=value, source=source, by=who.name, at=now)
        await unit.state(request.tenant_id, asked)
        await put_question(unit, self._kit, Person(row.subject.id, row.subject.name), request, asked_by=who)
        await record(
            unit, "asked-person", tenant_id=request.tenant_id, at=now, by=who, subject_id=row.subject.id,
            request=request.number,
        )  # fmt: skip

    async def not_reached(self, notice: Notice) -> None:
        """No message reaches them: that they were not told of a change stands in the audit chain."""
        if not isinstance(notice.to, Person):
            return
        async with self._kit.store.change() as unit:
            await record(unit, "not-told", tenant_id=notice.tenant_id, at=self._kit.now(), subject_id=notice.to.id)

    async def answer(self, who: Person, *, yes: bool, asked_at: datetime | None = None) -> Statement:
        """What the asked person says of their own number. ``asked_at``: only if it is the question of that moment.

        Raises Refusal where no question is open for them, or another one.
        """
        said = await retried(lambda: self._answered_with(who, yes=yes, asked_at=asked_at))
        if not yes:
            self._kit.jobs.wake("due", self._kit.tenant_id, owners_key(_refusal(said)))
        return said

    async def _answered_with(self, who: Person, *, yes: bool, asked_at: datetime | None) -> Statement:
        async with self._kit.store.change() as unit:
            asked = await unit.statements(self._kit.tenant_id, Kind.ASKED, [who.id])
            if not asked:
                raise Refusal("nothing-asked")
            if asked_at is not None and asked[0].at != asked_at:
                raise Refusal("question-closed")
            await unit.unstate(self._kit.tenant_id, Kind.ASKED, who.id, asked[0].key)
            await done_about(unit, self._kit, NUMBER_ANSWERED, who.id)
            return await (self._confirm(unit, who, asked[0]) if yes else self._refuse(unit, who, asked[0]))

    async def _confirm(self, unit: Unit, who: Person, asked: Statement) -> Statement:
        tenant_id, now = self._kit.tenant_id, self._kit.now()
        mine = Statement(
            kind=Kind.CONFIRMED, subject=who.id, value=asked.value, source=asked.source, by=who.name, at=now
        )
        await unit.state(tenant_id, mine)
        for number in numbers(asked.value):
            await unit.unstate(tenant_id, Kind.DISOWNED, who.id, number)
        await record(unit, "confirmed", tenant_id=tenant_id, at=now, by=who, subject_id=who.id)
        return mine

    async def _refuse(self, unit: Unit, who: Person, asked: Statement) -> Statement:
        """Somebody wrote this number into the directory, and it is not theirs: the owners must know."""
        tenant_id, now = self._kit.tenant_id, self._kit.now()
        told = await disowned(unit, self._kit, who, numbers(asked.value) or ("",), value=asked.value)
        await record(unit, "disowned", tenant_id=tenant_id, at=now, by=who, subject_id=who.id)
        await alert(unit, self._kit, _refusal(told), code="asked-no", facts={"name": who.name})
        return told


async def disowned(unit: Unit, kit: Kit, who: Person, digits: Sequence[str], *, value: str) -> Statement:
    """Remember that these numbers are not theirs, whatever was said before; the answer is the first statement."""
    said = [
        Statement(kind=Kind.DISOWNED, subject=who.id, key=each, value=value, by=who.name, at=kit.now())
        for each in digits
    ]
    for each in said:
        await unit.state(kit.tenant_id, each)
    for kind in (Kind.CONFIRMED, Kind.ASKED):
        for earlier in await unit.statements(kit.tenant_id, kind, [who.id]):
            if set(numbers(earlier.value)) & set(digits):
                await unit.unstate(kit.tenant_id, kind, who.id, earlier.key)
    return said[0]


def _refusal(said: Statement) -> str:
    return f"asked:{said.subject}:{said.at.isoformat()}"


def _askable(row: PlannedRow) -> bool:
    held = row.cannot is not None and row.cannot.code == ASKABLE
    return held and row.subject.is_person and bool(numbers(row.after))
