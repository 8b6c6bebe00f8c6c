"""A secret in a window of its own. Hard cases: opened by somebody else; opened twice; delivered twice; a client that
sends a message instead; a database and a log that are searched for it; Muster breaking while it opens.
"""

from collections.abc import AsyncIterator
from logging import DEBUG
from pathlib import Path

import pytest

import dialogs.commands
from demo import screen
from demo.acts import Actor
from demo.clock import SteppedClock
from demo.connector import activities, buttons
from demo.connector.chats import What
from demo.connector.people import find
from demo.driver import Scene, Stage
from demo.seed import cast
from demo.transcript import Press
from demo.wire import JsonObject
from dialogs import Catalogue
from tests.engine import acts_with_ends as ends

SHOW = Press("Show it once")


@pytest.fixture
async def stage(database: Path) -> AsyncIterator[Stage]:
    """A bot that knows one more action: it makes a secret for Grace, which Eve hands over."""
    ends.clear()
    ends.HANDS[cast.GRACE] = cast.EVE
    known = Catalogue.of((dialogs.commands, ends))
    async with Stage(Scene(), database=database, known=known, clock=SteppedClock()) as opened:
        yield opened


def somebody(stage: Stage, name: str) -> Actor:
    person = find(stage.world, name)
    return Actor(stage, person, stage.chats.personal(person))


async def approved(stage: Stage) -> Actor:
    """Eve, whose card waits for her."""
    await somebody(stage, "olga").says("writes on mfa")
    await somebody(stage, "ana").says("test pass grace@contoso.com")
    await somebody(stage, "ana").says('submit 1 reason:"locked out"')
    for approver in ("bea", "carl"):
        await somebody(stage, approver).says("approve 1")
    return somebody(stage, "eve")


def windows(stage: Stage) -> list[str]:
    """What stood in windows, each as people read it."""
    shown = [event for event in stage.chats.log if event.what is What.WINDOW]
    return ["\n".join(screen.plain(screen.draw(event))) for event in shown]


async def test_it_is_in_the_window_and_nowhere_else(
    stage: Stage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(DEBUG)
    eve = await approved(stage)
    await eve.presses(SHOW)
    assert len(windows(stage)) == 1 and ends.TOLD in windows(stage)[0]
    messages = [event for event in stage.chats.log if event.what is not What.WINDOW]
    assert not [event for event in messages if ends.TOLD in repr(event.activity)]
    assert ends.TOLD not in caplog.text
    await stage.muster.stop()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert kept and ends.TOLD.encode() not in kept
    await stage.start_bot()


async def test_the_card_shows_nothing_to_press_afterwards(stage: Stage) -> None:
    eve = await approved(stage)
    await eve.presses(SHOW)
    assert not buttons.seen(eve.chat, eve.person)


async def test_a_second_look_says_what_to_do(stage: Stage) -> None:
    eve = await approved(stage)
    await eve.presses(SHOW)
    await eve.presses(Press("Show it once", old=True))
    assert "shown once and kept nowhere" in windows(stage)[1] and "undo 1" in windows(stage)[1]
    assert ends.TOLD not in windows(stage)[1]


async def test_the_same_press_delivered_twice_shows_nothing_the_second_time(stage: Stage) -> None:
    eve = await approved(stage)
    await eve.presses(SHOW)
    again = await stage.teams.again()
    assert again.status == 200 and ends.TOLD not in repr(again.body)
    assert len(ends.SENT) == 1


@pytest.mark.parametrize("name", ["ana", "bea", "olga", "grace"])
async def test_nobody_else_opens_it(stage: Stage, name: str) -> None:
    eve = await approved(stage)
    button = buttons.seen(eve.chat, eve.person)[0][0]
    thief = somebody(stage, name)
    await thief.settled(stage.teams.press(thief.person, eve.chat, button))
    assert "meant for somebody else" in windows(stage)[0]
    assert not ends.SENT


async def test_a_client_that_sends_a_message_instead_gets_no_secret(stage: Stage) -> None:
    eve = await approved(stage)
    button = buttons.seen(eve.chat, eve.person)[0][0]
    submitted = activities.submit(stage.teams._envelope(eve.person, eve.chat), button.filled({}), button.message)
    await eve.settled(stage.teams.deliver(submitted))
    assert not ends.SENT
    assert "opens in a window of its own only" in repr(stage.chats.log[-1].activity)


async def test_a_window_that_names_nothing_is_refused_politely(stage: Stage) -> None:
    eve = somebody(stage, "eve")
    await eve.says("whoami")
    envelope = stage.teams._envelope(eve.person, eve.chat)
    asked: list[JsonObject] = [{}, {"muster": {"verb": "hand-over"}}, {"muster": {"verb": "hand-over", "request": "x"}}]
    for data in asked:
        answer = await stage.teams.deliver(activities.fetch(envelope, data, ""))
        assert answer.status == 200 and "Nothing to show" in repr(answer.body)
