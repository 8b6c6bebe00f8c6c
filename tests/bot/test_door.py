"""Nobody comes in who is not the channel, and nothing that is not said by a person of our tenant."""

import json

import aiohttp
import pytest
from msrest.universal_http.requests import ClientRetryPolicy

from bot.door.app import LARGEST
from bot.door.keys import FETCHES
from bot.door.passport import quicken
from bot.door.rules import may_carry
from demo.connector.teams import Forgery
from demo.keys import now
from demo.wire import JsonObject
from tests.bot.conftest import Doorstep

OTHER = "c0450000-0000-4000-8000-00000000ffff"
EMULATOR = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"


async def said(step: Doorstep, forgery: Forgery) -> int:
    ana = step.world.person("ana")
    return (await step.teams.say(ana, step.teams.chats.personal(ana), "help", forgery=forgery)).status


async def test_what_the_channel_signed_comes_in(doorstep: Doorstep) -> None:
    assert await said(doorstep, Forgery()) == 200
    assert [each["text"] for each in doorstep.let_in] == ["help"]


@pytest.mark.parametrize(
    "forgery",
    [
        Forgery(unsigned=True),
        Forgery(claims={"forged": True}),
        Forgery(claims={"exp": now() - 3600}),
        Forgery(claims={"nbf": now() + 3600}),
        Forgery(claims={"aud": OTHER}),
        Forgery(claims={"aud": None}),
        Forgery(claims={"iss": "https://evil.example"}),
        Forgery(claims={"iss": EMULATOR, "appid": "b0700000-0000-4000-8000-000000000001"}),
        Forgery(claims={"ver": "1.0", "appid": OTHER}),
        Forgery(claims={"serviceurl": "https://elsewhere.example/"}),
        Forgery(claims={"kid": "nobody-published-this"}),
    ],
    ids=[
        "unsigned",
        "forged",
        "expired",
        "too-early",
        "audience",
        "no-audience",
        "issuer",
        "emulator",
        "version",
        "service",
        "key",
    ],
)
async def test_a_stranger_is_refused_and_nothing_is_read(doorstep: Doorstep, forgery: Forgery) -> None:
    assert await said(doorstep, forgery) == 401
    assert doorstep.let_in == []


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer x", "Bearer a.b.c", "Basic YTpi", "Bearer " + "é" * 20, "x" * 5000]
)
async def test_a_header_that_is_no_token_is_refused(doorstep: Doorstep, header: str) -> None:
    async with aiohttp.ClientSession() as http:
        answer = await http.post(
            f"{doorstep.url}/api/messages", json={"type": "message"}, headers={"Authorization": header}
        )
        assert (answer.status, await answer.read()) == (401, b"")
    assert doorstep.let_in == []


def changed(path: str, value: object) -> Forgery:
    """The activity with one field replaced, None: taken out."""

    def change(activity: JsonObject) -> JsonObject:
        copy = json.loads(json.dumps(activity))
        *way, last = path.split(".")
        at = copy
        for step in way:
            at = at[step]
        at[last] = value
        if value is None:
            del at[last]
        return dict(copy)

    return Forgery(change=change)


@pytest.mark.parametrize(
    "forgery",
    [
        changed("channelData.tenant.id", OTHER),
        changed("conversation.tenantId", OTHER),
        changed("from.aadObjectId", None),
        changed("from.aadObjectId", "29:not-a-guid"),
        changed("from.aadObjectId", ["d0000000-0000-4000-8000-000000000001"]),
        changed("channelId", "emulator"),
        changed("recipient.id", f"28:{OTHER}"),
        changed("serviceUrl", None),
    ],
    ids=["tenant", "tenants disagree", "nobody", "no guid", "a list", "channel", "recipient", "no service"],
)
async def test_what_is_authentic_but_not_for_us_is_not_read(doorstep: Doorstep, forgery: Forgery) -> None:
    assert await said(doorstep, forgery) in (401, 403)
    assert doorstep.let_in == []


async def test_an_activity_without_any_tenant_is_not_read(doorstep: Doorstep) -> None:
    def change(activity: JsonObject) -> JsonObject:
        conversation = activity["conversation"]
        assert isinstance(conversation, dict)
        bare = {name: value for name, value in conversation.items() if name != "tenantId"}
        return activity | {"channelData": {}, "conversation": bare}

    assert await said(doorstep, Forgery(change=change)) == 403
    assert doorstep.let_in == []


async def test_a_service_address_that_is_not_ours_is_refused_even_if_signed(doorstep: Doorstep) -> None:
    evil = "https://evil.example/"
    forgery = Forgery(claims={"serviceurl": evil}, change=lambda activity: activity | {"serviceUrl": evil})
    assert await said(doorstep, forgery) == 403
    assert doorstep.let_in == []


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[1]", 400), (b'"x"', 400), (b"\xff\xfe", 400), (b"[" * 100_000, 400), (b" " * (LARGEST + 1), 413)],
    ids=["cut", "list", "string", "not utf-8", "deep", "too large"],
)
async def test_a_body_that_is_no_activity_is_refused(doorstep: Doorstep, body: bytes, status: int) -> None:
    token = doorstep.world.keys.channel_token(doorstep.world.bot_app_id, doorstep.teams.service_url)
    async with aiohttp.ClientSession() as http:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        answer = await http.post(f"{doorstep.url}/api/messages", data=body, headers=headers)
        assert answer.status == status
    assert doorstep.let_in == []


async def test_without_a_token_the_body_is_not_even_fetched(doorstep: Doorstep) -> None:
    async with aiohttp.ClientSession() as http:
        answer = await http.post(f"{doorstep.url}/api/messages", data=b"{" * (LARGEST + 1))
        assert answer.status == 401


async def test_keys_that_cannot_be_had_make_teams_deliver_again(doorstep: Doorstep) -> None:
    doorstep.publisher.down = True
    assert await doorstep.deliver_once() == 503
    doorstep.publisher.down = False
    assert await doorstep.deliver_once() == 200
    assert len(doorstep.let_in) == 1


async def test_a_rotated_key_is_picked_up(doorstep: Doorstep) -> None:
    assert await said(doorstep, Forgery()) == 200
    doorstep.world.keys.rotate()
    assert await said(doorstep, Forgery()) == 200


async def test_unknown_keys_do_not_make_us_hammer_the_channel(doorstep: Doorstep) -> None:
    for number in range(3 * FETCHES):
        assert await said(doorstep, Forgery(claims={"kid": f"unknown-{number}"})) == 401
    assert 0 < doorstep.publisher.asked <= FETCHES
    assert await said(doorstep, Forgery()) == 200


async def test_known_keys_outlive_the_place_they_came_from(doorstep: Doorstep) -> None:
    assert await said(doorstep, Forgery()) == 200
    doorstep.publisher.down = True
    assert await said(doorstep, Forgery(claims={"kid": "unknown"})) == 401
    assert await said(doorstep, Forgery()) == 200


async def test_health_and_readiness(doorstep: Doorstep) -> None:
    async with aiohttp.ClientSession() as http:
        assert (await http.get(f"{doorstep.url}/healthz")).status == 200
        assert (await http.get(f"{doorstep.url}/readyz")).status == 503
        await said(doorstep, Forgery())
        assert (await http.get(f"{doorstep.url}/readyz")).status == 200


def test_the_costly_retry_table_of_the_sdk_is_still_where_we_mend_it() -> None:
    listed: object = ClientRetryPolicy.safe_codes
    quicken()
    codes: object = ClientRetryPolicy.safe_codes
    assert isinstance(listed, list | frozenset)
    assert isinstance(codes, frozenset)
    assert codes == frozenset(listed)
    assert {200, 404, 501} <= codes
    assert not {408, 503} & codes


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://emea.ng.teams.microsoft.com/", True),
        ("https://SMBA.trafficmanager.net/", True),
        ("http://smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://evilteams.microsoft.com/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://user:pw@smba.trafficmanager.net/", False),
        ("ftp://smba.trafficmanager.net/", False),
        ("https://[::1/", False),
        ("", False),
    ],
)
def test_where_our_token_may_go(url: str, may: bool) -> None:
    assert may_carry(url, ("smba.trafficmanager.net", ".teams.microsoft.com")) is may
