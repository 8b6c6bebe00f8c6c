"""Watches as they are typed. Hard cases: the words of `keep`, whom to leave out, numbers that are none, a rhythm that
is too fast, roles, an end that is past, and a watch that is over.
"""

from datetime import timedelta

import pytest

from actions.args import BadArgument
from dialogs.reply import Listing, Reply, Text
from dialogs.watching import ADay, Rhythm, WatchNumber
from engine import Person
from tenant.ports import Area
from tests.dialogs.talk import Talk
from tests.engine.bench import ANA, BEA, CARL, DAN, OLGA

GROUP = 'group:"MFA Users"'


def line(reply: Reply) -> str:
    assert isinstance(reply, Text)
    return reply.lines[0]


@pytest.mark.parametrize(
    "text, said, rhythm",
    [
        (f"watch {GROUP}", f"mfa enable {GROUP}", 15),
        (f"watch {GROUP} every:2h", f"mfa enable {GROUP}", 120),
        (f"watch {GROUP} every:5m skip:ana@contoso.com", f"mfa enable {GROUP} skip:ana@contoso.com", 5),
        (f"keep {GROUP} mfa", f"mfa enable {GROUP}", 15),
        (f"keep {GROUP} mfa every:1d", f"mfa enable {GROUP}", 1440),
        ("keep grace@contoso.com henk@contoso.com mfa", "mfa enable grace@contoso.com,henk@contoso.com", 15),
    ],
)
async def test_what_is_watched(talk: Talk, text: str, said: str, rhythm: int) -> None:
    assert "Watch 1 plans" in line(await talk.say(ANA, text))
    (watch,) = await talk.bench.engine.watches()
    assert (watch.said, watch.every) == (said, timedelta(minutes=rhythm))


async def test_an_end_is_kept_and_one_that_is_past_refused(talk: Talk) -> None:
    assert "until 21 Feb 2027" in line(await talk.say(ANA, f"watch {GROUP} until: 90 days"))
    assert "past" in line(await talk.say(ANA, f"watch {GROUP} until:2026-01-01"))
    assert len(await talk.bench.engine.watches()) == 1


@pytest.mark.parametrize("said", ["4m", "often", "32d", ""])
async def test_a_rhythm_has_bounds(said: str) -> None:
    with pytest.raises(BadArgument):
        Rhythm.parse(said)


@pytest.mark.parametrize("said", ["0", "501", "-1", "many", "9999999999"])
def test_a_standing_approval_has_bounds(said: str) -> None:
    with pytest.raises(BadArgument):
        ADay.parse(said)


@pytest.mark.parametrize("said", ["3", "#3", "watch 3", "Watch:3", "3."])
def test_a_watch_has_a_number(said: str) -> None:
    assert WatchNumber.parse(said).value == 3


def test_what_is_no_number_speaks_of_watches() -> None:
    with pytest.raises(BadArgument) as bad:
        WatchNumber.parse("mine")
    assert bad.value.reason.code == "not-a-watch"


@pytest.mark.parametrize(
    "who, text",
    [
        (DAN, "watches"), (DAN, f"watch {GROUP}"), (BEA, f"watch {GROUP}"), (ANA, "allow watch 1 most:5 until:9d"),
        (BEA, "unwatch 1"), (ANA, "disallow watch 1"),
    ],
)  # fmt: skip
async def test_each_word_needs_its_role(talk: Talk, who: Person, text: str) -> None:
    await talk.say(ANA, f"watch {GROUP}")
    assert "needs" in line(await talk.say(who, text))
    (watch,) = await talk.bench.engine.watches()
    assert watch.allowed is None


async def test_allowed_listed_taken_back_ended(talk: Talk) -> None:
    await talk.bench.engine.set_writes(OLGA, Area.MFA, True)
    assert "Nothing is watched" in line(await talk.say(ANA, "watches"))
    await talk.say(ANA, f"watch {GROUP}")
    assert "no watch 2" in line(await talk.say(BEA, "allow watch 2 most:5 until:9d"))
    assert "up to 5 people a day" in line(await talk.say(BEA, "allow watch 1 most:5 until: 9 days"))
    listed = await talk.say(CARL, "watches")
    assert isinstance(listed, Listing)
    (row,) = listed.sections[0].rows
    assert row[-1] == "5 a day, by Bea Holm, until 2 Dec 2026"
    talk.bench.clock.skip(timedelta(days=10))
    assert "over since 2 Dec 2026" in repr(await talk.say(CARL, "watches"))
    await talk.say(OLGA, "disallow watch 1")
    assert "none: each plan waits" in repr(await talk.say(CARL, "watches"))
    assert "looks no more" in line(await talk.say(OLGA, "unwatch 1"))
    assert "over: somebody ended it" in line(await talk.say(ANA, "unwatch 1"))


async def test_what_is_missing_of_an_allowance_is_asked_for(talk: Talk) -> None:
    await talk.say(ANA, f"watch {GROUP}")
    assert "How many people a day" in repr(await talk.say(BEA, "allow watch 1"))
    assert "Until when" in repr(await talk.say(BEA, "20"))
    assert "up to 20 people a day" in line(await talk.say(BEA, "30 days"))


async def test_who_waits_because_writes_are_off_is_listed_so(talk: Talk) -> None:
    await talk.say(ANA, f"watch {GROUP}")
    await talk.settle()
    assert "waits: writes off" in repr(await talk.say(ANA, "watches"))
