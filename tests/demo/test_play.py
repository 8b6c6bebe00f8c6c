"""Transcripts: how they are read, put together again, and what they find when the bot says something else."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo import acts, campaigning, control, scenes, shown, transcript
from demo.clock import SteppedClock, WallClock
from demo.connector.chats import Chats, Event, What
from demo.driver import Scene, Stage
from demo.play import main, open_writes, perform
from demo.seed import cast
from demo.transcript import BadTranscript, Kind, Press
from demo.world import World
from tests.demo.plain import plain

SETUP = "```setup\nusers: 40\n```\n\n"
HELLO = f"# Hello\n\n{SETUP}## Dan, personal\n\n> whoami\n"
STATE = "\n-- state --\n"


def test_a_file_is_read_into_blocks() -> None:
    blocks = transcript.parse(
        "# T\nprose\n\n## Ana, personal\n> a\n> b\n\n> c\n[2] x=1\n-- later 3d --\n```text\nr\n```\n"
    )
    assert [block.kind for block in blocks] == [
        Kind.PROSE,
        Kind.HEADING,
        Kind.SAY,
        Kind.SAY,
        Kind.PRESS,
        Kind.DIRECTIVE,
        Kind.REPLY,
    ]
    assert [block.said for block in blocks[2:]] == ["a\nb", "c", "[2] x=1", "later 3d", "r"]


def test_a_fence_that_never_ends_is_named() -> None:
    with pytest.raises(BadTranscript, match="line 3"):
        transcript.parse("# T\n\n```text\nx\n")


@pytest.mark.parametrize(
    "said, meant",
    [
        ("[2]", Press("2")),
        ("[Approve]@3", Press("Approve", nth=3)),
        ("[1]^ reason=a b; note=c=d", Press("1", old=True, inputs=(("reason", "a b"), ("note", "c=d")))),
        ("[a link](http://e)", None),
        ("2", None),
    ],
)
def test_presses(said: str, meant: Press | None) -> None:
    assert transcript.press(said) == meant


WORDS = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=30)


@given(st.lists(WORDS, max_size=30))
def test_putting_together_what_was_read_changes_nothing_any_more(lines: list[str]) -> None:
    try:
        once = transcript.joined(transcript.parse("\n".join(lines)))
    except BadTranscript:
        return
    assert transcript.joined(transcript.parse(once)) == once


def test_a_scene_is_read_and_an_unknown_key_is_refused() -> None:
    setup = scenes.read(["scenario: security-defaults", "users: 50", "writes: mfa, phone", "MUSTER_TIME_ZONE: UTC"])
    assert (setup.scene.scenario, setup.scene.users, setup.writes) == ("security-defaults", 50, ("mfa", "phone"))
    assert setup.scene.extra == (("MUSTER_TIME_ZONE", "UTC"),)
    with pytest.raises(BadTranscript, match="unknown key 'user'"):
        scenes.read(["user: 3"])


# --- against the real bot -------------------------------------------------------------------------------------------


async def test_a_play_writes_what_happened_and_then_goes_as_written() -> None:
    first = await perform(HELLO + STATE)
    assert "Dan Moor" in first.actual
    assert "states.bea@contoso.com: enforced" in first.actual
    assert not first.good
    second = await perform(first.actual)
    assert second.good, second.difference("again")


async def test_a_reply_that_is_another_is_a_difference() -> None:
    written = (await perform(HELLO + STATE)).actual.replace("Dan Moor", "Don Moor")
    played = await perform(written)
    assert not played.good
    assert "+You are Dan Moor" in played.difference("x")
    assert "-You are Don Moor" in played.difference("x")


async def test_words_alone_do_not_pass() -> None:
    played = await perform((await perform(HELLO)).actual)
    assert played.expected == played.actual
    assert played.problems == ("a transcript ends with `-- state --`: words alone prove nothing",)


@pytest.mark.parametrize(
    "line, problem",
    [
        ("-- nonsense --", "unknown directive 'nonsense'"),
        ("[1]", "there are 0 cards with buttons here, not 1"),
        ("## Nobody, personal", "nobody and no place is called 'Nobody'"),
        ("-- nobody registers phone --", "'nobody'"),
    ],
)
async def test_what_cannot_be_played_names_its_line(line: str, problem: str) -> None:
    with pytest.raises(BadTranscript, match=problem):
        await perform(f"{SETUP}{line}\n{STATE}")


async def test_strangers_get_a_status_and_nothing_else() -> None:
    lines = ["unsigned: whoami", "forged: whoami", "expired: whoami", "unknown key: whoami"]
    text = "\n\n".join(f"-- {line} --" for line in lines)
    played = await perform(f"{SETUP}## Ana, personal\n\n{text}\n{STATE}")
    assert played.actual.count("(the bot answered 401)") == len(lines)
    assert "You are" not in played.actual


async def test_keys_that_cannot_be_fetched_let_teams_deliver_again() -> None:
    down = '-- fault {"path": "botframework/v1", "status": 503} --\n\n-- restart --\n\n> whoami\n\n'
    played = await perform(f"{SETUP}## Ana, personal\n\n{down}-- no faults --\n\n-- duplicate --\n{STATE}")
    failed, _, mended = played.actual.partition("-- no faults --")
    assert "(the bot answered 503 to each of 3 deliveries)" in failed
    assert "You are Ana Ruiz" in mended


async def test_a_slow_microsoft_takes_time_of_the_clock_and_not_ours() -> None:
    slow = '-- fault {"path": "authentication/", "effect": "slow", "ms": 20000} --'
    played = await perform(f'{SETUP}## Ana, personal\n\n{slow}\n\n> mfa enable group:"MFA Users"\n{STATE}')
    assert "Would change" in played.actual


async def test_a_bot_that_falls_over_remembers(tmp_path: Path) -> None:
    story = "## Ana, personal\n\n> mfa enable grace@contoso.com\n\n-- restart --\n\n> request show 1\n"
    played = await perform(SETUP + story + STATE)
    after = played.actual.partition("-- restart --")[2]
    assert "Request 1: mfa enable grace@contoso.com" in after


def test_the_command_says_what_differs_and_update_mends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hello.md"
    path.write_text(HELLO + STATE)
    assert main([str(path)]) == 1
    assert "+You are Dan Moor" in capsys.readouterr().out
    assert main([str(path), "--update"]) == 0
    assert main([str(path)]) == 0
    assert main([str(tmp_path / "missing.md")]) == 1


# --- what is shown of many edits ------------------------------------------------------------------------------------


def edits(*texts: str, apart: float = 1.0) -> tuple[Chats, list[Event]]:
    """A message of Ana's chat, sent and then edited."""
    world = World(users=40, clock=SteppedClock())
    chats = Chats(world)
    chat = chats.personal(world.person("ana"))
    events = [
        Event(
            conversation=chat.id,
            message="1",
            what=What.EDITED if number else What.SENT,
            activity={"type": "message", "text": text},
            at=world.now() + timedelta(seconds=number * apart),
        )
        for number, text in enumerate(texts)
    ]
    return chats, events


def test_of_many_edits_the_first_and_the_last_are_shown() -> None:
    chats, events = edits("start", "1 of 3", "2 of 3", "done")
    assert [line.text for line in shown.lines(chats, events)] == [
        "Ana, personal:",
        "start",
        "Ana, personal, edited:",
        "done",
    ]


def test_edits_that_come_too_fast_are_found() -> None:
    chats, events = edits("a", "b", "c", apart=0.5)
    assert shown.edit_problems(chats, events) == ["Ana, personal: a message was edited twice within 1 s"]


def test_a_count_that_falls_is_found() -> None:
    chats, events = edits("a", "2 of 3", "1 of 3")
    assert shown.edit_problems(chats, events) == ["Ana, personal: a count fell from 2 to 1"]


# --- what stands at the end -------------------------------------------------------------------------------------------


async def test_a_state_ends_with_mails_notes_and_installations_where_there_are_any() -> None:
    world = World(users=40, clock=SteppedClock())
    assert not {"mails", "feed", "installs"} & set(control.state(world))
    campaigning.order(world, "nobody has the app")
    async with plain(world) as client:
        await client.sign_in(client_id=cast.BOT_APP_ID, client_secret=cast.BOT_SECRET)
        app = {"teamsApp@odata.bind": f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{cast.TEAMS_APP}"}
        await client.post(f"/v1.0/users/{cast.DAN}/teamwork/installedApps", app)
        topic = {"source": "text", "value": "MFA", "webUrl": "https://teams.microsoft.com/l/chat/0/0"}
        note = {"topic": topic, "activityType": "reminder", "previewText": {"content": "Two minutes."}}
        await client.post(f"/v1.0/users/{cast.DAN}/teamwork/sendActivityNotification", note)
        to = [{"emailAddress": {"address": "dan@contoso.com"}}]
        for subject in ("One", "Two"):
            mail = {"subject": subject, "body": {"contentType": "text", "content": "x"}, "toRecipients": to}
            await client.post("/v1.0/users/info@contoso.com/sendMail", {"message": mail})
    assert acts.flat(control.state(world))[-3:] == [
        "mails.dan@contoso.com: One; Two",
        "feed.dan@contoso.com: Two minutes.",
        'installs: ["dan@contoso.com"]',
    ]


async def test_the_help_desk_is_a_place_of_its_own() -> None:
    scene = "```setup\nusers: 40\nhelp_chat: Helpdesk\n```\n\n## Mia, Helpdesk\n\n> whoami\n"
    played = await perform(scene + STATE)
    assert "Helpdesk:\nYou are Mia Novak" in played.actual


async def test_fresh_certificates_leave_the_owners_in_peace() -> None:
    waiting = "## Ana, personal\n\n-- later 3d --\n"
    tired, fresh = [
        (await perform(f"```setup\nusers: 40\n{line}\n```\n\n{waiting}{STATE}")).actual
        for line in ("", "certificates: fresh")
    ]
    assert "certificate" in tired
    assert "Olga, personal" not in fresh


async def test_fourteen_quiet_days_pass_at_once() -> None:
    wall, begun = WallClock(), WallClock().elapsed()
    played = await perform(f"{SETUP}## Ana, personal\n\n-- later 14d --\n\n-- until monday 09:00 --\n{STATE}")
    assert not played.problems
    assert wall.elapsed() - begun < 40


async def test_the_bot_hears_of_an_app_that_graph_installed(tmp_path: Path) -> None:
    scene = Scene(users=40, extra=(("MUSTER_INSTALL_APP", "yes"),))
    async with Stage(scene, database=tmp_path / "muster.db") as stage:
        campaigning.order(stage.world, "nobody has the app")
        await open_writes(stage, "messages")
        ana = stage.world.person("ana")
        await acts.Actor(stage, ana, stage.chats.personal(ana)).says("remind dan@contoso.com")
        assert stage.world.reach.installs == [cast.DAN]
        heard = stage.teams.last
    assert heard is not None
    assert (heard["type"], heard["action"]) == ("installationUpdate", "add")
    assert len([row for row in stage.world.deliveries.made if row.person == cast.DAN]) == 1
