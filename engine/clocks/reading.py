"""Reading when people work: from their mailboxes, else from the country that they are in, else the office's."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from logging import getLogger

from engine.clocks.week import local_day, start_of
from engine.clocks.zones import is_zone, main_zone
from engine.hours import Hours
from engine.house import House
from tenant.model import WORKWEEK, User, WorkingHours
from tenant.ports import TenantReader
from tenant.trouble import Forbidden, Refused, Unlicensed

LOG = getLogger(__name__)
NOT_READ = (Forbidden, Unlicensed, Refused)  # then the usual hours count; what passes is raised
DAYTIME = (time(8), time(18))  # nobody is written to outside, unless they work at no other time
USUAL = (time(9), time(17))
LEAST = 60  # minutes of a window
LONGEST = timedelta(days=366)  # of a leave
DAY = 24 * 60
LANGUAGES = frozenset({"en", "nl", "de", "fr", "es"})


async def hours_of(reader: TenantReader, house: House, users: Collection[User]) -> Mapping[str, Hours]:
    """When each of these people may be written to, by id. Everybody has an answer. Raises tenant trouble that passes;
    without the right to read mailboxes, the usual hours in the zone of their country or the office's.
    """
    known: dict[str, WorkingHours] = {}
    try:
        known = {person: found async for person, found in reader.working_hours([each.id for each in users])}
    except NOT_READ as trouble:
        LOG.info("working hours are not read, so the usual ones count: %s", trouble)
    return {each.id: _hours(house, each, known.get(each.id), reader.now()) for each in users}


def usual(house: House, user: User | None = None) -> Hours:
    """Hours of somebody whose mailbox says nothing."""
    country = (user.usage_location if user else None) or house.country
    return Hours(
        zone=main_zone(country) or _zone(house.zone), starts=USUAL[0], ends=USUAL[1], country=country.upper(),
        language=_language(user.language if user else None),
    )  # fmt: skip


def _hours(house: House, user: User, found: WorkingHours | None, now: datetime) -> Hours:
    base = usual(house, user)
    if found is None:
        return base
    starts, ends = daytime(found.starts, found.ends)
    hours = Hours(
        zone=found.zone if found.zone and is_zone(found.zone) else base.zone, days=found.days or WORKWEEK,
        starts=starts, ends=ends, country=base.country, language=_language(user.language or found.language),
    )  # fmt: skip
    return replace(hours, away_until=_away(hours, found, now))


def daytime(starts: time, ends: time) -> tuple[time, time]:
    """The part of somebody's hours that lies in the day, an hour at least. Of hours that lie outside (a night shift) it
    is the first hour, or the last one where the first ends after midnight. Hours that are none become the usual ones.
    """
    begins, over = _minutes(starts), _minutes(ends) + (DAY if ends < starts else 0)
    if over - begins < LEAST:
        return USUAL
    first, last = max(begins, _minutes(DAYTIME[0])), min(over, _minutes(DAYTIME[1]))
    if last - first >= LEAST:
        return _time(first), _time(last)
    if last > first:  # some of it: widened inside their hours
        first = max(begins, min(first, over - LEAST))
        return _time(first), _time(first + LEAST)
    return _night(begins, over)


def _night(begins: int, over: int) -> tuple[time, time]:
    """Until nine or later in the morning, the morning counts."""
    morning = over - DAY - _minutes(DAYTIME[0])
    if morning >= LEAST:
        return DAYTIME[0], _time(min(over - DAY, _minutes(DAYTIME[1])))
    first = next((each for each in (begins, over - LEAST) if each % DAY + LEAST < DAY), None)
    return USUAL if first is None else (_time(first), _time(first + LEAST))


def _away(hours: Hours, found: WorkingHours, now: datetime) -> datetime | None:
    """Somebody who is away without an end is asked about again with their next day; of one who says that they are away
    for years, a year is believed.
    """
    if not found.away:
        return None
    until = found.away_until or start_of(hours, local_day(hours, now) + timedelta(days=1))
    return min(until, now + LONGEST) if until > now else None


def _language(locale: str | None) -> str:
    two = (locale or "").replace("_", "-").split("-")[0].casefold()
    return two if two in LANGUAGES else "en"


def _zone(name: str) -> str:
    return name if is_zone(name) else "UTC"


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
