"""The engine's front for reminders: asking for them, answering them, help, and what became of their messages."""

from collections.abc import Sequence
from datetime import date

from actions.spec import Subject
from engine.answering import Answering, ReminderSeen
from engine.closing import close
from engine.escalating import asks_others
from engine.front import Front
from engine.help_request import HelpRequest
from engine.helping import Helping
from engine.kit import Kit
from engine.notice import Notice
from engine.people import Standings
from engine.ports import LostRace
from engine.posting import Posting
from engine.reminder import Answer, Reminder, ReminderState
from engine.reminding import Reminding, RemindResult
from engine.request import Person, Place
from engine.slot import SlotState
from engine.stopping import StopTold, cannot_stop


class Reminders(Front):
    """Everything that is said about reminders."""

    def _begin_reminders(self, kit: Kit, standings: Standings) -> None:
        self._reminding = Reminding(kit, standings)
        self._helping = Helping(kit, standings)
        self._answering = Answering(kit, self._helping)
        self._posting = Posting(kit)

    async def remind(
        self, who: Person, people: Sequence[Subject], fact: str, *, request: int | None = None
    ) -> RemindResult:
        """Remind people until the fact is true of them. The first reminder goes out at once, within their hours."""
        async with self._audited("remind", who, request):
            result = await self._reminding.remind(who, people, fact, request=request)
        self._kit.jobs.wake("reminders", self._kit.tenant_id, "")
        return result

    async def open_reminders(self, person_id: str) -> Sequence[Reminder]:
        """All open reminders of a person, by due time."""
        return await self._kit.store.reminders_of(self._kit.tenant_id, person_id)

    async def answer_reminder(
        self, who: Person, reminder_id: str, answer: Answer, *, day: date | None = None
    ) -> ReminderSeen:
        """What the reminded person says; ``day``: the one that they picked (`Answer.DAY`). Said twice, it counts once.

        Refusals: reminder-over, not-yours, too-many-snoozes (most), day-too-late (until), day-is-past (day),
        no-workday (day).
        """
        async with self._audited("answer-reminder", who):
            return await self._answering.answer(who, reminder_id, answer, day=day)

    async def asks_others(self, reminder: Reminder) -> bool:
        """Of a request that waits for the reminded person's word: are others asked before it expires?"""
        return await asks_others(self._kit, reminder)

    async def cannot_stop(self, who: Person) -> StopTold:
        """For the honest answer to somebody who wants no more reminders."""
        return await cannot_stop(self._kit, who)

    async def help_requests(self) -> Sequence[HelpRequest]:
        """Those that are not closed, newest first."""
        return await self._helping.open_ones()

    async def answer_help(self, who: Person, place: Place, number: int, text: str) -> HelpRequest:
        """Say it to the person who asked, as plain text under ``who``'s name. In the help desk's channel anybody;
        elsewhere an operator.

        Refusals: not-the-desk, no-such-help (number), help-over (number), answer-empty, answer-too-long (most),
        asks-for-secret, asks-for-consent, has-link.
        """
        async with self._audited("answer-help", who):
            return await self._helping.answer(who, place, number, text)

    async def close_help(self, who: Person, place: Place, number: int) -> HelpRequest:
        """Nothing more is to be said. Refusals: not-the-desk, no-such-help (number), help-over (number)."""
        async with self._audited("close-help", who):
            return await self._helping.close(who, place, number)

    async def begin_posting(self, notice: Notice) -> bool:
        """May the message of a slot leave now? From then on it counts as on its way: asked a second time, its fate is
        unknown, and it is not sent again in that slot.
        """
        return await self._posting.begin(notice)

    async def told_posting(self, notice: Notice, state: SlotState, *, how: str = "") -> None:
        """What became of a slot's message; QUEUED: it surely was not sent."""
        await self._posting.told(notice, state, how=how)

    async def said_unasked(self, notice: Notice) -> None:
        """Something that could not wait was said to somebody: they get no reminder on that day of theirs."""
        await self._posting.said(notice)

    async def _not_reminded(self, notice: Notice) -> None:
        """The reminders that this message spoke for reach nobody: they end, and are listed."""
        kind, _, key = notice.about.partition(":")
        ids: Sequence[str] = (key,) if kind == "reminder" else ()
        if kind == "slot" and isinstance(notice.to, Person) and notice.slot is not None:
            slot = await self._kit.store.slot(notice.tenant_id, notice.to.id, notice.slot)
            ids = slot.reminders if slot is not None else ()
        for each in ids:
            await self._end(each)

    async def _end(self, reminder_id: str) -> None:
        while True:
            try:
                async with self._kit.store.change() as unit:
                    reminder = await unit.reminder(self._kit.tenant_id, reminder_id)
                    if reminder is not None and reminder.state is ReminderState.OPEN:
                        await close(unit, self._kit, reminder, ReminderState.NOT_REACHABLE)
                    return
            except LostRace:  # the person answered at this very moment
                continue
