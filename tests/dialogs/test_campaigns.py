"""Campaigns, help requests and ``stop`` in conversation. Hard cases:

- no campaign, one, several; a name that is none; one that is over, not announced, paused already
- somebody in no campaign, in one, in two; several people where one is wanted; a day that is past
- ``stop`` of somebody with a role, without one, without a reminder, in five languages, inside a sentence
- a button of somebody else's reminder, of one that is over, without a day, with a day in the past
- an answer from elsewhere, with a link, that asks for a code; twice; after it was closed
- a preview of a message that there is not
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from demo.seed import cast
from dialogs import Button, Dialogs, HelpAsked, Listing, ReminderShown, Reply, Said, Text
from dialogs.said import Pressed
from dialogs.views.help_request import ANSWER, CLOSE, FIELD
from dialogs.views.reminder import DAY, DONE, HELP, PICKED, TOMORROW
from engine import HelpState, Hours, Notice, NoticeKind, Person, Place
from tests.dialogs.talk import CATALOGUE, Talk, button, words
from tests.engine.bench import ANA, BEA, DAN, EVE, opened
from tests.engine.campaigning import NAME, approved, launched, prepared, running
from tests.engine.campaigning import asked as asked_for
from tests.engine.waiting import of, remind

DESK = Place("help-desk", personal=False)
KIM = Person("kim", "Kim Desk")


@pytest.fixture
async def talk(database: Path) -> AsyncIterator[Talk]:
    async with opened(f"sqlite:///{database}") as bench:
        prepared(bench)
        bench.engine = bench.another("one", help_place=DESK)
        yield Talk(bench)


async def test_what_a_schedule_says_of_a_campaign_is_looked_up_when_it_is_made(talk: Talk) -> None:
    await running(talk.bench)
    assert "Schedule 1" in words(await talk.say(ANA, f'every monday 08:00: campaign show "{NAME}"'))
    assert "Schedule 2" in words(await talk.say(ANA, "every monday 08:00: campaign show"))
    refused = words(await talk.say(ANA, f'every monday 08:00: campaign show "{NAME}s"'))
    assert f'There is no campaign "{NAME}s". Near it: {NAME}.' in refused


async def with_message(talk: Talk) -> ReminderShown:
    """Dan is reminded, and has his message."""
    await remind(talk.bench, "dan")
    for _ in range(30):
        await talk.bench.engine.tick()
        if slots := [each for each in await talk.bench.notices() if each.kind is NoticeKind.REMINDER]:
            shown = await talk.dialogs.show(slots[0], DAN)
            assert isinstance(shown, ReminderShown)
            return shown
        talk.bench.clock.skip(timedelta(hours=1))
    raise AssertionError("nothing came")


async def filled(talk: Talk, who: Person, pressed: Button, place: Place | None = None, *, said: str = "") -> Reply:
    """Press a button with what was filled in."""
    inputs = {PICKED: said, FIELD: said}
    said_ = talk.said(who, place=place, pressed=Pressed(verb=pressed.verb, data=pressed.data, inputs=inputs))
    return await talk.dialogs.press(said_)


async def test_without_a_campaign_there_is_nothing_to_show(talk: Talk) -> None:
    assert "No campaign runs." in words(await talk.say(ANA, "campaigns"))
    assert "No campaign runs." in words(await talk.say(ANA, "campaign show"))
    assert 'no campaign "Finance"' in words(await talk.say(ANA, 'campaign show "Finance"'))


async def test_a_campaign_is_announced_shown_paused_and_stopped(talk: Talk) -> None:
    await launched(talk.bench)
    assert "to be announced" in words(await talk.say(ANA, "campaigns"))
    assert "Who is left" in words(await talk.say(ANA, "campaign status"))
    assert "How were people told?" in words(await talk.say(ANA, f"campaign announced {NAME}"))
    assert "begins" in words(await talk.say(ANA, "by mail on 1 December, and in the meeting"))
    shown = words(await talk.say(ANA, "campaign show"))
    assert "by mail on 1 December, and in the meeting" in shown and "Who is left" in shown
    assert "is paused" in words(await talk.say(ANA, "campaign pause"))
    assert "is paused: that cannot be done" in words(await talk.say(ANA, f"campaign pause {NAME}"))
    assert "goes on" in words(await talk.say(ANA, "campaign resume"))
    left = await talk.say(ANA, "campaign left")
    assert isinstance(left, Listing) and "Dan Moor" in words(left)
    assert "Nobody is left for that reason." in words(await talk.say(ANA, "campaign left why:no-teams"))
    assert "none of the reasons" in words(await talk.say(ANA, "campaign left why:lazy"))
    assert "is stopped" in words(await talk.say(ANA, f'campaign stop "{NAME}"'))
    assert "No campaign runs." in words(await talk.say(ANA, "campaign pause"))


async def test_of_several_campaigns_the_name_is_asked_for(talk: Talk) -> None:
    await launched(talk.bench, name="One")
    await launched(talk.bench, name="Two")
    assert "Which campaign? These run: " in words(await talk.say(ANA, "campaign show"))


@pytest.mark.parametrize("said", ["campaigns", "campaign show", "campaign left", "campaign pause", "help list"])
async def test_campaigns_are_for_those_with_a_role(talk: Talk, said: str) -> None:
    assert "needs" in words(await talk.say(DAN, said))


async def test_somebody_is_left_out_and_comes_back(talk: Talk) -> None:
    await running(talk.bench)
    assert "is left out of" in words(await talk.say(ANA, "campaign skip dan@contoso.com until:2 weeks"))
    assert "Skipped" in words(await talk.say(ANA, "campaign show"))
    assert "is back in" in words(await talk.say(ANA, "campaign unskip dan@contoso.com"))
    assert "in no campaign" in words(await talk.say(ANA, "campaign skip grace@contoso.com until:2 weeks"))
    assert "Say one person" in words(await talk.say(ANA, "campaign skip everyone until:2 weeks"))


async def test_every_message_is_previewed_and_does_nothing(talk: Talk) -> None:
    await launched(talk.bench)
    assert "campaign announced" in " ".join((await previewed(talk)).next)
    shown = [
        await talk.dialogs.show(each, ANA) for each in await talk.bench.notices() if each.kind is NoticeKind.PREVIEW
    ]
    assert len(shown) == 55 and None not in shown
    assert all("[Preview of Pilot, " in words(each) for each in shown if each is not None)
    first = next(each for each in shown if isinstance(each, ReminderShown))
    assert "is over" in words(await talk.push(ANA, button(first, DONE)))
    none = Notice(tenant_id=cast.TENANT_ID, kind=NoticeKind.PREVIEW, about="preview:1:nl:secret", to=ANA)
    assert await talk.dialogs.show(none, ANA) is None


async def previewed(talk: Talk, who: Person = ANA, place: Place | None = None) -> Text:
    """What is said of it."""
    answer = await talk.say(who, f"campaign preview {NAME}", place=place)
    assert isinstance(answer, Text) and "55 messages come" in words(answer)
    return answer


async def test_a_preview_is_for_who_asks_and_leads_on_as_it_stands(talk: Talk) -> None:
    request = await asked_for(talk.bench, title="Safer sign-in")
    assert f"request show {request.number}" in (await previewed(talk, BEA)).next
    last = next(each for each in await talk.bench.notices() if each.about.endswith(":en:stop"))
    assert "They are part of: Safer sign-in." in words(await talk.dialogs.show(last, BEA) or Text(lines=()))
    await approved(talk.bench, request)
    await talk.bench.settle()
    assert "into your own chat with me" in words(await previewed(talk, place=DESK))
    await talk.bench.engine.announce(ANA, NAME, "told")
    assert "campaign announced" not in " ".join((await previewed(talk)).next)
    assert "needs" in words(await talk.say(DAN, f"campaign preview {NAME}"))


@pytest.mark.parametrize("said", ["stop", "Stopp!", "arrêter", "parar.", "ophouden"])
async def test_stop_is_answered_honestly(talk: Talk, said: str) -> None:
    assert "no reminder to stop" in words(await talk.say(DAN, said))
    await with_message(talk)
    answer = words(await talk.say(DAN, said))
    assert "I cannot stop these reminders" in answer and "Ana Ruiz asked for them" in answer


async def test_stop_of_somebody_with_a_role_is_the_command(talk: Talk) -> None:
    assert "cannot stop these" not in words(await talk.say(ANA, "stop"))
    assert "cannot stop these" not in words(await talk.say(DAN, "stop 3"))


async def test_the_language_is_the_persons(talk: Talk) -> None:
    await with_message(talk)
    reminder = await of(talk.bench, cast.DAN)
    async with talk.bench.store.change() as unit:
        hours = Hours(zone="Europe/Amsterdam", language="nl")
        await unit.save_reminder(replace(reminder, hours=hours))
    assert "Ik kan deze herinneringen niet stoppen" in words(await talk.say(DAN, "stop"))
    assert "Stappen" in words(await talk.say(DAN, "guide authenticator"))


async def test_the_guide_is_in_the_language_of_teams_for_people_and_english_for_staff(talk: Talk) -> None:
    def typed(who: Person) -> Said:
        return replace(talk.said(who, text="guide passkey"), locale="de-DE")

    assert "Sicherheitsschlüssel" in repr(await talk.dialogs.turn(typed(DAN)))
    assert "Steps" in repr(await talk.dialogs.turn(typed(ANA)))


async def test_a_day_is_picked_and_a_missing_one_is_asked_for(talk: Talk) -> None:
    shown = await with_message(talk)
    pick = button(shown, DAY)
    assert pick.with_inputs and shown.inputs[0].id == PICKED
    assert "Pick a day in the field first" in words(await filled(talk, DAN, pick))
    assert "Pick a day in the field first" in words(await filled(talk, DAN, pick, said="tomorrow"))
    assert "not ahead of us" in words(await filled(talk, DAN, pick, said="2020-01-01"))
    days = shown.inputs[0].days
    assert days is not None
    weekday = next(day for n in range(7) if (day := days[0] + timedelta(days=n)).isoweekday() == 2)
    assert "I will be back on Tue" in words(await filled(talk, DAN, pick, said=weekday.isoformat()))


async def test_somebody_elses_reminder_says_nothing_of_itself(talk: Talk) -> None:
    shown = await with_message(talk)
    reply = await talk.push(EVE, button(shown, TOMORROW))
    assert isinstance(reply, Text) and "Dan" not in words(reply)


async def help_card(talk: Talk) -> HelpAsked:
    cards = [each for each in await talk.bench.notices() if each.kind is NoticeKind.HELP]
    card = await talk.dialogs.show(cards[-1], DESK)
    assert isinstance(card, HelpAsked)
    return card


async def test_help_is_asked_answered_by_card_and_closed(talk: Talk) -> None:
    shown = await with_message(talk)
    assert "number 1" in words(await talk.push(DAN, button(shown, HELP)))
    card = await help_card(talk)
    assert card.title == "Help request 1: Dan Moor"
    assert any("no proof of identity" in line for line in card.lines)
    answer, close = card.buttons
    assert (answer.verb, close.verb) == (ANSWER, CLOSE)
    assert "into the field first" in words(await filled(talk, KIM, answer, DESK))
    assert "a link in it" in words(await filled(talk, KIM, answer, DESK, said="go to https://x.example"))
    assert "asks for a code" in words(await filled(talk, KIM, answer, DESK, said="send me the code you get"))
    wish = "Please accept the prompt on your phone now, that is me."
    assert "a prompt they did not begin" in words(await filled(talk, KIM, answer, DESK, said=wish))
    assert "the help desk's own channel" in words(await filled(talk, EVE, answer, said="Come to room 12."))
    after = await filled(talk, KIM, answer, DESK, said="Come to room 12.")
    assert isinstance(after, HelpAsked) and any("Kim Desk" in line for line in after.lines)
    told = next(each for each in await talk.bench.notices() if each.code == "help-answered")
    assert "Come to room 12." in words(await talk.dialogs.show(told, DAN) or Text(lines=()))
    assert "Dan Moor" in words(await talk.say(ANA, "help list"))
    closed = await filled(talk, KIM, close, DESK)
    assert isinstance(closed, HelpAsked) and closed.buttons == () and closed.inputs == ()
    assert "is closed" in words(await filled(talk, KIM, answer, DESK, said="Come to room 12."))
    assert "Nobody waits for help." in words(await talk.say(ANA, "help list"))


async def test_help_is_answered_by_command(talk: Talk) -> None:
    shown = await with_message(talk)
    await talk.push(DAN, button(shown, HELP))
    assert "gets your answer" in words(await talk.say(KIM, "answer 1 Come to room 12.", place=DESK))
    assert "gets your answer" in words(await talk.say(ANA, "answer 1 Or to room 13."))
    assert "the help desk's own channel" in words(await talk.say(EVE, "answer 1 I know a better way"))
    assert "is closed" in words(await talk.say(KIM, "close help 1", place=DESK))
    assert "no help request 7" in words(await talk.say(ANA, "close help 7"))
    (request,) = await talk.bench.store.help_requests(cast.TENANT_ID)
    assert request.state is HelpState.CLOSED


async def test_the_desks_commands_are_shown_where_they_may_be_said(talk: Talk) -> None:
    assert "answer help" not in words(await talk.say(DAN, "help"))
    assert "answer help" in words(await talk.say(KIM, "help", place=DESK))
    assert Dialogs is type(talk.dialogs) and CATALOGUE.named("answer") is not None


async def test_without_a_channel_whoever_asked_for_the_reminder_hears_of_it_and_how_to_answer(talk: Talk) -> None:
    about = Notice(
        tenant_id=cast.TENANT_ID, kind=NoticeKind.TOLD, about="help:1", to=ANA, code="help-asked",
        facts={"name": "Dan Moor", "number": "1"},
    )  # fmt: skip
    told = await talk.dialogs.show(about, ANA)
    assert isinstance(told, Text) and told.next == ("answer 1 <your words>", "close help 1")
    assert "no proof of identity" in words(told) and "`answer 1 <your words>`" in words(told)
