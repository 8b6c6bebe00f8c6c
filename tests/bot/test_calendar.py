"""The office's calendar: each local date once, whatever the clocks do that night."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.alarm import OfficeCalendar
from engine import Recurrence

ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"]
)
DAYS = st.dates(date(2020, 1, 2), date(2036, 12, 30))


def test_a_time_that_does_not_exist_is_moved_forward() -> None:
    berlin = OfficeCalendar("Europe/Berlin")  # 2026-03-29: 02:00 becomes 03:00
    assert berlin.at(date(2026, 3, 29), 2, 30) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert berlin.at(date(2026, 3, 29), 2, 30).astimezone(ZoneInfo("Europe/Berlin")).hour == 3


def test_of_a_doubled_time_the_first_counts() -> None:
    berlin = OfficeCalendar("Europe/Berlin")  # 2026-10-25: 03:00 becomes 02:00
    assert berlin.at(date(2026, 10, 25), 2, 30) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(ZONES, DAYS, st.integers(1, 23), st.integers(0, 59))
def test_a_local_time_is_on_its_day_and_never_earlier(zone: str, day: date, hour: int, minute: int) -> None:
    calendar, moment = OfficeCalendar(zone), OfficeCalendar(zone).at(day, hour, minute)
    assert moment.tzinfo is UTC
    local = moment.astimezone(ZoneInfo(zone))
    assert (
        timedelta(0)
        <= local.replace(tzinfo=UTC) - datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
        <= timedelta(hours=1)
    )
    assert calendar.local_date(moment) == local.date()


@given(ZONES, DAYS)
def test_nine_o_clock_comes_once_a_day_and_in_order(zone: str, day: date) -> None:
    calendar = OfficeCalendar(zone)
    first, second = calendar.at(day, 9), calendar.at(day + timedelta(days=1), 9)
    assert calendar.local_date(first) == day
    assert timedelta(hours=22) <= second - first <= timedelta(hours=26)


@given(ZONES, DAYS, st.times())
def test_any_zone_as_its_own_office(zone: str, day: date, at: time) -> None:
    at = at.replace(second=0, microsecond=0)
    assert OfficeCalendar("UTC").moment(day, at, zone) == OfficeCalendar(zone).at(day, at.hour, at.minute)


@given(DAYS, st.sampled_from(["day 08:00", "workday 08:00", "monday,sunday 08:00", "1st 08:00", "last day 08:00"]))
def test_the_dates_of_a_rule_are_those_of_the_calendar(after: date, said: str) -> None:
    """Counted by hand: the first later date that is such a day."""
    rule, found = Recurrence.parse(said), OfficeCalendar("Asia/Kathmandu").day_of(Recurrence.parse(said), after)
    days: dict[str, Callable[[date], bool]] = {
        "day": lambda day: True,
        "workday": lambda day: day.isoweekday() < 6,
        "monday,sunday": lambda day: day.isoweekday() in rule.weekdays,
        "1st": lambda day: day.day == 1,
        "last day": lambda day: (day + timedelta(days=1)).day == 1,
    }
    is_one = days[said.rpartition(" ")[0]]
    day = after + timedelta(days=1)
    while not is_one(day):
        day += timedelta(days=1)
    assert found == day
