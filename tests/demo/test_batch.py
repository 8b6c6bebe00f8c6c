from typing import Any

import aiohttp
import pytest

from demo.seed import cast
from demo.world import World
from tests.demo.plain import Plain, Reply, state_item


async def batch(client: Plain, *items: dict[str, Any], version: str = "beta") -> Reply:
    return await client.post(f"/{version}/$batch", {"requests": list(items)})


def by_id(reply: Reply) -> dict[str, Any]:
    return {item["id"]: item for item in reply.body["responses"]}


async def test_each_item_has_its_own_status(client: Plain, world: World) -> None:
    reply = await batch(client, state_item(1, cast.ANA), state_item(2, "nobody"), state_item(3, cast.EVE, "x"))
    assert reply.status == 200
    assert {key: item["status"] for key, item in by_id(reply).items()} == {"1": 204, "2": 404, "3": 400}
    assert world.state_of("ana") == "enabled"
    assert by_id(reply)["2"]["body"]["error"]["code"] == "Request_ResourceNotFound"


async def test_answers_come_in_another_order_but_always_the_same(client: Plain, world: World) -> None:
    items = [state_item(number, cast.generated(number)) for number in range(20)]
    orders = []
    for _ in range(2):
        world.reset()
        orders.append([item["id"] for item in (await batch(client, *items)).body["responses"]])
    assert orders[0] == orders[1]
    assert orders[0] != sorted(orders[0], key=int)


async def test_a_batch_that_is_none_is_refused_whole(client: Plain, world: World) -> None:
    many = [state_item(number, cast.ANA) for number in range(21)]
    for items in (many, [], [state_item(1, cast.ANA), state_item(1, cast.EVE)], [{"id": "1"}]):
        assert (await batch(client, *items)).status == 400
    assert world.recorder.writes == []


async def test_versions_do_not_mix(client: Plain) -> None:
    reply = await batch(client, state_item(1, cast.ANA), version="v1.0")
    assert by_id(reply)["1"]["status"] == 405


async def test_a_body_needs_its_content_type(client: Plain) -> None:
    assert (await batch(client, state_item(1, cast.ANA) | {"headers": {}})).status == 400


async def test_what_depends_on_a_failure_fails(client: Plain, world: World) -> None:
    second = state_item(2, cast.ANA) | {"dependsOn": ["1"]}
    third = state_item(3, cast.EVE)
    reply = by_id(await batch(client, state_item(1, "nobody"), second, third))
    assert [reply[key]["status"] for key in ("1", "2", "3")] == [404, 424, 204]
    assert world.state_of("ana") == "disabled"


async def test_an_unencoded_hash_cuts_the_address(client: Plain) -> None:
    guest = "/users/gus_fabrikam.com{}EXT{}@contoso.onmicrosoft.com?$select=id"
    cut = {"id": "cut", "method": "GET", "url": guest.format("#", "#")}
    whole = {"id": "whole", "method": "GET", "url": guest.format("%23", "%23")}
    reply = by_id(await batch(client, cut, whole, version="v1.0"))
    assert reply["cut"]["status"] == 404
    assert reply["whole"]["body"]["id"] == cast.GUS


async def test_items_are_throttled_one_by_one(client: Plain, world: World) -> None:
    world.use_limits("strict")
    items = [
        {"id": str(n), "method": "GET", "url": f"/users/{cast.generated(n)}/authentication/methods"} for n in range(20)
    ]
    found = by_id(await batch(client, *items, version="v1.0"))
    statuses = [found[str(n)]["status"] for n in range(20)]
    assert statuses == [200] * 5 + [429] * 15
    assert found["7"]["headers"]["Retry-After"] == "10"
    assert found["7"]["body"]["error"]["code"] == "TooManyRequests"


async def test_items_are_recorded_and_the_batch_too(client: Plain, world: World) -> None:
    await batch(client, state_item(1, cast.ANA), state_item(2, "nobody"))
    seen = [(r.method, r.path.rpartition("/")[2], r.status, r.in_batch) for r in world.recorder.requests][-3:]
    assert seen == [
        ("PATCH", "requirements", 204, True),
        ("PATCH", "requirements", 404, True),
        ("POST", "$batch", 200, False),
    ]
    assert [r.path for r in world.recorder.requests if r.writes] == [
        f"/graph/beta/users/{who}/authentication/requirements" for who in (cast.ANA, "nobody")
    ]


async def test_one_lost_item_loses_the_whole_answer_and_no_work(client: Plain, world: World) -> None:
    await client.control("faults", [{"effect": "lost", "batch": True, "nth": 2}])
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await batch(client, *(state_item(n, key) for n, key in enumerate((cast.ANA, cast.EVE, cast.DAN))))
    assert [write.target.partition("@")[0] for write in world.recorder.writes] == ["ana", "eve", "dan"]
