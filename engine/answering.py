"""What the reminded person answers: done, later, help. Each word twice leads to what it led to once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from actions.spec import Reason, Refusal
from engine.batch import true_of
from engine.closing import close
from engine.helping import Helping
from engine.house_facts import HOUSE_FACTS
from engine.journal import record
from engine.kit import Kit
from engine.missing import alternatives, missing
from engine.ports import LostRace, Unit
from engine.reminder import Answer, Reminder, ReminderState
from engine.request import Person
from engine.snoozing import SNOOZES, PutOff, put_off
from tenant.model import Method, MethodPolicy
from tenant.ports import Priority, TenantReader
from tenant.trouble import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSeen:
    """What an answer led to. ``true``: Muster looked and the fact is so; None: it did not look, or could not.

    ``methods`` name the person's registered second factors as seen now, ``missing`` why these are not enough;
    ``until`` is when the next reminder comes. ``alternatives``: what the policy lets them use without a smartphone, see
    `engine.missing`. ``help_number``: of their help request; ``desk``: there is a help desk's channel that has it, else
    whoever asked for the reminder was told. ``reminder.hours``: their zone and language.
    """

    reminder: Reminder
    answer: Answer
    true: bool | None = None
    methods: tuple[Reason, ...] = ()
    missing: Reason | None = None
    until: datetime | None = None
    alternatives: tuple[str, ...] = ()
    help_number: int = 0
    desk: bool = False


class Answering:
    """Takes answers to reminders. Only the reminded person may answer."""

    def __init__(self, kit: Kit, helping: Helping) -> None:
        self._kit = kit
        self._helping = helping

    async def answer(self, who: Person, reminder_id: str, answer: Answer, *, day: date | None = None) -> ReminderSeen:
        """What the answer leads to. Raises Refusal, tenant trouble."""
        reminder = await self._kit.store.reminder(self._kit.tenant_id, reminder_id)
        if reminder is None:
            raise Refusal("reminder-over")
        if reminder.person.id != who.id:
            raise Refusal("not-yours")
        if answer is Answer.DONE:
            return await self._look(reminder)
        if reminder.state is not ReminderState.OPEN:
            raise Refusal("reminder-over")
        if answer in SNOOZES:
            return await self._later(reminder, answer, day)
        return await (self._help(reminder) if answer is Answer.HELP else self._no_smartphone(reminder))

    async def _look(self, reminder: Reminder) -> ReminderSeen:
        """Look at once; what is seen decides, not what is said."""
        if reminder.fact in HOUSE_FACTS:
            so: bool | None = await HOUSE_FACTS[reminder.fact](self._kit.store, reminder, self._kit.now())
            return self._seen(await self._done(reminder) if so else reminder, so=so)
        reader = self._kit.reader(f"reminder-{reminder.id}", Priority.PERSON)
        fact = self._kit.declarations.fact(reminder.fact)
        so = (await true_of(fact, [reminder.person.id], reader)).get(reminder.person.id)
        found = [each async for _, methods in reader.methods([reminder.person.id]) for each in methods]
        if so:
            reminder = await self._done(reminder)
        lacks = None if so else missing(reminder.person.id, reminder.fact, found, await _policy(reader))
        second = tuple(_named(each) for each in found if each.is_second_factor)
        return replace(self._seen(reminder, so=so), methods=second, missing=lacks)

    def _seen(self, reminder: Reminder, *, so: bool | None) -> ReminderSeen:
        until = reminder.due if reminder.state is ReminderState.OPEN else None
        return ReminderSeen(reminder=reminder, answer=Answer.DONE, true=so, until=until)

    async def _done(self, reminder: Reminder) -> Reminder:
        async def end(unit: Unit, newest: Reminder) -> Reminder:
            if newest.state is not ReminderState.OPEN:
                return newest
            return await close(unit, self._kit, newest, ReminderState.DONE)

        return await self._change(reminder, end)

    async def _later(self, reminder: Reminder, answer: Answer, day: date | None) -> ReminderSeen:
        async def snooze(unit: Unit, newest: Reminder) -> Reminder:
            _need_open(newest)
            wish = PutOff(answer=answer, day=day, now=self._kit.now(), house=self._kit.house)
            after = put_off(newest, wish)
            if after == newest:
                return newest
            await record(
                unit, "snoozed", tenant_id=newest.tenant_id, at=wish.now, subject_id=newest.person.id,
                request=newest.request, facts={"fact": newest.fact, "due": after.due.isoformat()},
            )  # fmt: skip
            await self._alike(unit, newest, after)
            return await unit.save_reminder(after)

        later = await self._change(reminder, snooze)
        return ReminderSeen(reminder=later, answer=answer, until=later.due)

    async def _alike(self, unit: Unit, before: Reminder, after: Reminder) -> None:
        """What two campaigns wait for is one thing to the person: the other's reminder does not come sooner, unless its
        end does.
        """
        for each in await unit.reminders_of(before.tenant_id, before.person.id):
            alike = each.id != before.id and each.fact == before.fact and not each.last_sent
            if alike and each.due < after.due and (each.until is None or after.due < each.until):
                await unit.save_reminder(replace(each, due=after.due, again=None))

    async def _help(self, reminder: Reminder) -> ReminderSeen:
        numbers: list[int] = []

        async def ask(unit: Unit, newest: Reminder) -> Reminder:
            _need_open(newest)
            numbers.append((await self._helping.ask(unit, newest)).number)
            return newest if newest.help_asked else await unit.save_reminder(replace(newest, help_asked=True))

        asked = await self._change(reminder, ask)
        desk = self._kit.house.help_place is not None
        return ReminderSeen(reminder=asked, answer=Answer.HELP, until=asked.due, help_number=numbers[-1], desk=desk)

    async def _no_smartphone(self, reminder: Reminder) -> ReminderSeen:
        """Nobody needs one, as far as the policy lets them choose; the help desk hands out what is needed, and is the
        only way that is named where the policy cannot be read.
        """
        policy = await _policy(self._kit.reader(f"reminder-{reminder.id}", Priority.PERSON))
        found = alternatives(reminder.person.id, reminder.fact, policy) if policy is not None else ()
        return ReminderSeen(reminder=reminder, answer=Answer.NO_SMARTPHONE, until=reminder.due, alternatives=found)

    async def _change(self, reminder: Reminder, change: Callable[[Unit, Reminder], Awaitable[Reminder]]) -> Reminder:
        """On the newest version: a tick, or the same button, may have saved it a moment ago."""
        while True:
            try:
                async with self._kit.store.change() as unit:
                    newest = await unit.reminder(reminder.tenant_id, reminder.id)
                    if newest is None:  # it was over, and so long ago that it is kept no more
                        raise Refusal("reminder-over")
                    return await change(unit, newest)
            except LostRace:
                continue


def _need_open(reminder: Reminder) -> None:
    if reminder.state is not ReminderState.OPEN:
        raise Refusal("reminder-over")


async def _policy(reader: TenantReader) -> MethodPolicy | None:
    """None where it cannot be read: then no method is said to be forbidden."""
    try:
        return await reader.method_policy()
    except Trouble:
        return None


def _named(method: Method) -> Reason:
    return Reason("method", {"kind": method.kind.value, "label": method.label})
