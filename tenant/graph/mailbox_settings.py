"""When people work, as their mailboxes say (https://learn.microsoft.com/graph/api/user-get-mailboxsettings).

Who has no mailbox in Exchange Online (a guest, one on premises, none at all) is answered 404,
``MailboxNotEnabledForRESTAPI``; a mailbox that an administrator keeps from applications is answered 403. Both are left
out, and so is any other mailbox that Microsoft refuses to tell of: one odd mailbox must not hide the others.
"""

from collections.abc import AsyncIterator, Collection, Iterator
from datetime import UTC, datetime, time

from tenant.graph.batch import batch, of_one_person
from tenant.graph.call import Call, segment
from tenant.graph.session import Session
from tenant.graph.wire import Thing, maybe, part, text, texts
from tenant.graph.zones import iana, zone
from tenant.model import WORKWEEK, WorkingHours
from tenant.trouble import Refused

_DAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), start=1
    )
}
_USUAL = WorkingHours()


async def working_hours(session: Session, ids: Collection[str]) -> AsyncIterator[tuple[str, WorkingHours]]:
    """By user id, in any order."""
    owners = {_path(user_id): user_id for user_id in ids}
    async for judged in batch(session, [Call(path=path) for path in owners]):
        if judged.trouble is None:
            yield owners[judged.call.path], hours(judged.answer.body, session.clock.now())
        elif not (isinstance(judged.trouble, Refused) or of_one_person(session, judged)):
            raise judged.trouble


def hours(thing: Thing, now: datetime) -> WorkingHours:
    """One mailbox's settings. Without any day of work, or with hours that cannot be read: the usual ones."""
    work = part(thing, "workingHours")
    away, until = _away(part(thing, "automaticRepliesSetting"), now)
    return WorkingHours(
        zone=iana(text(part(work, "timeZone"), "name")) or iana(text(thing, "timeZone")),
        days=frozenset(_days(work)) or WORKWEEK,
        starts=_time(work, "startTime") or _USUAL.starts,
        ends=_time(work, "endTime") or _USUAL.ends,
        away=away,
        away_until=until,
        language=maybe(part(thing, "language"), "locale"),
    )


def _days(work: Thing) -> Iterator[int]:
    for name in texts(work, "daysOfWeek"):
        if (day := _DAYS.get(name.casefold())) is not None:
            yield day


def _time(work: Thing, name: str) -> time | None:
    """``08:00:00.0000000``, in the zone of the working hours."""
    try:
        return time.fromisoformat(text(work, name)).replace(tzinfo=None)
    except ValueError:
        return None


def _away(replies: Thing, now: datetime) -> tuple[bool, datetime | None]:
    """Are automatic replies on now, and until when? Scheduled ones are on between their two moments only."""
    match text(replies, "status"):
        case "alwaysEnabled":
            return True, None
        case "scheduled":
            start = _instant(part(replies, "scheduledStartDateTime"))
            end = _instant(part(replies, "scheduledEndDateTime"))
            on = (start is None or start <= now) and (end is None or now < end)
            return on, end if on else None
        case _:
            return False, None


def _instant(thing: Thing) -> datetime | None:
    """A ``dateTimeTimeZone``: without an offset, its zone beside it (https://learn.microsoft.com/graph/outlook-schedule)."""
    try:
        at = datetime.fromisoformat(text(thing, "dateTime"))
        return (at if at.tzinfo else at.replace(tzinfo=zone(text(thing, "timeZone")))).astimezone(UTC)
    except (ValueError, OverflowError):  # the first day of all in a zone that is ahead
        return None


def _path(user_id: str) -> str:
    return f"/users/{segment(user_id)}/mailboxSettings"
