"""Somebody's own moment: always in their window, never on a day off, whatever their clock does that night."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import Hours, House
from engine.clocks import (
    hours_of,
    is_holiday,
    is_open,
    is_workday,
    last_day,
    local_day,
    main_zone,
    next_slot,
    start_of,
    usual,
    window,
    workdays_after,
    zone_of,
)
from engine.clocks.reading import daytime
from engine.clocks.zones import MAIN
from tenant.model import User, WorkingHours

ZONES = (
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Chatham",
    "America/St_Johns", "Africa/Cairo", "America/Santiago", "Pacific/Kiritimati", "UTC",
)  # fmt: skip
COUNTRIES = ("", "DE", "NL", "US", "ES", "FR", "JP", "IN", "GB", "XX")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made UTC
TIMES = st.times().map(lambda each: each.replace(second=0, microsecond=0))
PEOPLE = st.uuids().map(str)
BERLIN = Hours(zone="Europe/Berlin", starts=time(9), ends=time(17), country="DE")
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)
"""Sundays on which Berlin's clocks go from 02:00 to 03:00, and from 03:00 back to 02:00."""


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    """Anybody's hours, night workers included, perhaps away."""
    starts, ends = sorted((draw(TIMES), draw(TIMES)))
    assume(starts < ends)
    away = draw(st.none() | MOMENTS)
    return Hours(
        zone=draw(st.sampled_from(ZONES)), days=draw(st.frozensets(st.integers(1, 7), min_size=1)), starts=starts,
        ends=ends, country=draw(st.sampled_from(COUNTRIES)), away_until=away,
    )  # fmt: skip


def on_the_wall(hours: Hours, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(hours.zone))


@pytest.mark.parametrize(
    "until, day",
    [
        ("2026-11-26 09:00", "2026-11-25"),  # ten in Berlin: that day is not over, it has hardly begun
        ("2026-11-26 16:00", "2026-11-26"),
        ("2026-11-26 15:59", "2026-11-25"),
        ("2026-11-30 09:00", "2026-11-27"),  # a Monday
        ("2026-12-28 09:00", "2026-12-24"),  # Christmas is a Friday that year
    ],
)
def test_the_last_day_is_one_that_they_have_all_of(until: str, day: str) -> None:
    assert last_day(BERLIN, datetime.fromisoformat(until).replace(tzinfo=UTC)) == date.fromisoformat(day)


@given(weeks(), PEOPLE, MOMENTS)
def test_whoever_picks_the_last_day_is_not_too_late(hours: Hours, person: str, until: datetime) -> None:
    hours = replace(hours, away_until=None)
    last = last_day(hours, until)
    assert last <= local_day(hours, until)
    if window(hours, last) is not None:
        assert next_slot(hours, person, start_of(hours, last)) < until


@given(weeks(), PEOPLE, MOMENTS, st.none() | TIMES)
def test_a_slot_lies_in_the_window_of_a_working_day_and_never_in_an_absence(
    hours: Hours, person: str, after: datetime, at: time | None
) -> None:
    slot = next_slot(hours, person, after, at=at)
    wall = on_the_wall(hours, slot)
    assert slot >= after
    assert hours.starts <= wall.time() < hours.ends
    assert wall.isoweekday() in hours.days
    assert not is_holiday(hours.country, wall.date())
    assert hours.away_until is None or slot >= hours.away_until
    assert is_open(hours, slot)


@given(weeks(), PEOPLE, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)), st.none() | TIMES)
def test_later_is_never_sooner(hours: Hours, person: str, after: datetime, by: timedelta, at: time | None) -> None:
    assert next_slot(hours, person, after, at=at) <= next_slot(hours, person, after + by, at=at)


@given(weeks(), PEOPLE, MOMENTS)
def test_no_earlier_day_was_open(hours: Hours, person: str, after: datetime) -> None:
    slot = next_slot(hours, person, after)
    begins = max(after, hours.away_until or after)
    day = local_day(hours, begins)
    while day < local_day(hours, slot):
        today = window(hours, day)
        assert today is None or today[1] <= begins
        day += timedelta(days=1)


@given(weeks(), MOMENTS)
def test_open_is_open_on_the_wall_too(hours: Hours, now: datetime) -> None:
    wall = on_the_wall(hours, now)
    if is_open(hours, now):
        assert hours.starts <= wall.time() < hours.ends
        assert is_workday(hours, wall.date())
    elif hours.away_until is None or hours.away_until <= now:
        inside = is_workday(hours, wall.date()) and hours.starts <= wall.time() < hours.ends
        shifts = {each.utcoffset() for each in (wall - timedelta(hours=25), wall + timedelta(hours=25))}
        assert not inside or len(shifts) > 1


def test_people_are_spread_evenly_over_the_window_but_for_its_end() -> None:
    """The last half hour of eight is for those who are looked at late."""
    monday = datetime(2026, 11, 23, 0, tzinfo=UTC)
    walls = [on_the_wall(BERLIN, next_slot(BERLIN, f"person-{n}", monday)) for n in range(7_500)]
    halves = [(wall.hour - 9) * 2 + wall.minute // 30 for wall in walls]
    assert set(halves) == set(range(15))
    assert all(400 < halves.count(half) < 600 for half in range(15))


@given(weeks(), PEOPLE, MOMENTS)
def test_some_of_the_window_is_left_behind_everybodys_moment(hours: Hours, person: str, after: datetime) -> None:
    slot = next_slot(hours, person, after)
    today = window(hours, local_day(hours, slot))
    assert today is not None
    begins = max(today[0], after, hours.away_until or after)
    assert today[1] - slot >= (today[1] - begins) / 16


def test_people_are_spread_over_what_is_left_of_the_day() -> None:
    late = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 16:00, an hour before the end
    slots = [next_slot(BERLIN, f"person-{n}", late) for n in range(600)]
    assert all(late <= slot < late + timedelta(hours=1) for slot in slots)
    assert {slot.minute // 10 for slot in slots} == {0, 1, 2, 3, 4, 5}


def test_at_is_the_earliest_of_the_day_and_counts_as_the_last_hour_beyond_it() -> None:
    monday = datetime(2026, 11, 23, 0, tzinfo=UTC)
    walls = [on_the_wall(BERLIN, next_slot(BERLIN, f"person-{n}", monday, at=time(14))) for n in range(300)]
    assert {wall.hour for wall in walls} == {14, 15, 16}
    late = [on_the_wall(BERLIN, next_slot(BERLIN, f"person-{n}", monday, at=time(19))) for n in range(300)]
    assert {wall.hour for wall in late} == {16}


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (time(9), time(17), ("09:00+02:00", "17:00+02:00")),
        (time(2), time(3), None),  # all of it is skipped
        (time(2, 15), time(2, 45), None),
        (time(1), time(2, 30), ("01:00+01:00", "01:30+01:00")),
        (time(2, 30), time(5), ("03:30+02:00", "05:00+02:00")),
    ],
)
def test_in_spring_what_is_skipped_belongs_to_nobody(
    starts: time, ends: time, expected: tuple[str, str] | None
) -> None:
    hours = Hours(zone="Europe/Berlin", days=frozenset(range(1, 8)), starts=starts, ends=ends)
    found = window(hours, SPRING)
    assert (tuple(_said(hours, each) for each in found) if found else None) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (time(1), time(5), ("01:00+02:00", "05:00+01:00")),  # five hours
        (time(1), time(2, 30), ("01:00+02:00", "02:30+02:00")),
        (time(2, 30), time(5), ("02:30+01:00", "05:00+01:00")),
        (time(2, 10), time(2, 50), ("02:10+02:00", "02:50+02:00")),  # happens twice, counts once
    ],
)
def test_in_autumn_what_is_doubled_counts_once(starts: time, ends: time, expected: tuple[str, str]) -> None:
    hours = Hours(zone="Europe/Berlin", days=frozenset(range(1, 8)), starts=starts, ends=ends)
    found = window(hours, AUTUMN)
    assert found is not None
    assert tuple(_said(hours, each) for each in found) == expected


def _said(hours: Hours, moment: datetime) -> str:
    wall = on_the_wall(hours, moment)
    return f"{wall:%H:%M}{wall.isoformat()[-6:]}"


def test_the_same_person_keeps_their_hour_through_the_change_of_clocks() -> None:
    person = "d0000000-0000-4000-8000-000000000005"
    for sunday in (SPRING, AUTUMN):
        days = [sunday - timedelta(days=2), sunday + timedelta(days=1)]
        walls = [on_the_wall(BERLIN, next_slot(BERLIN, person, start_of(BERLIN, day))).time() for day in days]
        assert walls[0] == walls[1]


def test_holidays_and_weekends_are_passed_over() -> None:
    friday = date(2026, 12, 24)
    assert workdays_after(BERLIN, friday, 1) == date(2026, 12, 28)  # Christmas, a weekend
    assert workdays_after(BERLIN, date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert workdays_after(BERLIN, date(2026, 12, 25), 0) == date(2026, 12, 28)
    assert workdays_after(BERLIN, friday, 0) == friday
    american = Hours(zone="America/New_York", country="US")
    assert not is_workday(american, date(2026, 11, 26))  # Thanksgiving
    assert is_workday(BERLIN, date(2026, 11, 26))


@given(weeks(), st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.integers(1, 12))
def test_the_nth_workday_is_one_and_has_n_in_between(hours: Hours, day: date, n: int) -> None:
    found = workdays_after(hours, day, n)
    between = [day + timedelta(days=each) for each in range(1, (found - day).days + 1)]
    assert sum(is_workday(hours, each) for each in between) == n
    assert is_workday(hours, found)


def test_a_country_that_nobody_knows_has_no_holidays() -> None:
    assert not any(is_holiday(country, date(2026, 12, 25)) for country in ("", "XX", "ZZZ", "../de"))
    assert is_holiday("de", date(2026, 12, 25))


def test_the_zone_of_a_country_with_one() -> None:
    assert main_zone("NL") == "Europe/Amsterdam"
    assert main_zone("de") == "Europe/Berlin"
    assert (main_zone("US"), main_zone("BR"), main_zone(""), main_zone("XX")) == (None, None, None, None)


@pytest.mark.parametrize("country", sorted(MAIN))
def test_where_nearly_everybody_has_one_zone_that_counts(country: str) -> None:
    assert main_zone(country.lower()) == MAIN[country]
    assert ZoneInfo(MAIN[country])


@pytest.mark.parametrize("name", ["", "Nowhere/Atall", "../../etc/passwd", "/etc/localtime", "posixrules"])
def test_a_zone_that_is_none_counts_as_utc(name: str) -> None:
    assert zone_of(name) == ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("08:00", "17:00", "08:00-17:00"),
        ("06:00", "22:00", "08:00-18:00"),
        ("17:30", "22:00", "17:30-18:30"),  # an hour at least, within theirs
        ("05:00", "08:30", "07:30-08:30"),
        ("22:00", "06:00", "22:00-23:00"),  # works by night
        ("20:00", "10:00", "08:00-10:00"),  # until the morning
        ("23:30", "07:00", "06:00-07:00"),
        ("23:30", "00:40", "09:00-17:00"),  # not to be expressed on one day
        ("16:00", "00:00", "16:00-18:00"),
        ("09:00", "09:30", "09:00-17:00"),  # less than an hour is none
        ("00:00", "00:00", "09:00-17:00"),
    ],
)
def test_the_part_of_their_hours_that_lies_in_the_day(starts: str, ends: str, expected: str) -> None:
    found = daytime(time.fromisoformat(starts), time.fromisoformat(ends))
    assert "-".join(f"{each:%H:%M}" for each in found) == expected


@given(TIMES, TIMES)
def test_whatever_a_mailbox_says_leaves_an_hour(starts: time, ends: time) -> None:
    first, last = daytime(starts, ends)
    assert (last.hour * 60 + last.minute) - (first.hour * 60 + first.minute) >= 60


class Mailboxes:
    """A tenant of which only this is asked."""

    def __init__(self, found: dict[str, WorkingHours], now: datetime) -> None:
        self._found, self._now = found, now

    async def working_hours(self, ids: Sequence[str]) -> AsyncIterator[tuple[str, WorkingHours]]:
        for each in ids:
            if each in self._found:
                yield each, self._found[each]

    def now(self) -> datetime:
        return self._now


async def _of(user: User, found: WorkingHours | None = None, house: House | None = None) -> Hours:
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    reader = Mailboxes({user.id: found} if found else {}, now)
    house = house or House(tenant_id="t", zone="Europe/Madrid", country="ES")
    return (await hours_of(reader, house, [user]))[user.id]  # type: ignore[arg-type]


def _user(location: str | None = None, language: str | None = None) -> User:
    return User(id="dan", upn="dan@contoso.com", name="Dan", usage_location=location, language=language)


async def test_zone_days_and_language_come_from_the_mailbox() -> None:
    said = WorkingHours(
        zone="America/New_York", days=frozenset({1, 2}), starts=time(7), ends=time(15), language="nl-NL"
    )
    assert await _of(_user("US"), said) == Hours(
        zone="America/New_York", days=frozenset({1, 2}), starts=time(8), ends=time(15), country="US", language="nl"
    )


async def test_without_a_mailbox_the_country_counts_and_then_the_office() -> None:
    assert await _of(_user("NL", "fr-FR")) == Hours(zone="Europe/Amsterdam", country="NL", language="fr")
    assert await _of(_user("PT")) == Hours(zone="Europe/Lisbon", country="PT")
    assert await _of(_user("US")) == Hours(zone="Europe/Madrid", country="US")
    assert await _of(_user(None, "sv-SE")) == Hours(zone="Europe/Madrid", country="ES")
    assert usual(House(tenant_id="t")).zone == "UTC"
    assert (await _of(_user("NL"), WorkingHours(zone=None))).zone == "Europe/Amsterdam"
    assert (await _of(_user("NL"), WorkingHours(zone="Mars/Phobos", days=frozenset()))).days == Hours(zone="").days


async def test_who_is_away_is_left_alone_until_they_are_back() -> None:
    back = datetime(2026, 12, 7, 8, tzinfo=UTC)
    assert (await _of(_user("DE"), WorkingHours(away=True, away_until=back))).away_until == back
    assert (await _of(_user("DE"), WorkingHours(away=True, away_until=back - timedelta(days=30)))).away_until is None
    endless = await _of(_user("DE"), WorkingHours(zone="Europe/Berlin", away=True))
    assert endless.away_until == datetime(2026, 11, 23, 23, tzinfo=UTC)  # their next day: then it is looked at again
