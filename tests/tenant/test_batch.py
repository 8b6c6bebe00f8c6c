"""$batch: each item judged, waited for and repeated by itself."""

from collections import Counter
from collections.abc import Mapping

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.graph.batch import batch
from tenant.graph.call import Call
from tenant.graph.reader import GraphReader
from tenant.trouble import Forbidden, LostAnswer, NotFound, SignInFailed, Unavailable
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted

REQUIREMENTS = "authentication/requirements"


def everybody(world: World) -> list[str]:
    return list(world.directory.people)


async def states(reader: GraphReader, ids: list[str]) -> Mapping[str, str]:
    return {user_id: state.value async for user_id, state in reader.states(ids)}


def truth(world: World, ids: list[str]) -> Mapping[str, str]:
    return {user_id: world.state_of(user_id) for user_id in ids}


async def test_sixty_people_are_three_requests(reader: GraphReader, world: World) -> None:
    ids = everybody(world)[:60]
    assert await states(reader, ids) == truth(world, ids)
    outer = [request.path for request in world.recorder.requests if request.path.endswith("$batch")]
    assert len(outer) == 3


@pytest.mark.parametrize("status", [429, 503, 504])
async def test_a_half_failed_batch_is_mended(
    reader: GraphReader, world: World, clock: JumpingClock, status: int
) -> None:
    ids = everybody(world)[:40]
    world.faults.declare(
        [{"path": REQUIREMENTS, "batch": True, "every": 2, "times": 15, "status": status, "retry_after": 3}]
    )
    assert await states(reader, ids) == truth(world, ids)
    asked = Counter(r.path for r in world.recorder.requests if r.in_batch)
    assert sum(asked.values()) == 55, "only the failed ones go again"


async def test_the_longest_wait_counts(reader: GraphReader, world: World, clock: JumpingClock) -> None:
    world.faults.declare(
        [
            {"path": f"{cast.ANA}/{REQUIREMENTS}", "batch": True, "times": 1, "status": 429, "retry_after": 4},
            {"path": f"{cast.BEA}/{REQUIREMENTS}", "batch": True, "times": 1, "status": 429, "retry_after": 11},
        ]
    )
    assert len(await states(reader, [cast.ANA, cast.BEA])) == 2
    assert clock.elapsed() == pytest.approx(11)


async def test_who_is_gone_is_left_out(reader: GraphReader) -> None:
    nobody = "d0000000-0000-4000-8000-00000000ffff"
    assert set(await states(reader, [cast.ANA, nobody])) == {cast.ANA}


async def test_one_item_that_never_recovers_is_raised(reader: GraphReader, world: World) -> None:
    world.faults.declare([{"path": f"{cast.EVE}/{REQUIREMENTS}", "batch": True, "status": 503}])
    with pytest.raises(Unavailable):
        await states(reader, [cast.ANA, cast.EVE])


async def test_an_unpublished_limit_is_learnt(reader: GraphReader, world: World, clock: JumpingClock) -> None:
    """Five authentication methods in ten seconds, which Microsoft may mean: everybody is read, with little waste."""
    world.use_limits("strict")
    ids = everybody(world)[:60]
    assert {user_id async for user_id, _ in reader.methods(ids)} == set(ids)
    refused = [r for r in world.recorder.requests if r.in_batch and r.status == 429]
    assert len(refused) < 30
    assert clock.elapsed() < 250


async def test_a_share_of_the_budget_is_learnt(reader: GraphReader, world: World) -> None:
    world.use_limits("shared")
    ids = everybody(world)
    assert await states(reader, ids) == truth(world, ids)


def answering(*responses: dict[str, object]) -> web.Response:
    return web.json_response({"responses": list(responses)})


async def test_an_item_left_out_of_the_answer_is_asked_again(clock: JumpingClock) -> None:
    rounds: list[int] = []

    def handler(request: web.Request) -> web.Response:
        rounds.append(1)
        first = {"id": "0", "status": 200, "body": {"n": len(rounds)}}
        return answering(first) if len(rounds) == 1 else answering({**first, "body": {"n": "late"}})

    async with scripted(clock, handler) as session:
        calls = [Call(path="/users/1"), Call(path="/users/2")]
        found = {judged.call.path: judged.answer.body["n"] async for judged in batch(session, calls)}
    assert found == {"/users/1": 1, "/users/2": "late"}


async def test_a_post_whose_answer_is_missing_is_not_sent_again(clock: JumpingClock) -> None:
    rounds: list[int] = []

    def handler(request: web.Request) -> web.Response:
        rounds.append(1)
        return answering()

    async with scripted(clock, handler) as session:
        calls = [Call(path="/users/1/authentication/temporaryAccessPassMethods", method="POST", body={})]
        [judged] = [judged async for judged in batch(session, calls)]
    assert isinstance(judged.trouble, LostAnswer) and len(rounds) == 1


async def test_headers_of_items_are_read_in_any_case(clock: JumpingClock) -> None:
    rounds: list[int] = []

    def handler(request: web.Request) -> web.Response:
        rounds.append(1)
        if len(rounds) == 1:
            return answering({"id": "0", "status": 429, "headers": {"RETRY-AFTER": "9"}, "body": {}})
        return answering({"id": "0", "status": 404, "body": {"error": {"code": ""}}})

    async with scripted(clock, handler) as session:
        [judged] = [judged async for judged in batch(session, [Call(path="/users/1")])]
    assert isinstance(judged.trouble, NotFound) and clock.elapsed() == pytest.approx(9)


async def test_versions_are_not_mixed(clock: JumpingClock) -> None:
    async with scripted(clock, lambda request: answering()) as session:
        with pytest.raises(ValueError, match="one"):
            [j async for j in batch(session, [Call(path="/users/1"), Call(path="/users/1", version="beta")])]


async def test_items_that_accept_no_token_end_in_trouble(reader: GraphReader, world: World) -> None:
    world.faults.declare([{"path": REQUIREMENTS, "batch": True, "status": 401}])
    with pytest.raises(SignInFailed):
        await states(reader, [cast.ANA])
    assert len([r for r in world.recorder.requests if r.in_batch]) == 2


async def test_methods_that_cannot_be_read_are_trouble_not_none(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "UserAuthenticationMethod.Read.All")
    with pytest.raises(Forbidden) as caught:
        [one async for one in reader.methods([cast.ANA])]
    assert caught.value.scope == "UserAuthenticationMethod.Read.All"
