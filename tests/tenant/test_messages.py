"""What reaches people beside a chat: the app is installed, a note put into the feed, a mail sent; never twice."""

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from demo.seed import cast
from demo.world import World
from tenant.graph import GraphTenants
from tenant.graph.messages import LONGEST_PREVIEW, notify, send, shortened
from tenant.graph.reader import GraphReader
from tenant.graph.teams_apps import Catalogue, install
from tenant.graph.writer import GraphWriter
from tenant.model import FeedNote, Mail, Rules
from tenant.ports import Area, Priority, Purpose
from tenant.trouble import Forbidden, LostAnswer, NotFound, Refused, Throttled, Trouble, Unavailable
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import Handler, scripted
from tests.tenant.test_resources import NOBODY

SENDER = "bea@contoso.com"
NOTE = FeedNote(user_id=cast.DAN, preview="Please register a method")
MAIL = Mail(user_id=cast.DAN, to="dan@contoso.com", subject="Your sign-in", text="Please register.\nIt takes a minute.")
Way = Callable[[GraphWriter], Awaitable[None]]
WAYS: dict[str, Way] = {
    "install": lambda writer: writer.install_app(cast.DAN),
    "feed": lambda writer: writer.notify_feed(NOTE),
    "mail": lambda writer: writer.send_mail(MAIL),
}


@pytest.fixture
def rules() -> Rules:
    return Rules(install_app=True, teams_app=cast.BOT_APP_ID, feed=True, mail_sender=SENDER)


def asked(world: World, part: str, method: str = "") -> list[int]:
    """Statuses of the requests whose path holds this."""
    return [each.status for each in world.recorder.requests if part in each.path and method in ("", each.method)]


async def refused(doing: Awaitable[None]) -> str:
    with pytest.raises(Refused) as caught:
        await doing
    return caught.value.detail


# --- installing -------------------------------------------------------------------------------------------------------


async def test_the_app_is_installed_for_somebody(messages: GraphWriter, world: World) -> None:
    world.reach.without_app |= {cast.DAN, cast.EVE}
    await messages.install_app(cast.DAN)
    await messages.install_app(cast.EVE)
    assert world.reach.installs == [cast.DAN, cast.EVE] and not world.reach.without_app
    assert asked(world, "appCatalogs") == [200], "looked up once"
    assert {each.app for each in world.recorder.writes} == {cast.BOT_APP_ID}


async def test_installed_already_is_done(messages: GraphWriter, world: World) -> None:
    await messages.install_app(cast.DAN)
    assert asked(world, "installedApps") == [409]


async def test_the_catalogue_is_believed_for_an_hour(
    tenants: GraphTenants, messages: GraphWriter, world: World, clock: JumpingClock
) -> None:
    await messages.install_app(cast.DAN)
    again = tenants.writer(cast.TENANT_ID, Purpose("another", Priority.NORMAL, Area.MESSAGES))
    await again.install_app(cast.DAN)
    assert len(asked(world, "appCatalogs")) == 1
    await clock.sleep(3_601)
    await again.install_app(cast.DAN)
    assert len(asked(world, "appCatalogs")) == 2


@pytest.mark.parametrize("status", [403, 404])
async def test_who_cannot_have_it_is_told_apart(messages: GraphWriter, world: World, status: int) -> None:
    world.faults.declare([{"method": "POST", "path": "installedApps", "status": status}])
    assert await refused(messages.install_app(cast.DAN)) == "no-teams"
    assert await refused(messages.install_app(NOBODY)) == "no-teams"


async def test_somebody_without_the_licence(messages: GraphWriter, world: World) -> None:
    person = world.person("dan")
    person.skus = ()
    world.reach.without_app.add(cast.DAN)
    assert await refused(messages.install_app(cast.DAN)) == "no-teams"


class TestAnAppThatIsNowhere:
    @pytest.fixture
    def rules(self) -> Rules:
        return Rules(install_app=True, feed=True, teams_app="aaaaaaaa-0000-4000-8000-00000000dead")

    async def test_is_not_in_the_catalogue(self, messages: GraphWriter, world: World) -> None:
        assert await refused(messages.install_app(cast.DAN)) == "app-not-in-catalogue"
        assert await refused(messages.notify_feed(NOTE)) == "app-not-in-catalogue"
        assert asked(world, "appCatalogs") == [200, 200] and not asked(world, "teamwork"), "it may be put there later"


async def test_no_app_is_no_question(clock: JumpingClock) -> None:
    async with scripted(clock, lambda request: web.Response(status=500)) as session:
        assert await refused(install(session, Catalogue(), "dan", app="")) == "app-not-in-catalogue"


# --- the feed ---------------------------------------------------------------------------------------------------------


async def test_a_note_goes_into_the_feed(messages: GraphWriter, world: World) -> None:
    await messages.notify_feed(NOTE)
    [note] = world.reach.notes
    assert (note.person, note.kind, note.preview) == (cast.DAN, "reminder", NOTE.preview)


async def test_the_app_must_be_installed(messages: GraphWriter, world: World) -> None:
    world.reach.without_app.add(cast.DAN)
    assert await refused(messages.notify_feed(NOTE)) == "app-not-installed"
    assert not asked(world, "sendActivityNotification") and not world.reach.notes


@pytest.mark.parametrize(("part", "method"), [("installedApps", "GET"), ("sendActivityNotification", "POST")])
@pytest.mark.parametrize("status", [403, 404])
async def test_who_has_no_teams_has_no_feed(
    messages: GraphWriter, world: World, part: str, method: str, status: int
) -> None:
    world.faults.declare([{"method": method, "path": part, "status": status}])
    assert await refused(messages.notify_feed(NOTE)) == "no-teams"


async def test_a_long_preview_is_cut(messages: GraphWriter, world: World) -> None:
    await messages.notify_feed(FeedNote(user_id=cast.DAN, preview="register " * 40))
    assert len(world.reach.notes[0].preview) <= LONGEST_PREVIEW and world.reach.notes[0].preview.endswith("register…")


@given(st.text())
def test_a_preview_is_one_short_line(said: str) -> None:
    shown = shortened(said)
    line = " ".join(said.split())
    assert len(shown) <= LONGEST_PREVIEW and "\n" not in shown
    assert shown == line if len(line) <= LONGEST_PREVIEW else line.startswith(shown.removesuffix("…"))


async def test_five_notes_a_second(messages: GraphWriter, world: World, clock: JumpingClock) -> None:
    for _ in range(11):
        await messages.notify_feed(NOTE)
    assert clock.elapsed() >= 2 and asked(world, "sendActivityNotification") == [204] * 11


# --- mail -------------------------------------------------------------------------------------------------------------


async def test_a_mail_is_sent_in_plain_text(messages: GraphWriter, world: World) -> None:
    await messages.send_mail(MAIL)
    [mail] = world.reach.mails
    assert (mail.sender, mail.to, mail.subject, mail.text) == (SENDER, MAIL.to, MAIL.subject, MAIL.text)


async def test_no_copy_is_kept_and_a_subject_is_one_line(clock: JumpingClock) -> None:
    seen: list[dict[str, object]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(await request.json())
        return web.Response(status=202)

    async with scripted(clock, answer) as session:
        mail = Mail(user_id="dan", to="dan@contoso.com", subject="One\r\nBcc: all@contoso.com", text="<b>hi</b>")
        await send(session, mail, sender="muster@contoso.com")
    assert seen == [
        {
            "Message": {
                "subject": "One Bcc: all@contoso.com",
                "body": {"contentType": "text", "content": "<b>hi</b>"},
                "toRecipients": [{"emailAddress": {"address": "dan@contoso.com"}}],
            },
            "SaveToSentItems": False,
        }
    ]


@pytest.mark.parametrize("status", [403, 404])
async def test_a_mailbox_that_may_not_send(messages: GraphWriter, world: World, status: int) -> None:
    world.faults.declare([{"path": "sendMail", "status": status}])
    assert await refused(messages.send_mail(MAIL)) == "mail-sender-refused"


# --- all of them ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["feed", "mail"])
async def test_a_lost_answer_is_told_and_nothing_is_sent_again(messages: GraphWriter, world: World, way: str) -> None:
    world.faults.declare([{"method": "POST", "path": "sendMail|sendActivity", "effect": "lost"}])
    with pytest.raises(LostAnswer):
        await WAYS[way](messages)
    assert len(world.reach.mails) + len(world.reach.notes) == 1, "it was sent, and nobody was told"


@pytest.mark.parametrize(("status", "trouble"), [(500, LostAnswer), (504, LostAnswer), (503, Unavailable)])
@pytest.mark.parametrize("way", ["feed", "mail"])
async def test_what_failed_is_not_repeated(
    messages: GraphWriter, world: World, way: str, status: int, trouble: type[Trouble]
) -> None:
    world.faults.declare([{"method": "POST", "path": "sendMail|sendActivity", "status": status}])
    with pytest.raises(trouble):
        await WAYS[way](messages)
    assert len(asked(world, "send")) == 1


@pytest.mark.parametrize("way", ["feed", "mail"])
async def test_a_wait_that_is_asked_for_is_kept(
    messages: GraphWriter, world: World, clock: JumpingClock, way: str
) -> None:
    world.faults.declare(
        [{"method": "POST", "path": "sendMail|sendActivity", "status": 429, "retry_after": 9, "nth": 1}]
    )
    await WAYS[way](messages)
    assert len(world.reach.mails) + len(world.reach.notes) == 1 and clock.elapsed() >= 9


async def test_installing_may_be_repeated(messages: GraphWriter, world: World) -> None:
    world.reach.without_app.add(cast.DAN)
    world.faults.declare([{"method": "POST", "path": "installedApps", "status": 503, "nth": 1}])
    await messages.install_app(cast.DAN)
    assert world.reach.installs == [cast.DAN]


@pytest.mark.parametrize(
    ("way", "role"),
    [
        ("install", "AppCatalog.Read.All"),
        ("install", "TeamsAppInstallation.ReadWriteSelfForUser.All"),
        ("feed", "TeamsAppInstallation.ReadWriteSelfForUser.All"),
        ("feed", "TeamsActivity.Send"),
        ("mail", "Mail.Send"),
    ],
)
async def test_the_missing_permission_is_named(messages: GraphWriter, world: World, way: str, role: str) -> None:
    world.revoke(cast.BOT_APP_ID, role)
    with pytest.raises(Forbidden) as caught:
        await WAYS[way](messages)
    assert caught.value.scope == role


class TestWithoutTheOwnersWord:
    @pytest.fixture
    def rules(self) -> Rules:
        return Rules(teams_app=cast.BOT_APP_ID)

    @pytest.mark.parametrize("way", WAYS)
    async def test_nobody_is_reached_so(self, messages: GraphWriter, world: World, way: str) -> None:
        assert await refused(WAYS[way](messages)) == "reach-off"
        assert not world.recorder.requests


@pytest.mark.parametrize("way", WAYS)
async def test_only_the_area_of_messages_reaches_people(writer: GraphWriter, world: World, way: str) -> None:
    with pytest.raises(Forbidden):
        await WAYS[way](writer)
    assert not world.recorder.requests


# --- what the wire would say ------------------------------------------------------------------------------------------


def closed(status: int) -> Handler:
    return lambda request: web.json_response({"error": {"code": "Busy"}}, status=status)


async def test_a_tenant_that_stays_shut_is_trouble_in_the_end(clock: JumpingClock) -> None:
    async with scripted(clock, closed(429)) as session:
        with pytest.raises(Throttled):
            await send(session, MAIL, sender=SENDER)
        with pytest.raises(Throttled):
            await notify(session, Catalogue(), NOTE, app="app")


async def test_a_catalogue_that_is_not_found_is_trouble(clock: JumpingClock) -> None:
    """Not about this person: the lookup is the tenant's."""
    async with scripted(clock, closed(404)) as session:
        with pytest.raises(NotFound):
            await install(session, Catalogue(), "dan", app="app")


async def test_a_reader_cannot_reach_anybody(reader: GraphReader) -> None:
    assert not {"install_app", "notify_feed", "send_mail"} & set(dir(reader))
