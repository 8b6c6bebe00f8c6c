"""Requests that wait too long: their approvers are reminded, then the next group of approvers is asked.

What happens when is promised with the submission; whom it concerns is read when the moment has come.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from logging import getLogger

from actions.spec import Cadence
from engine.due import Due, DueKind
from engine.house_facts import DECIDED
from engine.interested import interested
from engine.journal import record
from engine.kit import Kit
from engine.notice import Notice, NoticeKind
from engine.ports import Unit
from engine.promise import promise
from engine.reminder import Reminder
from engine.request import Person, Request, State
from engine.tell import about
from tenant.ports import Priority
from tenant.trouble import Trouble

LOG = getLogger(__name__)
DAILY = Cadence(every=1)
ESCALATED = "escalated"  # the code of the second moment


async def promise_escalation(unit: Unit, kit: Kit, request: Request) -> None:
    """In the transaction that puts a request before its approvers."""
    due = Due(
        tenant_id=request.tenant_id, id=_key(request.number), due=kit.now() + kit.house.remind_approvers,
        kind=DueKind.APPROVERS, request=request.number, since=kit.now(),
    )  # fmt: skip
    await unit.save_due(due)


async def asks_others(kit: Kit, reminder: Reminder) -> bool:
    """Is the next group still to be asked, before the request that waits for this person's word expires?"""
    if reminder.fact != DECIDED:
        return False
    due = await kit.store.due(reminder.tenant_id, _key(int(reminder.about)))
    return due is not None and due.code == ESCALATED and bool(kit.house.escalation)


class Escalating:
    """Reminds approvers."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def look(self, due: Due) -> None:
        """One of the two moments. Who cannot be read now is reminded later."""
        request = await self._kit.store.request(due.tenant_id, due.request or 0)
        if due.due > self._kit.now():
            return
        if request is None or request.state is not State.WAITING:
            await self._settle(due)
            return
        groups = self._kit.house.escalation if due.code == ESCALATED else self._kit.house.approvers
        try:
            people = await self._members(groups, request)
        except Trouble as trouble:
            LOG.warning("the approvers of %s are reminded later: %s", request.number, trouble)
            return
        await self._ask(due, people)
        self._kit.jobs.wake("reminders", due.tenant_id, "")

    async def _members(self, groups: Iterable[str], request: Request) -> Sequence[Person]:
        """Nobody who asked for it or put it forward, or whose own account it is about: they may not decide."""
        reader = self._kit.reader(request.correlation, Priority.NORMAL)
        found: dict[str, Person] = {}
        for group in groups:
            found |= {user.id: Person(user.id, user.name) async for user in reader.members(group) if user.enabled}
        own = await interested(self._kit, request, found)
        for each in (*own, *(person.id for person in (request.asker, request.submitted_by) if person)):
            found.pop(each, None)
        return tuple(found.values())

    async def _ask(self, due: Due, people: Sequence[Person]) -> None:
        """One transaction: each has a reminder (the escalated ones a card too), and the next moment is promised."""
        async with self._kit.store.change() as unit:
            request = await unit.request(due.tenant_id, due.request or 0)
            if request is None or request.state is not State.WAITING or await unit.due(due.tenant_id, due.id) is None:
                return
            for person in people:
                await self._remind(unit, request, person)
            if due.code == ESCALATED:
                await self._show(unit, request, people)
            await self._next(unit, due)

    async def _remind(self, unit: Unit, request: Request, person: Person) -> None:
        subject = str(request.number)
        if await unit.reminder_of(request.tenant_id, person.id, DECIDED, subject) is None:
            new = promise(
                tenant_id=request.tenant_id, person=person, fact=DECIDED, about=subject, now=self._kit.now(),
                asked_by=request.asker, request=request.number, cadence=DAILY, until=request.expires_at,
            )  # fmt: skip
            await unit.save_reminder(new)

    async def _show(self, unit: Unit, request: Request, people: Sequence[Person]) -> None:
        """Their cards are kept up to date like the others'."""
        known = {each.id for each in request.audience if isinstance(each, Person)}
        more = tuple(each for each in people if each.id not in known)
        saved = await unit.save_request(replace(request, audience=(*request.audience, *more)))
        for person in more:
            await unit.notify(Notice(tenant_id=saved.tenant_id, kind=NoticeKind.REQUEST, about=about(saved), to=person))
        facts = {"people": str(len(more))}
        await record(unit, ESCALATED, tenant_id=saved.tenant_id, at=self._kit.now(), request=saved.number, facts=facts)

    async def _next(self, unit: Unit, due: Due) -> None:
        """The second moment is counted from the submission, and comes after the first."""
        house = self._kit.house
        if due.code == ESCALATED or not house.escalation or due.since is None:
            await unit.settle_due(due.tenant_id, due.id)
            return
        then = max(due.since + house.escalate_after, self._kit.now())
        await unit.save_due(replace(due, due=then, code=ESCALATED))

    async def _settle(self, due: Due) -> None:
        async with self._kit.store.change() as unit:
            await unit.settle_due(due.tenant_id, due.id)


def _key(number: int) -> str:
    return f"approvers:{number}"
