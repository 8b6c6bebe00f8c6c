import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from demo.clock import SteppedClock, WallClock
from demo.faults import Faults
from demo.seed import cast
from demo.wire import Json
from demo.world import World
from tests.demo.plain import STATE, Plain, state_item

PATH = STATE.format(cast.ANA)
ENABLED = {"perUserMfaState": "enabled"}


def struck(faults: Faults, times: int, method: str = "GET") -> list[int]:
    return [number for number in range(1, times + 1) if faults.strike(method, "/v1.0/users")]


@pytest.mark.parametrize(
    ("declared", "hit"),
    [
        ({"nth": 3}, [3]),
        ({"every": 4}, [4, 8]),
        ({"times": 2}, [1, 2]),
        ({"every": 2, "times": 2}, [2, 4]),
        ({"method": "POST"}, []),
        ({"path": "^/beta"}, []),
        ({"batch": True}, []),
    ],
)
def test_which_requests_are_hit(declared: dict[str, Any], hit: list[int]) -> None:
    faults = Faults()
    faults.declare([{"status": 503, **declared}])
    assert struck(faults, 9) == hit


def test_a_share_is_chance_but_the_same_chance_every_time() -> None:
    faults = Faults(seed=5)
    runs = []
    for _ in range(2):
        faults.declare([{"status": 503, "share": 0.5}])
        runs.append(struck(faults, 200))
    assert runs[0] == runs[1]
    assert 60 < len(runs[0]) < 140


@pytest.mark.parametrize("wrong", [{"effect": "explode"}, {"stat": 503}, "503"])
def test_a_fault_that_means_nothing_is_refused_and_changes_nothing(wrong: Json) -> None:
    faults = Faults()
    faults.declare([{"status": 503}])
    with pytest.raises(ValueError, match="a fault"):
        faults.declare([wrong])
    assert struck(faults, 2) == [1, 2]


async def test_a_refusal_on_order_does_nothing(client: Plain, world: World) -> None:
    await client.control("faults", [{"status": 503, "retry_after": 7, "method": "PATCH", "times": 1}])
    refused = await client.patch(PATH, ENABLED)
    assert (refused.status, refused.headers["Retry-After"], refused.code) == (503, "7", "ServiceUnavailable")
    assert world.state_of("ana") == "disabled"
    assert (await client.patch(PATH, ENABLED)).status == 204


async def test_a_lost_answer_was_done_and_a_dropped_one_was_not(client: Plain, world: World) -> None:
    for effect, state in (("drop", "disabled"), ("lost", "enabled")):
        await client.control("faults", [{"effect": effect, "method": "PATCH", "times": 1}])
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await client.patch(PATH, ENABLED)
        assert world.state_of("ana") == state
    assert [request.status for request in world.recorder.requests if request.writes] == [0, 0]


async def test_silence_lasts_until_the_caller_gives_up(client: Plain, world: World) -> None:
    await client.control("faults", [{"effect": "hang", "times": 1}])
    with pytest.raises(asyncio.TimeoutError):
        await client.get("/v1.0/users", timeout=aiohttp.ClientTimeout(total=0.05))
    assert world.in_flight == 0
    assert (await client.get("/v1.0/users")).status == 200


async def test_half_a_batch_fails(client: Plain, world: World) -> None:
    await client.control("faults", [{"status": 503, "retry_after": 2, "batch": True, "every": 2}])
    items = [state_item(number, cast.generated(number)) for number in range(6)]
    reply = await client.post("/beta/$batch", {"requests": items})
    found = {item["id"]: item for item in reply.body["responses"]}
    assert [found[str(n)]["status"] for n in range(6)] == [204, 503, 204, 503, 204, 503]
    assert found["1"]["headers"]["Retry-After"] == "2"
    assert len(world.recorder.writes) == 3


async def test_a_lost_batch_was_done(client: Plain, world: World) -> None:
    await client.control("faults", [{"effect": "lost", "path": "batch$"}])
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.post("/beta/$batch", {"requests": [state_item(1, cast.ANA), state_item(2, cast.EVE)]})
    assert [write.target for write in world.recorder.writes] == ["ana@contoso.com", "eve@contoso.com"]


async def test_readers_lag_behind_a_write(client: Plain, world: World) -> None:
    await client.control("faults", [{"effect": "lag", "seconds": 10, "method": "PATCH", "times": 1}])
    await client.patch(PATH, ENABLED)
    assert (await client.get(PATH)).body["perUserMfaState"] == "disabled"
    assert (await client.control("state", method="GET")).body["states"]["ana@contoso.com"] == "enabled"
    await client.control("clock", {"advance": 10})
    assert (await client.get(PATH)).body["perUserMfaState"] == "enabled"


async def test_slow_answers_wait_for_the_clock(client: Plain, world: World) -> None:
    await client.control("faults", [{"effect": "slow", "ms": 1500}])
    task = asyncio.create_task(client.get("/v1.0/organization"))
    clock = world.clock
    assert isinstance(clock, SteppedClock)
    while not clock.sleepers:
        await WallClock().sleep(0.001)
    assert world.in_flight == 0
    await clock.advance(timedelta(seconds=2))
    assert (await task).status == 200
