"""SharePoint's tenant settings."""

from collections.abc import AsyncIterator

import pytest

from demo.clock import SteppedClock
from demo.seed import cast
from demo.world import World
from tests.demo.plain import Plain, plain

PATH = "/v1.0/admin/sharepoint/settings"
SWITCH = "isLegacyAuthProtocolsEnabled"


@pytest.fixture
async def client(world: World) -> AsyncIterator[Plain]:
    async with plain(world) as found:
        yield found


@pytest.mark.parametrize(
    ("scenario", "on"), [("no-p1", True), ("security-defaults", False), ("conditional-access", False)]
)
async def test_the_switch_by_scenario(scenario: str, *, on: bool) -> None:
    async with plain(World(users=30, scenario=scenario, clock=SteppedClock())) as client:
        found = (await client.get(PATH)).body
        assert found[SWITCH] is on
        assert len(found) > 20
        chosen = (await client.get(f"{PATH}?$select={SWITCH}")).body
        assert {name for name in chosen if not name.startswith("@")} == {SWITCH}


async def test_it_is_set_and_the_answer_is_everything(client: Plain, world: World) -> None:
    reply = await client.patch(PATH, {SWITCH: False})
    assert (reply.status, reply.body[SWITCH]) == (200, False)
    assert "sharingCapability" in reply.body
    assert (await client.get(PATH)).body[SWITCH] is False
    assert [(w.target, w.what, w.before, w.after) for w in world.recorder.writes] == [
        ("sharepoint", SWITCH, True, False)
    ]
    assert (await client.control("state", method="GET")).body["sharepoint"] == {SWITCH: False}


async def test_reading_is_not_writing(client: Plain, world: World) -> None:
    await client.sign_in(client_id=cast.READER_ID, client_secret=cast.READER_SECRET)
    assert (await client.get(PATH)).status == 200
    refused = await client.patch(PATH, {SWITCH: False})
    assert (refused.status, refused.code) == (403, "Authorization_RequestDenied")
    assert world.recorder.writes == []


@pytest.mark.parametrize("body", [{SWITCH: "no"}, {SWITCH: None}, {"sharingCapability": "disabled"}, {}])
async def test_what_it_does_not_take(client: Plain, body: dict[str, object], world: World) -> None:
    assert (await client.patch(PATH, body)).status == 400
    assert world.recorder.writes == []


async def test_beta_and_unknown_properties_are_refused(client: Plain) -> None:
    assert (await client.get(PATH.replace("v1.0", "beta"))).status == 405
    assert (await client.get(f"{PATH}?$select=shoeSize")).status == 400


async def test_a_tenant_without_sharepoint(client: Plain, world: World) -> None:
    await client.control("state", {"licences": ["AAD_PREMIUM"]})
    refused = await client.get(PATH)
    assert (refused.status, "SPO license" in refused.body["error"]["message"]) == (400, True)
    assert (await client.patch(PATH, {SWITCH: False})).status == 400
