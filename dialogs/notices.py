"""What a notice says now: the record is read when it is shown, never when it was queued."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from actions.spec import Reason
from dialogs.audience import speech_of, told_of_those
from dialogs.desk import Desk
from dialogs.helping import help_shown
from dialogs.previews import preview
from dialogs.reply import Reply, Text
from dialogs.views import access_pass, handing, new_method, personal, phone
from dialogs.views.reminder import Told, message
from dialogs.words import told
from dialogs.words.people import Speech, translated
from engine import NUMBER_ANSWERED, Notice, NoticeKind, Person, Place, RowState
from tenant.model import Kind

NOT_THEIRS = MappingProxyType({"disowned": "pass-disowned", "not-reversed": "pass-not-reversed"})
"""What owners are told of a number, and of a pass in its place."""


@dataclass(frozen=True, slots=True)
class Notices:
    """Turns notices into replies."""

    desk: Desk

    async def show(self, notice: Notice, receiver: Person | Place) -> Reply | None:
        """None: the record is gone or has nothing to say any more."""
        match notice.kind:
            case NoticeKind.REQUEST:
                return await self._request(notice, receiver)
            case NoticeKind.REMINDER:
                return await self._reminder(notice)
            case NoticeKind.CHANGED:
                return await self._changed(notice)
            case NoticeKind.ASKED_METHOD:
                return await self._asked_method(notice)
            case NoticeKind.HAND_OVER:
                return await self._hand_over(notice)
            case NoticeKind.HELP:
                return await help_shown(self.desk, notice)
            case NoticeKind.PREVIEW:
                return await preview(self.desk, notice, receiver)
            case NoticeKind.TOLD:
                return await self._told(notice)

    async def _told(self, notice: Notice) -> Reply:
        """Some sentences are for ordinary people: those are said in their language."""
        if notice.code in personal.SAYS and isinstance(notice.to, Person):
            return personal.said(await self._speech(notice), notice.code, notice.facts, notice.to)
        return Text(lines=(told(await self._said(notice)),), next=_next(notice.code, notice.facts))

    async def _speech(self, notice: Notice) -> Speech:
        """The receiver's; a place reads English."""
        to = notice.to
        return await speech_of(self.desk, notice.tenant_id, to) if isinstance(to, Person) else translated("")

    async def _said(self, notice: Notice) -> Reason:
        """What is called not theirs is a number, unless it came of an action that gives people another way in."""
        number = notice.facts.get("number", "")
        reason = Reason(notice.code, notice.facts)
        if notice.code not in NOT_THEIRS or not number.isdecimal():
            return reason
        request = await self.desk.store.request(notice.tenant_id, int(number))
        passes = request is not None and request.action in access_pass.ACTIONS
        return replace(reason, code=NOT_THEIRS[notice.code]) if passes else reason

    async def _request(self, notice: Notice, receiver: Person | Place) -> Reply | None:
        key = notice.about.partition(":")[2]
        request = await self.desk.store.request(notice.tenant_id, int(key)) if key.isdecimal() else None
        return None if request is None else await self.desk.card(request, receiver)

    async def _changed(self, notice: Notice) -> Reply | None:
        """The row as it is now: one that was reversed meanwhile has no button any more."""
        _, number, n = notice.about.split(":")
        request = await self.desk.store.request(notice.tenant_id, int(number))
        rows = await self.desk.store.rows(notice.tenant_id, int(number), after=int(n) - 1, limit=1)
        if request is None or not rows:
            return None
        decisions = await self.desk.store.decisions(notice.tenant_id, int(number))
        shown = access_pass.changed if request.action in access_pass.ACTIONS else phone.changed
        speech = await self._speech(notice)
        return shown(request, rows[0], decisions, zone=self.desk.zone, speech=speech)

    async def _asked_method(self, notice: Notice) -> Reply | None:
        """Answered meanwhile, there is nothing to ask."""
        _, person_id, key = notice.about.split(":", 2)
        open_ = await self.desk.store.statements(notice.tenant_id, Kind.NEW_METHOD, [person_id])
        asked = next((each for each in open_ if each.key == key), None)
        if asked is None or not isinstance(notice.to, Person):
            return None
        speech = await self._speech(notice)
        return new_method.asked(asked, notice.to, self.desk.clock.now(), zone=self.desk.zone, speech=speech)

    async def _hand_over(self, notice: Notice) -> Reply | None:
        """Opened or dropped meanwhile, there is nothing to hand over."""
        number = int(notice.about.partition(":")[2])
        request = await self.desk.store.request(notice.tenant_id, number)
        if request is None or request.state not in handing.OPEN:
            return None
        rows = await self.desk.store.rows(notice.tenant_id, number, states=(RowState.TODO,), limit=1)
        decisions = await self.desk.store.decisions(notice.tenant_id, number)
        return handing.waiting(request, rows[0], decisions) if rows else None

    async def _reminder(self, notice: Notice) -> Reply | None:
        """The person's message of that day: what it speaks for may be over meanwhile."""
        kind, _, key = notice.about.partition(":")
        if kind == "reminder":  # queued before there were slots
            told = await told_of_those(self.desk, notice.tenant_id, [key])
        else:
            person_id, _, day = key.rpartition(":")
            slot = await self.desk.store.slot(notice.tenant_id, person_id, date.fromisoformat(day))
            told = await told_of_those(self.desk, notice.tenant_id, slot.reminders) if slot is not None else ()
        if told and told[0].reminder.fact == NUMBER_ANSWERED:
            return await self._question(told[0])
        return message(told) if told else None

    async def _question(self, told: Told) -> Reply | None:
        """Answered meanwhile, there is nothing to ask."""
        person = told.reminder.person
        open_ = await self.desk.store.statements(told.reminder.tenant_id, Kind.ASKED, [person.id])
        return phone.asked(open_[-1], person, told.speech) if open_ else None


def _next(code: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """The command that the sentence speaks of, then where things stand."""
    if code == "help-asked" and facts.get("number"):
        return f"answer {facts['number']} <your words>", f"close help {facts['number']}"
    if facts.get("campaign"):
        return _of_campaign(facts)
    number = facts.get("undo") or facts.get("number", "")
    named = (facts["command"],) if facts.get("command") else (f"request show {number}",) if number.isdecimal() else ()
    return *named, "requests", "help"


def _of_campaign(facts: Mapping[str, str]) -> tuple[str, ...]:
    """What rolls it back, where something does, then how it stands."""
    undo = [number.strip() for number in facts.get("undo", "").split(",")]
    back = tuple(f"undo {number}" for number in undo if number.isdecimal())
    return *back[-2:], f'campaign show "{facts["campaign"]}"', "campaigns"
