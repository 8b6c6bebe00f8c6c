"""A campaign of thirty days with a bot that dies five times: everybody is reminded as they should be, and no more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bench.campaign import Size, kills, measure
from bench.crowd import BEGIN, HOMES, Dweller, Leave, crowd
from bench.judging import Kept, Message, Story, judge


@pytest.mark.timeout(400)
async def test_nobody_is_written_to_twice_a_day_out_of_hours_or_in_vain_and_nothing_is_lost(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    played = await measure(Size(), tmp_path)
    found = played.verdict
    record_property("figures", "; ".join(played.lines))
    assert found.faults == []
    assert (played.kills, played.waves) == (5, 3)
    assert found.messages > 1_000, "there was something to be judged"
    assert played.in_flight > 0 and found.unknown <= played.in_flight, "some were on their way when the bot died"
    assert played.throttled == 0
    assert played.installed > 10
    assert found.late < 0.02 * found.messages


def test_the_same_seed_makes_the_same_people_and_deaths() -> None:
    ids = [str(number) for number in range(100)]
    assert crowd(ids, days=30, seed=3) == crowd(ids, days=30, seed=3) != crowd(ids, days=30, seed=4)
    assert kills(Size(seed=3)) == kills(Size(seed=3)) != kills(Size(seed=4))
    assert len(kills(Size())) == 5


# --- the judge itself -----------------------------------------------------------------------------------------------

ELSA = Dweller(id="elsa", home=HOMES[1], days=(1, 2, 3, 4, 5), starts=time(8), ends=time(17))  # in Berlin
OPENED = BEGIN.replace(hour=0) + timedelta(days=1)  # a Tuesday


def noon(day: int) -> datetime:
    """Of that day of March, in UTC."""
    return datetime(2027, 3, day, 11, tzinfo=BEGIN.tzinfo)


def story(who: Dweller, *days: int, until: int = 17, **more: object) -> Story:
    """Messages at noon of these days of March, each with its slot; looked at until noon of another."""
    sent = [Message(who.id, noon(day)) for day in days]
    told = Story(
        people=[who],
        waves={who.id: 1},
        opened={1: OPENED},
        every=2,
        over=noon(until),
        messages=sent,
        slots=[Kept(who.id, date(2027, 3, day), "sent") for day in days],
        in_flight=0,
    )
    return replace(told, **more)  # type: ignore[arg-type] # a few of the fields, as each case wants them


def faults(told: Story) -> str:
    """All sentences."""
    return "; ".join(judge(told).faults)


def test_every_second_workday_is_as_it_should_be() -> None:
    assert faults(story(ELSA, 9, 11, 15)) == ""


def test_two_on_one_day_are_found() -> None:
    twice = story(ELSA, 9, 11, 15)
    assert "2 messages" in faults(replace(twice, messages=[*twice.messages, twice.messages[0]]))


def test_one_at_night_on_a_holiday_or_on_leave_is_found() -> None:
    told = story(ELSA, 9)
    night = Message(ELSA.id, noon(9) + timedelta(hours=12))
    assert "outside" in faults(replace(told, messages=[night]))
    assert "outside" in faults(story(ELSA, 26, opened={1: noon(25)}, until=26))
    assert "outside" in faults(story(replace(ELSA, leaves=(Leave(noon(8), noon(20)),)), 9))


def test_one_after_they_were_done_or_had_blocked_is_found() -> None:
    assert "registered" in faults(story(replace(ELSA, registers=noon(10)), 9, 11))
    assert "blocked" in faults(story(replace(ELSA, blocks=noon(10)), 9, 11))
    assert faults(story(replace(ELSA, registers=noon(12)), 9, 11)) == ""


def test_one_that_never_came_is_found_whether_or_not_it_is_called_sent() -> None:
    whole = story(ELSA, 9, 11, 15)
    assert "never came" in faults(replace(whole, messages=whole.messages[:-1]))
    assert "did not" in faults(story(ELSA, 9, until=18))
    assert "did not" in faults(story(ELSA, until=18))
    assert "and got it on 2027-03-16" in faults(story(ELSA, 9, 16))


def test_one_too_early_or_without_a_slot_is_found() -> None:
    assert "before" in faults(story(ELSA, 9, 10))
    assert "called None" in faults(story(ELSA, 9, 11, 15, slots=[]))


def test_a_workday_later_is_found_but_where_the_wave_opened_at_the_end_of_a_day() -> None:
    assert "got it on" in faults(story(ELSA, 9, 12))
    assert "got it on" in faults(story(ELSA, 10, 12))
    opened = noon(9).replace(hour=15, minute=59, second=30)  # half a minute before five o'clock in Berlin
    found = judge(story(ELSA, 10, 12, until=15, opened={1: opened}))
    assert (found.faults, found.late) == ([], 1)
    assert "got it on" in faults(story(ELSA, 11, until=12, opened={1: opened}))


def test_of_unknown_fate_are_no_more_than_were_on_their_way() -> None:
    unknown = [Kept(ELSA.id, date(2027, 3, 9), "unknown"), Kept(ELSA.id, date(2027, 3, 11), "sent")]
    told = story(ELSA, 11, slots=unknown, until=12)
    assert "unknown fate" in faults(told)
    assert faults(replace(told, in_flight=1)) == ""


def test_who_comes_back_from_leave_is_looked_at_the_next_morning() -> None:
    away = replace(ELSA, leaves=(Leave(noon(10), noon(15).replace(hour=0)),))
    for day in (15, 16, 17):
        assert faults(story(away, 9, day, until=day + 2)) == ""
    assert "did not" in faults(story(away, 9, until=20))


def test_who_puts_it_off_until_tomorrow_hears_of_it_on_their_next_workday() -> None:
    pressed = {ELSA.id: [noon(9)]}
    assert faults(story(ELSA, 9, 10, 12, snoozed=pressed, until=13)) == ""
    assert "before" in faults(story(ELSA, 9, 10, 12, until=13))
