"""What a notice says now: the record is read when it is shown, never when it was queued."""

from dataclasses import dataclass

from actions.spec import Reason
from dialogs.desk import Desk
from dialogs.reply import Reply, Text
from dialogs.views.reminder import reminder_shown
from dialogs.words import sentence
from engine import Notice, NoticeKind, Person, Place, ReminderState


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
            case NoticeKind.TOLD:
                return Text(lines=(sentence(Reason(notice.code, notice.facts)),), next=("requests", "help"))

    async def _request(self, notice: Notice, receiver: Person | Place) -> Reply | None:
        key = notice.about.partition(":")[2]
        request = await self.desk.store.request(notice.tenant_id, int(key)) if key.isdecimal() else None
        return None if request is None else await self.desk.card(request, receiver)

    async def _reminder(self, notice: Notice) -> Reply | None:
        reminder = await self.desk.store.reminder(notice.tenant_id, notice.about.partition(":")[2])
        if reminder is None or reminder.state in (ReminderState.DONE, ReminderState.STOPPED):
            return None
        return reminder_shown(reminder)
