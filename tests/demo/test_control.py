from typing import Any

import pytest

from demo.clock import WallClock
from demo.seed import cast
from demo.world import World
from tests.demo.plain import STATE, Plain, plain


async def state(client: Plain, **body: object) -> dict[str, Any]:
    reply = await client.control("state", body)
    assert reply.status == 200, reply.body
    found: dict[str, Any] = reply.body
    return found


async def test_the_state_is_small_and_names_the_cast(client: Plain) -> None:
    found = (await client.control("state", method="GET")).body
    assert found["states"] == {
        "bea@contoso.com": "enforced",
        "carl@contoso.com": "enforced",
        "gina@contoso.com": "enforced",
        "juergen@contoso.com": "enabled",
        "kim@contoso.com": "enforced",
        "olga@contoso.com": "enforced",
        "tom.admin@contoso.com": "enforced",
    }
    assert sum(found["counts"].values()) == 60
    assert found["writes"] == 0


async def test_a_change_shows_even_when_it_ends_in_disabled(client: Plain) -> None:
    found = await state(client, state={"kim": "disabled", cast.generated(0): "enabled"})
    assert found["states"]["kim@contoso.com"] == "disabled"
    assert len(found["states"]) == 8


async def test_what_people_and_administrators_do(client: Plain, world: World) -> None:
    await state(client, state={"dan": "enabled"})
    assert (await state(client, register="dan", method="phone"))["states"]["dan@contoso.com"] == "enforced"
    await state(client, forget_methods="grace")
    methods = (await client.control("state?methods", method="GET")).body["methods"]
    assert (methods["dan@contoso.com"], methods["grace@contoso.com"]) == (1, 0)
    assert (await state(client, sign_in="juergen"))["states"]["juergen@contoso.com"] == "enforced"
    await state(client, account_enabled={"eve": False}, security_defaults=True, licences=["AAD_PREMIUM"])
    assert not world.person("eve").enabled
    assert world.directory.security_defaults.true
    assert world.directory.has_plan("AAD_PREMIUM")
    await state(
        client, join={"group": cast.OPERATORS, "person": "dan"}, leave={"group": cast.OPERATORS, "person": "ana"}
    )
    assert list(world.directory.groups[cast.OPERATORS].members) == [cast.DAN]
    assert world.recorder.writes == []


@pytest.mark.parametrize(
    "body",
    [
        {"register": "nobody"},
        {"register": "dan", "method": "telepathy"},
        {"hidden_state": "sometimes"},
        {"licences": ["GOLD"]},
        {"explode": True},
        {"state": "enabled"},
    ],
)
async def test_a_change_that_cannot_be_is_refused(client: Plain, body: dict[str, Any]) -> None:
    reply = await client.control("state", body)
    assert reply.status == 400
    assert reply.body["error"]


async def test_permissions_come_and_go(client: Plain) -> None:
    await state(client, revoke={"role": "Policy.ReadWrite.AuthenticationMethod"})
    assert (await client.patch(STATE.format(cast.ANA), {"perUserMfaState": "enabled"})).status == 403
    await state(client, grant={"role": "Policy.ReadWrite.AuthenticationMethod"})
    assert (await client.patch(STATE.format(cast.ANA), {"perUserMfaState": "enabled"})).status == 204


async def test_reset_puts_everything_back(client: Plain, world: World) -> None:
    before = (await client.control("state?methods", method="GET")).body
    world.keys.rotate()
    await client.patch(STATE.format(cast.ANA), {"perUserMfaState": "enabled"})
    await client.control("faults", [{"status": 503}])
    await state(client, register="dan", hidden_state="absent")
    assert (await client.control("reset")).status == 204
    assert (await client.control("state?methods", method="GET")).body == before
    assert (await client.control("requests", method="GET")).body == []
    assert (await client.get("/v1.0/users")).status == 200


async def test_traffic_can_be_read_and_forgotten(client: Plain) -> None:
    await client.patch(STATE.format(cast.ANA), {"perUserMfaState": "enabled"})
    await client.get("/v1.0/organization")
    everything = (await client.control("requests", method="GET")).body
    writes = (await client.control("requests?writes=1", method="GET")).body
    done = (await client.control("writes", method="GET")).body
    assert len(everything) == 3
    assert [(row["method"], row["body"]) for row in writes] == [("PATCH", {"perUserMfaState": "enabled"})]
    assert [(row["target"], row["after"]) for row in done] == [("ana@contoso.com", "enabled")]
    await client.control("requests", method="DELETE")
    assert (await client.control("requests", method="GET")).body == []


async def test_the_clock_on_the_wall_cannot_be_moved() -> None:
    async with plain(World(users=30, clock=WallClock())) as client:
        assert (await client.control("clock", {"advance": 5})).status == 409
