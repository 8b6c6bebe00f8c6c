"""``every …: …``: read whole, understood before it is promised. Hard cases:

- quotes, flags and colons behind the first colon; a mention; "me"; a pasted line break
- nothing behind the colon, no colon, no rule, a rule that no month keeps
- a change, a command that does something, a schedule of schedules, a command of somebody who may not
- a name that means several, a name that means nobody, an argument that is missing
- the same turn again; late answers of each kind
"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args import BadArgument
from dialogs import Findings, Listing, Question, Section, Text
from dialogs.bind import bind, build, compose
from dialogs.commands.every import Every
from dialogs.grammar import parse
from dialogs.occasions import of_schedule
from dialogs.scheduling import Scheduled
from engine import Occurrence, Place
from tests.dialogs.talk import Talk, words
from tests.engine.bench import ANA, BEA, DAN, OLGA

DAY = timedelta(days=1)


def what(line: str, mentions: dict[str, str] | None = None) -> str:
    """What a typed line binds to, and binds to again when it is composed."""
    bound = bind(Every, parse(line, mentions).words[1:])
    again = bind(Every, parse(compose(Every, bound)).words[1:])
    command = build(Every, bound)
    assert build(Every, again) == command
    assert isinstance(command, Every)
    return command.what.text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("every monday 08:00: mfa report to:here", "monday 08:00: mfa report to:here"),
        ("every Monday, Thursday 8:00:  next", "monday,thursday 08:00: next"),
        ('every day 12:00: mfa status group:"MFA Users"', 'day 12:00: mfa status group:"MFA Users"'),
        ('every day 12:00: mfa status --who="Dan Moor"', 'day 12:00: mfa status --who="Dan Moor"'),
        ("every 1st 07:30: why dan@contoso.com: yes: no", "1st 07:30: why dan@contoso.com: yes: no"),
        ("every day 12:00:\nmfa report", "day 12:00: mfa report"),
        ("every monday 08:00:mfa report", "monday 08:00: mfa report"),
        ("every monday at 8:mfa report", "monday 08:00: mfa report"),
        ("every weekday at 8: mfa report", "workday 08:00: mfa report"),
        ("every day 7am: mfa report", "day 07:00: mfa report"),
        ("every Monday - Friday 7:30 pm: next", "monday,tuesday,wednesday,thursday,friday 19:30: next"),
        ("every 1st of the month 09:00: why dan@contoso.com at:10:30", "1st 09:00: why dan@contoso.com at:10:30"),
    ],
)
def test_all_behind_the_first_colon_is_what_is_said(typed: str, read: str) -> None:
    assert what(typed) == read


def test_a_mentioned_person_is_kept_by_id() -> None:
    assert what("every day 12:00: mfa status @Dan Moor", {"Dan Moor": DAN.id}) == f"day 12:00: mfa status {DAN.id}"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("monday 08:00", "nothing-to-say"), ("monday 08:00:", "nothing-to-say"), ("monday: mfa report", "not-a-rule"),
        ("mfa report", "not-a-rule"), ("31st 08:00: mfa report", "not-every-month"), (":", "not-a-rule"),
        ("monday 8: mfa report", "which-hour"), ("2nd monday 08:00: mfa report", "which-week"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said(typed: str, code: str) -> None:
    with pytest.raises(BadArgument) as bad:
        Scheduled.parse(typed)
    assert bad.value.reason.code == code


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = Scheduled.parse(text)
    except BadArgument:
        return
    assert Scheduled.parse(read.said()) == read
    assert read.rule and read.command


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("mfa enable everyone", "no change is made by itself"),
        ("undo 1", "a schedule only looks"),
        ("every day 08:00: mfa report", "a schedule only looks"),
        ("next daily here", "a schedule only looks"),
        ("mfa reprot", "Near it: mfa report"),
        ("mfa status", "nobody is there to be asked"),
        ("mfa status nobody@contoso.com", "nobody called"),
        ("mfa report to:Finance", "in this place only"),
        ("mfa report whom:everyone", "whom"),
        ('campaign show "Finnance"', 'There is no campaign "Finnance"'),
        ('campaign left "Finnance"', 'There is no campaign "Finnance"'),
        ("request show 9", "no request 9"),
    ],
)
async def test_it_is_understood_before_it_is_promised(talk: Talk, said: str, part: str) -> None:
    assert part in words(await talk.say(ANA, f"every monday 08:00: {said}"))
    assert await talk.bench.engine.schedules() == []


async def test_a_name_that_means_several_is_asked_about_now(talk: Talk) -> None:
    reply = words(await talk.say(ANA, "every monday 08:00: mfa status group:Fin"))
    assert "nobody is there to be asked then" in reply
    assert await talk.bench.engine.schedules() == []


async def test_daily_is_a_word_to_begin_with(talk: Talk) -> None:
    assert "every day 08:00 I say `mfa report`" in words(await talk.say(ANA, "daily 08:00: mfa report"))


async def test_who_may(talk: Talk) -> None:
    for who in (DAN, BEA):
        assert "needs an operator or an owner" in words(await talk.say(who, "every monday 08:00: requests"))
    assert "Schedule 1" in words(await talk.say(OLGA, "every monday 08:00: requests"))
    assert "needs an operator" in words(await talk.say(DAN, "unschedule 1"))


async def test_it_is_said_here_and_where_it_was_asked_for(talk: Talk) -> None:
    channel = Place("19:security@thread.v2", personal=False)
    assert "first on" in words(await talk.say(ANA, "every day 12:00: requests to:here", place=channel))
    [kept] = await talk.bench.engine.schedules()
    assert (kept.said, kept.place, kept.zone) == ("requests", channel, "Europe/Berlin")
    assert "another chat" in words(await talk.say(BEA, "schedules"))
    assert "here" in words(await talk.say(BEA, "schedules", place=channel))
    talk.bench.clock.skip(DAY)
    await talk.bench.engine.tick()
    [reply] = await talk.settle()
    assert isinstance(reply, Text) and reply.next[-1] == "unschedule 1"
    assert "not running" in reply.lines[0]


async def test_in_the_offices_zone_where_the_mailbox_tells_none(talk: Talk) -> None:
    talk.bench.world.faults.declare([{"path": "mailboxSettings", "status": 403, "code": "ErrorAccessDenied"}])
    reply = words(await talk.say(ANA, "every day 12:00: requests"))
    assert "the office's time zone, for your mailbox names none" in reply
    assert [each.zone for each in await talk.bench.engine.schedules()] == [talk.bench.house.zone]


async def test_which_holidays_are_left_out_is_said(talk: Talk) -> None:
    ana = talk.bench.world.directory.people[ANA.id]
    ana.location = "NL"
    assert "Public holidays of NL are no workdays" in words(await talk.say(ANA, "every workday 12:00: requests"))
    assert "holidays" not in words(await talk.say(ANA, "every day 12:00: requests"))
    ana.location = None
    reply = words(await talk.say(ANA, "every weekday at 8: requests"))
    assert "I know no country for you" in reply and "count as workdays" in reply


def test_lateness_is_said_in_every_kind_of_answer() -> None:
    due = datetime(2026, 11, 23, 7, tzinfo=UTC)
    late = Occurrence(schedule=3, due=due, zone="Europe/Berlin", late="down", missed=2)
    sentence = "Due Mon 23 Nov 08:00, and 2 times before that; said now, once, because I was not running then."
    for reply in (
        Findings(title="x"),
        Listing(title="x", sections=(Section("y", ("a",), (("b",),)),)),
        Text(lines=("x",)),
        Question(text="x?"),
    ):
        shown = of_schedule(reply, late)
        assert sentence in words(shown) and "unschedule 3" in words(shown)
        in_time = of_schedule(reply, Occurrence(schedule=3, due=due, zone="Europe/Berlin"))
        assert "Due" not in words(in_time) and "unschedule 3" in words(in_time)
