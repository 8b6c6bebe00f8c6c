"""Methods deleted, passes issued and ended, sessions revoked: each once, each where it belongs."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.graph import deletions, passes, sessions
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import DELETABLE, Method, MethodKind, MethodWish
from tenant.ports import Written
from tenant.trouble import Forbidden, LostAnswer, NotFound, Protected, Refused
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted
from tests.tenant.test_resources import all_of

GONE = "dddddddd-0000-4000-8000-00000000dead"
SEGMENTS = {
    MethodKind.EMAIL: "v1.0/users/a/authentication/emailMethods/m",
    MethodKind.PHONE: "v1.0/users/a/authentication/phoneMethods/m",
    MethodKind.AUTHENTICATOR: "v1.0/users/a/authentication/microsoftAuthenticatorMethods/m",
    MethodKind.FIDO2: "v1.0/users/a/authentication/fido2Methods/m",
    MethodKind.SOFTWARE_OATH: "v1.0/users/a/authentication/softwareOathMethods/m",
    MethodKind.HARDWARE_OATH: "beta/users/a/authentication/hardwareOathMethods/m",
    MethodKind.WINDOWS_HELLO: "v1.0/users/a/authentication/windowsHelloForBusinessMethods/m",
    MethodKind.PLATFORM: "v1.0/users/a/authentication/platformCredentialMethods/m",
    MethodKind.TEMPORARY_PASS: "v1.0/users/a/authentication/temporaryAccessPassMethods/m",
    MethodKind.QR_CODE: "beta/users/a/authentication/qrCodePinMethod",
    MethodKind.EXTERNAL: "v1.0/users/a/authentication/externalAuthenticationMethods/m",
}


async def of(reader: GraphReader, user_id: str) -> tuple[Method, ...]:
    [(_, found)] = await all_of(reader.methods([user_id]))
    return found


async def test_every_kind_has_its_address(clock: JumpingClock) -> None:
    assert SEGMENTS.keys() == DELETABLE
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        items = (await request.json())["requests"]
        version = request.path.split("/")[1]
        asked.extend(f"{version}{item['url']}" for item in items)
        return web.json_response({"responses": [{"id": item["id"], "status": 204} for item in items]})

    async with scripted(clock, answer) as session:
        for kind in SEGMENTS:
            assert await all_of(deletions.delete_methods(session, [MethodWish("a", "m", kind)])) == [Written("a")]
    assert asked == list(SEGMENTS.values())


@pytest.mark.parametrize("kind", [MethodKind.PASSWORD, MethodKind.OTHER])
async def test_what_cannot_be_deleted(methods: GraphWriter, kind: MethodKind) -> None:
    with pytest.raises(ValueError, match="cannot be deleted"):
        await all_of(methods.delete_methods([MethodWish(cast.ANA, "m", kind)]))


async def test_one_method_a_person(methods: GraphWriter) -> None:
    with pytest.raises(ValueError, match="one person"):
        await all_of(methods.delete_methods([MethodWish(cast.ANA, each, MethodKind.FIDO2) for each in "12"]))


async def test_all_methods_of_somebody_one_after_the_other(reader: GraphReader, methods: GraphWriter) -> None:
    """The default goes last: Microsoft refuses it while there are others."""
    left = [each for each in await of(reader, cast.ANA) if each.kind in DELETABLE]
    assert left
    refused = 0
    while left:
        each = left.pop(0)
        [one] = await all_of(methods.delete_methods([MethodWish(cast.ANA, each.id, each.kind)]))
        if isinstance(one.trouble, Refused):
            assert one.trouble.detail == "default-method" and left and refused < 5
            left.append(each)
            refused += 1
    assert [each.kind for each in await of(reader, cast.ANA)] == [MethodKind.PASSWORD]


async def test_what_is_gone_is_done(methods: GraphWriter) -> None:
    for kind in (MethodKind.FIDO2, MethodKind.AUTHENTICATOR, MethodKind.TEMPORARY_PASS):
        assert await all_of(methods.delete_methods([MethodWish(cast.ANA, GONE, kind)])) == [Written(cast.ANA)]


async def test_a_pass_is_told_once(reader: GraphReader, methods: GraphWriter, clock: JumpingClock) -> None:
    made = await methods.issue_pass(cast.DAN, minutes=60, once=True)
    assert len(made.secret) >= 8 and made.secret not in repr(made) and made.once
    assert made.until == clock.now() + timedelta(minutes=60)
    [listed] = [each for each in await of(reader, cast.DAN) if each.kind is MethodKind.TEMPORARY_PASS]
    assert listed.id == made.id and made.secret not in repr(listed)
    await methods.delete_pass(cast.DAN, made.id)
    await methods.delete_pass(cast.DAN, made.id)
    assert MethodKind.TEMPORARY_PASS not in {each.kind for each in await of(reader, cast.DAN)}


async def test_the_secret_is_in_no_log(methods: GraphWriter, caplog: pytest.LogCaptureFixture, world: World) -> None:
    caplog.set_level(logging.DEBUG)
    made = await methods.issue_pass(cast.DAN, minutes=60)
    assert made.secret not in caplog.text


async def test_a_pass_that_opens_nothing_says_so(clock: JumpingClock) -> None:
    body = {"id": "p", "temporaryAccessPass": "secret-pass", "isUsable": False, "isUsableOnce": False,
            "methodUsabilityReason": "DisabledByPolicy", "lifetimeInMinutes": 30,
            "startDateTime": "2026-11-21T08:00:00Z"}  # fmt: skip
    async with scripted(clock, lambda request: web.json_response(body, status=201)) as session:
        made = await passes.issue(session, "a", minutes=60, once=True)
    assert (made.usable, made.why_not, made.once) == (False, "DisabledByPolicy", False)
    assert made.until.isoformat() == "2026-11-21T08:30:00+00:00", "as long as Microsoft says, not as we asked"


@pytest.mark.parametrize("status", [500, 502, 504, 201])
async def test_a_pass_is_never_asked_for_twice(clock: JumpingClock, status: int) -> None:
    asked: list[str] = []

    def answer(request: web.Request) -> web.Response:
        asked.append(request.method)
        return web.json_response({}, status=status)

    async with scripted(clock, answer) as session:
        with pytest.raises(LostAnswer):
            await passes.issue(session, "a", minutes=60, once=True)
    assert asked == ["POST"]


async def test_out_of_everything(methods: GraphWriter, world: World, sent: Callable[[str], list[str]]) -> None:
    found = await all_of(methods.revoke_sessions([cast.DAN, cast.EVE, cast.DAN, GONE]))
    assert {one.user_id: type(one.trouble) for one in found} == {
        cast.DAN: type(None), cast.EVE: type(None), GONE: NotFound,
    }  # fmt: skip
    assert world.person("dan@contoso.com").sessions_from == world.now()
    assert len(sent("revokeSignInSessions")) == 3


async def test_whom_microsoft_protects(methods: GraphWriter, world: World) -> None:
    world.protect("dan@contoso.com")
    [one] = await all_of(methods.revoke_sessions([cast.DAN]))
    assert isinstance(one.trouble, Protected)
    with pytest.raises(Protected):
        await methods.issue_pass(cast.DAN, minutes=60)


@pytest.mark.parametrize(
    ("missing", "what"),
    [("User.RevokeSessions.All", "revoke"), ("UserAuthenticationMethod.ReadWrite.All", "delete")],
)
async def test_a_missing_permission_names_itself(methods: GraphWriter, world: World, missing: str, what: str) -> None:
    world.revoke(cast.METHODS_WRITER_ID, missing)
    wish = MethodWish(cast.ANA, GONE, MethodKind.FIDO2)
    found = methods.revoke_sessions([cast.ANA]) if what == "revoke" else methods.delete_methods([wish])
    [one] = await all_of(found)
    assert isinstance(one.trouble, Forbidden) and one.trouble.scope == missing


async def test_only_for_the_area_that_was_opened(writer: GraphWriter, world: World) -> None:
    before = len(world.recorder.requests)
    with pytest.raises(Forbidden):
        writer.delete_methods([MethodWish(cast.ANA, "m", MethodKind.FIDO2)])
    with pytest.raises(Forbidden):
        writer.revoke_sessions([cast.ANA])
    for write in (writer.issue_pass(cast.ANA, minutes=60), writer.delete_pass(cast.ANA, "p")):
        with pytest.raises(Forbidden):
            await write
    assert len(world.recorder.requests) == before


async def test_who_is_turned_away_at_the_gate_asks_again(clock: JumpingClock) -> None:
    answers = [503, 503, 200]

    async def answer(request: web.Request) -> web.Response:
        items = [{"id": item["id"], "status": answers.pop(0)} for item in (await request.json())["requests"]]
        return web.json_response({"responses": items})

    async with scripted(clock, answer) as session:
        assert await all_of(sessions.revoke(session, ["a"])) == [Written("a")]
    assert not answers


async def test_a_lost_answer_about_sessions_is_told(clock: JumpingClock) -> None:
    async with scripted(clock, lambda request: web.json_response({}, status=500)) as session:
        [one] = await all_of(sessions.revoke(session, ["a"]))
    assert isinstance(one.trouble, LostAnswer)
