"""What the reminded person answers: done, tomorrow, help."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions.spec import Reason, Refusal
from engine.journal import record
from engine.kit import Kit
from engine.methods import look_also
from engine.notice import Notice, NoticeKind
from engine.reminder import Answer, Reminder, ReminderState
from engine.reminding import true_of
from engine.request import Person
from tenant.model import Method
from tenant.ports import Priority

MORNING = 9  # local hour of every reminder but the first


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSeen:
    """What an answer led to. ``true``: Muster looked and the fact is so; None: it did not look, or could not.

    ``methods`` name the person's registered second factors as seen now; ``until`` is when the next reminder comes.
    """

    reminder: Reminder
    answer: Answer
    true: bool | None = None
    methods: tuple[Reason, ...] = ()
    until: datetime | None = None


class Answering:
    """Takes answers to reminders. Only the reminded person may answer."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def answer(self, who: Person, reminder_id: str, answer: Answer) -> ReminderSeen:
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
        return await (self._tomorrow(reminder) if answer is Answer.TOMORROW else self._help(reminder))

    async def _look(self, reminder: Reminder) -> ReminderSeen:
        """Look at once; what is seen decides, not what is said."""
        reader = self._kit.reader(f"reminder-{reminder.id}", Priority.PERSON)
        fact = self._kit.declarations.fact(reminder.fact)
        so = (await true_of(fact, [reminder.person.id], reader)).get(reminder.person.id)
        found = [methods async for _, methods in reader.methods([reminder.person.id])]
        if so and reminder.state is ReminderState.OPEN:
            reminder = await self.close(reminder, ReminderState.DONE)
        second = tuple(_named(each) for methods in found for each in methods if each.is_second_factor)
        until = reminder.due if reminder.state is ReminderState.OPEN else None
        return ReminderSeen(reminder=reminder, answer=Answer.DONE, true=so, methods=second, until=until)

    async def _tomorrow(self, reminder: Reminder) -> ReminderSeen:
        today = self._kit.calendar.local_date(self._kit.now())
        due = self._kit.calendar.at(today + timedelta(days=1), MORNING)
        later = await self._save(
            reminder, "snoozed", lambda now: replace(now, due=due, snoozed=now.snoozed + 1, last_sent=False)
        )
        return ReminderSeen(reminder=later, answer=Answer.TOMORROW, until=due)

    async def _help(self, reminder: Reminder) -> ReminderSeen:
        """Whoever asked for the reminder hears that help is wanted."""
        told = Notice(
            tenant_id=reminder.tenant_id, kind=NoticeKind.TOLD, about=f"reminder:{reminder.id}",
            to=reminder.asked_by, code="help-asked", facts={"name": reminder.person.name}, fresh=True,
        )  # fmt: skip
        asked = await self._save(reminder, "help-asked", lambda now: replace(now, help_asked=True), notice=told)
        return ReminderSeen(reminder=asked, answer=Answer.HELP, until=asked.due)

    async def close(self, reminder: Reminder, state: ReminderState) -> Reminder:
        """It is over, for this reason."""
        kind = f"reminder-{state.value.replace(' ', '-')}"
        return await self._save(reminder, kind, lambda now: replace(now, state=state))

    async def _save(
        self, reminder: Reminder, kind: str, change: Callable[[Reminder], Reminder], *, notice: Notice | None = None
    ) -> Reminder:
        """Write the change on the newest version: a tick may have saved it a moment ago."""
        async with self._kit.store.change() as unit:
            newest = await unit.reminder(reminder.tenant_id, reminder.id) or reminder
            if notice is not None and not newest.help_asked:
                await unit.notify(notice)
            saved = await unit.save_reminder(change(newest))
            if saved.state is ReminderState.DONE:
                await look_also(unit, saved.tenant_id, saved.person.id, self._kit.now())
            await record(
                unit, kind, tenant_id=reminder.tenant_id, at=self._kit.now(), subject_id=reminder.person.id,
                request=reminder.request, facts={"fact": reminder.fact},
            )  # fmt: skip
        return saved


def _named(method: Method) -> Reason:
    return Reason("method", {"kind": method.kind.value, "label": method.label})
