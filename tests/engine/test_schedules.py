"""Schedules: rules as people say them; one errand for each local date, whoever wakes; late ones once, with a reason."""

from asyncio import gather
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.spec import Refusal
from bot.alarm import OfficeCalendar
from demo.seed import cast
from engine import Errand, Person, Recurrence, Schedule, ScheduleState, Where
from engine.schedules.days import Days
from tests.engine.bench import ANA, BEA, BOTH, CARL, CHAT, DAN, OLGA, Bench

DAY = timedelta(days=1)
CALENDAR = OfficeCalendar("UTC")
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"]
)
MOMENTS = st.integers(0, 16 * 366 * 24 * 60).map(lambda n: datetime(2020, 1, 2, tzinfo=UTC) + timedelta(minutes=n))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
RULES = st.one_of(
    st.builds(Recurrence, at=TIMES),
    st.builds(Recurrence, at=TIMES, workdays=st.just(True)),
    st.builds(Recurrence, at=TIMES, monthday=st.sampled_from([-1, 1, 2, 3, 11, 12, 13, 21, 22, 23, 28])),
    st.builds(
        Recurrence,
        at=TIMES,
        weekdays=st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
        weeks=st.integers(1, 8),
    ),
)


def days(rule: str, zone: str = "Europe/Berlin", country: str = "") -> Days:
    return Days(calendar=CALENDAR, rule=Recurrence.parse(rule), zone=zone, country=country)


# --- rules


@given(RULES)
def test_a_rule_reads_as_it_is_said(rule: Recurrence) -> None:
    assert Recurrence.parse(rule.said()) == rule


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Monday 8:00", "monday 08:00"),
        ("mondays at 08:00", "monday 08:00"),
        ("thu, mon 8.30", "monday,thursday 08:30"),
        ("monday and thursday at 08:00", "monday,thursday 08:00"),
        ("2 weeks on monday 08:00", "2 weeks monday 08:00"),
        ("1 week monday 08:00", "monday 08:00"),
        ("weekday 09:00", "workday 09:00"),
        ("daily 09:00", "day 09:00"),
        ("the 1st at 07:30", "1st 07:30"),
        ("last 07:30", "last day 07:30"),
        ("weekday at 8", "workday 08:00"),
        ("every working day 08:00", "workday 08:00"),
        ("business days at 17", "workday 17:00"),
        ("day 7am", "day 07:00"),
        ("day at 12 p.m.", "day 12:00"),
        ("day 12am", "day 00:00"),
        ("monday 7:30 am", "monday 07:30"),
        ("monday at 11.05PM", "monday 23:05"),
        ("08:00", "day 08:00"),
        ("1st of the month 09:00", "1st 09:00"),
        ("month on the 1st 09:00", "1st 09:00"),
        ("first day of every month 09:00", "1st 09:00"),
        ("monthly on the 3rd at 9", "3rd 09:00"),
        ("last day of the month 08:00", "last day 08:00"),
        ("month on the last day at 8pm", "last day 20:00"),
        ("week on monday 08:00", "monday 08:00"),
        ("other monday 08:00", "2 weeks monday 08:00"),
        ("other week on monday 08:00", "2 weeks monday 08:00"),
        ("two weeks on friday 17:00", "2 weeks friday 17:00"),
        ("monday-friday 08:00", "monday,tuesday,wednesday,thursday,friday 08:00"),
        ("Mon – Wed, sat 08:00", "monday,tuesday,wednesday,saturday 08:00"),
        ("monday to friday at 8", "monday,tuesday,wednesday,thursday,friday 08:00"),
        ("friday to monday at 8", "monday,friday,saturday,sunday 08:00"),
        ("weekend 08:00", "saturday,sunday 08:00"),
        ("other weekend 08:00", "2 weeks saturday,sunday 08:00"),
    ],
)
def test_as_people_say_it(typed: str, said: str) -> None:
    assert Recurrence.parse(typed).said() == said


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "not-a-rule"), ("monday", "not-a-rule"), ("monday 24:00", "not-a-rule"),
        ("monday 8:60", "not-a-rule"), ("someday 08:00", "not-a-rule"), ("0th 08:00", "not-a-rule"),
        ("t 08:00", "not-a-rule"), ("monday 1st 08:00", "not-a-rule"), ("2 weeks 08:00", "not-a-rule"),
        ("29th 08:00", "not-every-month"), ("31st 08:00", "not-every-month"), ("32nd 08:00", "not-a-rule"),
        ("9 weeks monday 08:00", "too-many-weeks"), ("0 weeks monday 08:00", "too-many-weeks"),
        ("٣ weeks monday 08:00", "not-a-rule"), ("monday 8", "which-hour"), ("2 weeks monday 20", "which-hour"),
        ("monday 13pm", "not-a-rule"), ("monday 0am", "not-a-rule"), ("monday at 24", "not-a-rule"),
        ("2nd monday 08:00", "which-week"), ("second monday 08:00", "which-week"), ("month 08:00", "not-a-rule"),
        ("last friday of the month 08:00", "which-week"), ("other day 08:00", "not-a-rule"),
        ("week 08:00", "not-a-rule"), ("monday-monday 08:00", "not-a-rule"), ("monday- 08:00", "not-a-rule"),
        ("month on the 31st 08:00", "not-every-month"), ("last month 08:00", "not-a-rule"),
        ("first 08:00", "not-a-rule"),
    ],
)  # fmt: skip
def test_what_is_no_rule(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        Recurrence.parse(typed)
    assert refused.value.reason.code == code


SAID = (
    "monday mon tuesdays fri day daily workday weekend week weeks 2 two other last first 1st 31st of month on at and "
    "every the to - , am pm 8 08:00 8.30 7am 12pm"
)
WORDS = st.lists(st.sampled_from(SAID.split()), max_size=7).map(" ".join)


@given(st.text(max_size=40) | WORDS)
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    try:
        rule = Recurrence.parse(text)
    except Refusal:
        return
    assert Recurrence.parse(rule.said()) == rule


@given(RULES)
def test_a_rule_means_the_same_with_its_time_in_other_words(rule: Recurrence) -> None:
    days = rule.said().rpartition(" ")[0]
    half = f"{rule.at.hour % 12 or 12}:{rule.at:%M} {'am' if rule.at.hour < 12 else 'pm'}"
    assert Recurrence.parse(f"every {days} at {half}") == rule
    if rule.at.minute == 0:
        assert Recurrence.parse(f"every {days} at {rule.at.hour}") == rule


# --- days


@given(RULES, ZONES, MOMENTS)
def test_each_moment_has_a_date_of_its_own_and_comes_later(rule: Recurrence, zone: str, now: datetime) -> None:
    kept = Days(calendar=CALENDAR, rule=rule, zone=zone)
    moment = kept.first(now)
    assert moment.at > now
    for _ in range(3):
        following = kept.after(moment.day)
        assert following.day > moment.day and following.at > moment.at
        local = following.at.astimezone(ZoneInfo(zone))
        assert local.date() == following.day or local.time() < time(1)  # moved over midnight by a gap there
        assert not rule.weekdays or following.day.isoweekday() in rule.weekdays
        moment = following


@given(RULES, ZONES, MOMENTS)
def test_the_first_moment_is_not_late(rule: Recurrence, zone: str, now: datetime) -> None:
    """Nothing of the rule lies between now and the first one."""
    kept = Days(calendar=CALENDAR, rule=replace(rule, weeks=1), zone=zone)
    first = kept.first(now)
    before = now.astimezone(ZoneInfo(zone)).date() - DAY
    while (each := kept.after(before)).at <= now:
        before = each.day
    assert each == first


def test_a_missing_hour_moves_forward_and_a_doubled_one_comes_once() -> None:
    spring = days("day 02:30").first(datetime(2027, 3, 27, 12, tzinfo=UTC))
    assert (spring.day, spring.at) == (date(2027, 3, 28), datetime(2027, 3, 28, 1, 30, tzinfo=UTC))
    autumn = days("day 02:30").first(datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert (autumn.day, autumn.at) == (date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert days("day 02:30").after(autumn.day).at == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    assert days("day 02:30").first(autumn.at).day == date(2026, 10, 26)  # not the same half past two again


def test_every_second_week_counts_from_the_first() -> None:
    kept = days("2 weeks monday,thursday 08:00")
    moment = kept.first(datetime(2026, 11, 25, 12, tzinfo=UTC))  # a Wednesday
    found = [moment.day]
    for _ in range(4):
        moment = kept.after(moment.day)
        found.append(moment.day)
    assert [f"{day:%m-%d}" for day in found] == ["11-26", "12-07", "12-10", "12-21", "12-24"]


def test_a_public_holiday_is_no_workday() -> None:
    kept = days("workday 09:00", country="DE")
    assert kept.after(date(2026, 12, 24)).day == date(2026, 12, 28)
    assert days("workday 09:00").after(date(2026, 12, 24)).day == date(2026, 12, 25)


def test_days_of_the_month() -> None:
    assert days("last day 07:30").after(date(2027, 2, 1)).day == date(2027, 2, 28)
    assert days("1st 07:30").after(date(2027, 2, 1)).day == date(2027, 3, 1)


# --- said by itself


async def scheduled(bench: Bench, rule: str = "day 09:30", said: str = "requests", turn: str = "turn") -> Schedule:
    return await bench.engine.schedule(ANA, CHAT, rule, said, where=Where("Europe/Berlin"), activity_id=turn)


def listening(bench: Bench) -> list[Errand]:
    errands: list[Errand] = []

    async def answer(errand: Errand) -> None:
        errands.append(errand)

    bench.engine.answer_errands_with(answer)
    return errands


async def beat(bench: Bench, after: timedelta = timedelta()) -> None:
    bench.clock.skip(after)
    await bench.engine.tick()
    await bench.settle()


async def code(word: object) -> str:
    with pytest.raises(Refusal) as refused:
        await word  # type: ignore[misc]
    return refused.value.reason.code


@BOTH
async def test_it_is_said_once_for_each_local_date(bench: Bench) -> None:
    errands = listening(bench)
    schedule = await scheduled(bench)
    assert schedule == await scheduled(bench)  # the same turn again
    await beat(bench)
    assert errands == []
    for _ in range(3):
        await beat(bench, DAY)
        await beat(bench)
    assert [(each.text, each.person, each.place, each.standing) for each in errands] == [
        ("requests", ANA, CHAT, "")
    ] * 3
    assert [each.activity_id for each in errands] == [f"schedule:1:2026-11-{day}" for day in (23, 24, 25)]
    now = (await bench.engine.schedules())[0]
    assert now.next_day == date(2026, 11, 26) and now.last is not None and now.last < bench.clock.now() < now.next


@pytest.mark.parametrize(
    ("country", "house", "kept", "next_day"),
    [
        ("NL", "", "NL", date(2026, 12, 28)),
        ("nl", "SA", "NL", date(2026, 12, 28)),
        ("", "NL", "NL", date(2026, 12, 28)),
        ("SA", "NL", "SA", date(2026, 12, 25)),
        ("", "", "", date(2026, 12, 25)),
        ("ZZ", "", "", date(2026, 12, 25)),
    ],
)
async def test_workdays_are_those_of_whoever_asks_and_else_of_the_house(
    bench: Bench, country: str, house: str, kept: str, next_day: date
) -> None:
    listening(bench)
    bench.engine = bench.another("elsewhere", country=house)
    where = Where("Europe/Berlin", country)
    made = await bench.engine.schedule(ANA, CHAT, "workday 09:00", "requests", where=where, activity_id="turn")
    assert made.country == kept
    await beat(bench, datetime(2026, 12, 24, 12, tzinfo=UTC) - bench.clock.now())
    assert [each.next_day for each in await bench.engine.schedules()] == [next_day]


async def test_two_processes_say_it_once(bench: Bench) -> None:
    errands = listening(bench)
    await scheduled(bench)
    bench.clock.skip(DAY)
    two = bench.another("two")
    due = await bench.store.due(cast.TENANT_ID, "schedule:1")
    assert due is not None
    await gather(*(each.work("due", cast.TENANT_ID, due.id) for each in (bench.engine, two)))
    await bench.settle()
    assert len(errands) == 1


async def test_what_was_missed_is_said_once_late_and_says_why(bench: Bench) -> None:
    errands = listening(bench)
    await scheduled(bench)
    bench.clock.skip(5 * DAY)
    await beat(bench)
    await beat(bench)
    assert len(errands) == 1
    said = errands[0].occurrence
    assert said is not None and (said.late, said.missed, said.zone) == ("down", 4, "Europe/Berlin")
    assert said.due == datetime(2026, 11, 27, 8, 30, tzinfo=UTC)
    await beat(bench, DAY)
    assert errands[1].occurrence is not None and errands[1].occurrence.missed == 0


async def test_in_time_it_says_nothing_of_being_late(bench: Bench) -> None:
    errands = listening(bench)
    schedule = await scheduled(bench)
    await beat(bench, schedule.next - bench.clock.now() + timedelta(seconds=20))
    assert errands[0].occurrence is not None and errands[0].occurrence.late == ""


async def test_a_lost_wake_up_loses_nothing(bench: Bench) -> None:
    errands = listening(bench)
    await scheduled(bench)
    bench.clock.skip(DAY)
    await bench.engine.tick()
    bench.bell.rung.clear()  # the process died
    await beat(bench, bench.house.reminder_lease)
    await beat(bench, bench.house.errand_lease)
    assert [each.activity_id for each in errands] == ["schedule:1:2026-11-23"]


async def test_halted_it_waits_and_says_so(bench: Bench) -> None:
    errands = listening(bench)
    await scheduled(bench)
    await bench.engine.halt(BEA)
    await beat(bench, DAY)
    await beat(bench, bench.house.reminder_lease)
    assert errands == []
    await bench.engine.resume_all(OLGA)
    await beat(bench, bench.house.reminder_lease)
    assert [each.occurrence.late for each in errands if each.occurrence] == ["halted"]
    await beat(bench, DAY)
    assert [each.occurrence.late for each in errands if each.occurrence] == ["halted", "down"]


async def test_whoever_may_not_ask_any_more_gets_nothing_said(bench: Bench) -> None:
    errands = listening(bench)
    await scheduled(bench)
    bench.world.directory.groups[cast.OPERATORS].members.pop(ANA.id)
    await beat(bench, DAY)
    assert errands == []
    ended = (await bench.engine.schedules(all_of_them=True))[0]
    assert ended.state is ScheduleState.STOPPED and await bench.engine.schedules() == []
    told = [(notice.code, notice.to) for notice in await bench.notices()]
    assert ("schedule-stopped", CHAT) in told
    assert await bench.events("schedule-stopped") == ["schedule-stopped"]
    await beat(bench, DAY)
    assert errands == []


@pytest.mark.parametrize("gone", [True, False])
async def test_whoever_has_left_gets_nothing_said(bench: Bench, gone: bool) -> None:
    """Their group still has them: a role alone proves nothing."""
    errands = listening(bench)
    await scheduled(bench)
    if gone:
        bench.world.directory.people.pop(ANA.id)
    else:
        bench.world.directory.people[ANA.id].enabled = False
    await beat(bench, DAY)
    assert errands == []
    assert [each.state for each in await bench.engine.schedules(all_of_them=True)] == [ScheduleState.STOPPED]


async def test_a_tenant_that_does_not_answer_stops_nothing(bench: Bench) -> None:
    errands = listening(bench)
    await scheduled(bench)
    bench.world.faults.declare([{"path": "/v1.0/", "effect": "status", "status": 503}])
    await beat(bench, DAY)
    assert [each.state for each in await bench.engine.schedules()] == [ScheduleState.ON]
    assert len(errands) == 1


async def test_ended_it_is_over(bench: Bench) -> None:
    errands = listening(bench)
    await scheduled(bench)
    assert await code(bench.engine.unschedule(DAN, 1)) == "not-operator"
    ended = await bench.engine.unschedule(OLGA, 1)
    assert ended.state is ScheduleState.OFF
    assert await code(bench.engine.unschedule(ANA, 1)) == "schedule-over"
    assert await code(bench.engine.unschedule(ANA, 9)) == "no-such-schedule"
    await beat(bench, 2 * DAY)
    assert errands == []
    assert await bench.events("schedule", "unschedule") == ["schedule", "unschedule"]


async def test_who_may_and_what(bench: Bench) -> None:
    async def asked(who: Person = ANA, rule: str = "day 09:30", said: str = "next", zone: str = "UTC") -> Schedule:
        return await bench.engine.schedule(who, CHAT, rule, said, where=Where(zone), activity_id="turn")

    assert await code(asked(DAN)) == "not-operator"
    assert await code(asked(CARL)) == "not-operator"
    assert await code(asked(rule="some day")) == "not-a-rule"
    assert await code(asked(zone="../etc/passwd")) == "no-such-zone"
    assert await code(asked(said="x" * 1001)) == "not-sayable"
    assert (await asked(OLGA, zone="")).zone == bench.house.zone
