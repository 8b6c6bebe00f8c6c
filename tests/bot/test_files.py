"""Files that people take. Hard cases: an address that is no OneDrive; a file of several pieces; an OneDrive that fails
now and then, or for good; an answer that comes twice; a bot that died between the offer and its answer.
"""

import pytest

from bot.files import PIECE
from demo.acts import Actor
from demo.connector import buttons
from demo.connector.people import find
from demo.connector.uploads import Files as OneDrive
from demo.driver import Stage
from demo.transcript import Press

ALLOW = Press("Allow")


async def offered(stage: Stage) -> Actor:
    """Ana has a plan, and is offered its rows."""
    ana = find(stage.world, "ana")
    actor = Actor(stage, ana, stage.chats.personal(ana))
    await actor.says("mfa enable everyone")
    await actor.says("request rows 1")
    return actor


def newest(actor: Actor) -> str:
    """The last message that the bot wrote."""
    return str(list(actor.chat.messages.values())[-1].versions[-1].activity)


async def test_a_file_arrives_whole(stage: Stage) -> None:
    actor = await offered(stage)
    await actor.presses(ALLOW)
    content = stage.chats.files.taken["request-1.csv"]
    assert content.startswith(b"\xef\xbb\xbfRow,Name")
    assert buttons.seen(actor.chat, actor.person)[0][0].kind != buttons.OFFER, "the offer is gone"
    assert "file.info" in newest(actor)


async def test_a_large_file_goes_in_pieces(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert PIECE % (320 * 1024) == 0, "as OneDrive wants them"
    monkeypatch.setattr("bot.files.PIECE", 1024)
    monkeypatch.setattr("demo.connector.uploads.PIECE", 1024)
    actor = await offered(stage)
    await actor.presses(ALLOW)
    assert len(stage.chats.files.taken["request-1.csv"]) > 2 * 1024


async def test_an_onedrive_that_fails_once_is_asked_again(stage: Stage) -> None:
    actor = await offered(stage)
    stage.world.faults.declare([{"path": "/connector/uploads/", "status": 503, "times": 2}])
    await actor.presses(ALLOW)
    assert "request-1.csv" in stage.chats.files.taken


async def test_an_onedrive_that_takes_nothing_leaves_the_offer_standing(stage: Stage) -> None:
    actor = await offered(stage)
    stage.world.faults.declare([{"path": "/connector/uploads/", "status": 503, "times": 50}])
    await actor.presses(ALLOW)
    assert "did not take the file" in newest(actor)
    stage.world.faults.clear()
    await actor.presses(ALLOW)
    assert "request-1.csv" in stage.chats.files.taken


async def test_nothing_is_sent_to_a_place_that_is_no_onedrive(stage: Stage) -> None:
    actor = await offered(stage)
    await redirected(actor, "https://evil.example/upload")
    assert "did not take the file" in newest(actor)
    assert not stage.chats.files.taken


async def test_an_answer_that_comes_twice_is_one(stage: Stage) -> None:
    actor = await offered(stage)
    await actor.presses(ALLOW)
    before = len(stage.chats.log)
    await actor.settled(stage.teams.again())
    assert len(stage.chats.log) == before


async def test_an_offer_outlives_the_bot(stage: Stage) -> None:
    actor = await offered(stage)
    await stage.restart_bot()
    await actor.presses(ALLOW)
    assert "request-1.csv" in stage.chats.files.taken


async def test_a_piece_that_does_not_follow_is_refused(stage: Stage) -> None:
    session = OneDrive(stage.clock).session("ana", "rows.csv")
    assert session.put("bytes 5-9/10", b"12345") == 416
    assert session.put("nonsense", b"12345") == 400
    assert session.put("bytes 0-9/10", b"0123456789") == 201


async def redirected(actor: Actor, url: str) -> None:
    """Ana's client answers the offer with another place."""
    button = buttons.seen(actor.chat, actor.person)[0][0]
    teams = actor.stage.teams
    activity = teams._consent(actor.person, teams._envelope(actor.person, actor.chat), button)
    value = activity["value"]
    assert isinstance(value, dict) and isinstance(value["uploadInfo"], dict)
    value["uploadInfo"]["uploadUrl"] = url
    await actor.settled(teams.deliver(activity))
