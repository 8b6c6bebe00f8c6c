"""Methods that appear on somebody: they are asked whether it is theirs, and a no ends their sign-ins at once.

Looked at every hour are those whom an attacker wants, or finds without a method: role holders, and whoever is being
reminded to register. Microsoft's log of registrations has no such question; a method's own date has.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from logging import getLogger

from actions.args import People, Selector, rebuild
from actions.spec import Action, Refusal
from engine.alerts import alert, owners_key
from engine.asking import Asking
from engine.due import Due, DueKind
from engine.guards import account_guard
from engine.journal import record
from engine.kit import Kit
from engine.notice import Notice, NoticeKind
from engine.people import Standings
from engine.planning import Planning
from engine.ports import Unit
from engine.request import Person, Place, Request, State
from tenant.model import Kind, Method, Statement, User
from tenant.ports import Priority, TenantReader
from tenant.trouble import Trouble

LOG = getLogger(__name__)
LOOK = "new-methods"  # the id of the one due record
HOURLY = timedelta(hours=1)
LATE = timedelta(minutes=30)  # a method may show late
MANY = 10_000  # reminders that are looked through
ALSO = "also "  # begins the keys of people who are looked at once more
REVOKE = "sessions revoke"  # the action that ends somebody's sign-ins; its first argument says whose
Found = tuple[User, Method]


class Methods:
    """Asks about new methods, and takes the answers."""

    def __init__(self, kit: Kit, standings: Standings, *, asking: Asking, planning: Planning) -> None:
        self._kit = kit
        self._standings = standings
        self._asking = asking
        self._planning = planning

    async def set_questions(self, who: Person, *, on: bool) -> bool:
        """Begin or end looking. An owner. False: it was so already. Raises Refusal."""
        await self._standings.need_owner(who)
        now, tenant_id = self._kit.now(), self._kit.tenant_id
        look = Due(tenant_id=tenant_id, id=LOOK, due=now + HOURLY, kind=DueKind.NEW_METHODS, since=now)
        async with self._kit.store.change() as unit:
            changed = await (unit.add_due(look) if on else unit.settle_due(tenant_id, LOOK))
            if changed:
                kind = "method-questions-on" if on else "method-questions-off"
                await record(unit, kind, tenant_id=tenant_id, at=now, by=who)
        return changed

    async def look(self, due: Due) -> None:
        """One look. Each method is asked about once; what cannot be read now is looked at with the next look."""
        began = self._kit.now()
        if due.due > began or due.since is None:
            return
        try:
            found = await self._appeared(due)
        except Trouble as trouble:
            LOG.warning("new methods cannot be read: %s", trouble)
            await self._again(due, replace(due, due=began + HOURLY))
            return
        for user, method in found:
            await self._tell(user, method)
        recent = _recent(due, found, began - LATE)
        await self._again(due, replace(due, due=began + HOURLY, since=began, facts=recent))

    async def _again(self, before: Due, after: Due) -> None:
        """Unless somebody ended it meanwhile. Who was added meanwhile is looked at next time."""
        async with self._kit.store.change() as unit:
            now = await unit.due(after.tenant_id, after.id)
            if now is not None:
                added = {key: at for key, at in now.facts.items() if key not in before.facts}
                await unit.save_due(replace(after, facts={**after.facts, **added}))

    async def _appeared(self, due: Due) -> Sequence[Found]:
        """The second factors that are newer than the last look and were neither asked about nor set by Muster."""
        reader = self._kit.reader(LOOK, Priority.SWEEP)
        people = (await reader.roles()).holders | {
            each.person.id for each in await self._kit.store.reminders(due.tenant_id, limit=MANY)
        }
        people |= {key.removeprefix(ALSO) for key in due.facts if key.startswith(ALSO)}
        since = (due.since or self._kit.now()) - LATE
        fresh = {person: found async for person, found in _fresh(reader, people - self._kit.house.own_ids, since)}
        users = {user.id: user async for user in reader.users(fresh)} if fresh else {}
        return [
            (users[person], method)
            for person, found in fresh.items()
            for method in found
            if person in users and _key(users[person], method) not in due.facts
        ]

    async def _tell(self, user: User, method: Method) -> None:
        """Nobody reads the chat of an emergency account: its owners hear of it."""
        if user.id in self._kit.house.break_glass:
            async with self._kit.store.change() as unit:
                facts = {"name": user.name, "method": method.label or method.kind.value}
                key = f"method:{user.id}:{method.id}"
                await alert(unit, self._kit, key, code="method-on-break-glass", facts=facts)
        elif account_guard(user) is None:
            value = method.label or method.kind.value
            await self.ask(Person(user.id, user.name), method.id, value, kind=method.kind.value, at=method.created)

    async def ask(
        self, person: Person, key: str, value: str, *, kind: str = "", at: datetime | None = None
    ) -> Statement:
        """Their open question about this method. ``at``: when the method appeared; ``kind``: what it is."""
        now, tenant_id = self._kit.now(), self._kit.tenant_id
        new = Statement(
            kind=Kind.NEW_METHOD, subject=person.id, key=key, value=value, source=kind, by="Muster", at=at or now
        )
        async with self._kit.store.change() as unit:
            known = await _open(unit, tenant_id, person.id, key)
            if known is not None:
                return known
            await unit.state(tenant_id, new)
            question = Notice(
                tenant_id=tenant_id, kind=NoticeKind.ASKED_METHOD, about=f"method:{person.id}:{key}", to=person
            )
            await unit.notify(question)
            await record(unit, "asked-method", tenant_id=tenant_id, at=now, subject_id=person.id)
        self._kit.announce()
        return new

    async def not_reached(self, notice: Notice) -> None:
        """A question that nobody saw is withdrawn; that a method appeared and its person was not asked stands in the
        audit chain.
        """
        if not isinstance(notice.to, Person):
            return
        async with self._kit.store.change() as unit:
            _, person_id, key = notice.about.split(":", 2)
            if await unit.unstate(notice.tenant_id, Kind.NEW_METHOD, person_id, key):
                at = self._kit.now()
                await record(unit, "not-asked", tenant_id=notice.tenant_id, at=at, subject_id=person_id)

    async def answer(self, who: Person, key: str, *, yes: bool, place: Place) -> Request | None:
        """What they say. Raises Refusal where nothing is asked (any more)."""
        asked = await self._kit.store.statements(self._kit.tenant_id, Kind.NEW_METHOD, [who.id])
        mine = next((each for each in asked if each.key == key), None)
        if mine is None:
            raise Refusal("nothing-asked")
        if not yes:
            return await self._not_theirs(who, mine, place)
        async with self._kit.store.change() as unit:
            await self._close(unit, who, mine, "method-mine")
        return None

    async def _close(self, unit: Unit, who: Person, asked: Statement, kind: str) -> None:
        """Answered once. Raises Refusal."""
        if not await unit.unstate(self._kit.tenant_id, asked.kind, asked.subject, asked.key):
            raise Refusal("nothing-asked")
        await record(unit, kind, tenant_id=self._kit.tenant_id, at=self._kit.now(), by=who, subject_id=who.id)

    async def _not_theirs(self, who: Person, asked: Statement, place: Place) -> Request | None:
        """One transaction: the answer, the owners' alert, and the request that ends their sign-ins."""
        alarm = f"method-not-mine:{who.id}:{asked.key}:{asked.at.isoformat()}"

        async def said(unit: Unit, new: Request | None) -> None:
            await self._close(unit, who, asked, "method-not-mine")
            facts = {"name": who.name, "method": asked.value} | ({"undo": str(new.number)} if new else {})
            await alert(unit, self._kit, alarm, code="method-not-mine", facts=facts)

        action = self._revoking(who)
        if action is None:
            async with self._kit.store.change() as unit:
                await said(unit, None)
            planned = None
        else:
            request = await self._asking.at_their_word(who, action, place, turn=alarm, also=said)
            planned = await self._planning.plan(request.number)
            if planned.state is State.APPROVED:
                self._kit.wake(planned)
        self._kit.jobs.wake("due", self._kit.tenant_id, owners_key(alarm))
        return planned

    def _revoking(self, who: Person) -> Action | None:
        """The action, for this person alone; None where it is not declared."""
        try:
            kind = self._kit.declarations.action(REVOKE)
        except KeyError:
            return None
        whom = People((Selector("person", who.name, who.id),))
        return rebuild(kind, {kind.arguments()[0].name: whom.pinned()})


async def look_also(unit: Unit, tenant_id: str, person_id: str, at: datetime) -> None:
    """Somebody's reminder is over, because they registered: the next look is at them once more."""
    look = await unit.due(tenant_id, LOOK)
    if look is not None:
        await unit.save_due(replace(look, facts={**look.facts, f"{ALSO}{person_id}": at.isoformat()}))


async def _open(unit: Unit, tenant_id: str, person_id: str, key: str) -> Statement | None:
    asked = await unit.statements(tenant_id, Kind.NEW_METHOD, [person_id])
    return next((each for each in asked if each.key == key), None)


async def _fresh(
    reader: TenantReader, people: Collection[str], since: datetime
) -> AsyncIterator[tuple[str, Sequence[Method]]]:
    if people:
        async for person, methods in reader.methods(people):
            if new := [each for each in methods if _is_new(each, since)]:
                yield person, new


def _is_new(method: Method, since: datetime) -> bool:
    return (
        method.is_second_factor and not method.set_for_them and method.created is not None and method.created >= since
    )


def _recent(due: Due, found: Sequence[Found], since: datetime) -> dict[str, str]:
    """What was asked about, as long as it still looks new: whose method it is, and since when it is there."""
    asked = {_key(user, method): method.created.isoformat() for user, method in found if method.created}
    known = {key: created for key, created in due.facts.items() if not key.startswith(ALSO)} | asked
    return {key: created for key, created in known.items() if datetime.fromisoformat(created) >= since}


def _key(user: User, method: Method) -> str:
    """A phone's method has the same id on everybody."""
    return f"{user.id} {method.id}"
