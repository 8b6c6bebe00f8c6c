"""Conditional Access, written: created once however often it is asked for, switched, deleted, and refused in words."""

from collections.abc import Callable

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.graph import policy_writes
from tenant.graph.reader import GraphReader
from tenant.graph.wire import Json
from tenant.graph.writer import GraphWriter
from tenant.model import AccessPolicy, Apps, Audience, Grant, PolicyDraft, PolicyState
from tenant.trouble import Conflict, Forbidden, LostAnswer, NotFound, Refused
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted

BLOCK = PolicyDraft(
    name="Muster: block legacy authentication",
    include=Audience(everybody=True),
    exclude=Audience(users=frozenset({cast.BREAK_GLASS_1, cast.BREAK_GLASS_2})),
    apps=Apps(everything=True),
    clients=frozenset({"exchangeActiveSync", "other"}),
    grant=Grant(controls=frozenset({"block"})),
)
LISTED = "/identity/conditionalAccess/policies"


@pytest.fixture
def scenario() -> str:
    return "conditional-access"


async def read(reader: GraphReader, policy_id: str) -> AccessPolicy | None:
    return next((one for one in await reader.access_policies() if one.id == policy_id), None)


async def test_created_in_report_only_and_then_switched(reader: GraphReader, policies: GraphWriter) -> None:
    made = await policies.create_policy(BLOCK)
    found = await read(reader, made)
    assert found is not None and BLOCK.is_like(found) and found.state is PolicyState.REPORT_ONLY
    await policies.set_policy_state(made, PolicyState.ON)
    found = await read(reader, made)
    assert found is not None and found.enforced, "what was read before our own change is not believed"
    await policies.delete_policy(made)
    assert await read(reader, made) is None
    await policies.delete_policy(made)


async def test_asked_for_twice_it_is_there_once(policies: GraphWriter, sent: Callable[[str], list[str]]) -> None:
    made = await policies.create_policy(BLOCK)
    await policies.set_policy_state(made, PolicyState.ON)
    assert await policies.create_policy(BLOCK) == made
    assert [each for each in sent(LISTED) if each.startswith("POST")] == ["POST 201"]


async def test_another_policy_of_this_name_is_left_alone(policies: GraphWriter, world: World) -> None:
    await policies.create_policy(BLOCK)
    before = len(world.directory.policies)
    with pytest.raises(Conflict):
        await policies.create_policy(PolicyDraft(name=BLOCK.name.upper(), include=BLOCK.include, apps=BLOCK.apps))
    assert len(world.directory.policies) == before


async def test_a_policy_that_is_gone_cannot_be_switched(policies: GraphWriter) -> None:
    with pytest.raises(NotFound):
        await policies.set_policy_state("dddddddd-0000-4000-8000-00000000dead", PolicyState.ON)


async def test_only_for_the_area_that_was_opened(methods: GraphWriter, world: World) -> None:
    before = len(world.recorder.requests)
    for write in (
        methods.create_policy(BLOCK),
        methods.set_policy_state("x", PolicyState.ON),
        methods.delete_policy("x"),
    ):
        with pytest.raises(Forbidden):
            await write
    assert len(world.recorder.requests) == before


@pytest.mark.parametrize("missing", ["Policy.ReadWrite.ConditionalAccess", "Application.Read.All"])
async def test_a_missing_permission_names_itself(policies: GraphWriter, world: World, missing: str) -> None:
    world.revoke(cast.POLICIES_WRITER_ID, missing)
    with pytest.raises(Forbidden) as caught:
        await policies.create_policy(BLOCK)
    assert caught.value.scope == missing


async def test_security_defaults_stand_in_the_way(policies: GraphWriter, world: World) -> None:
    world.directory.security_defaults.put(True, elapsed=0.0, lag=0.0)
    made = await policies.create_policy(BLOCK)
    with pytest.raises(Refused) as caught:
        await policies.set_policy_state(made, PolicyState.ON)
    assert caught.value.detail == "security-defaults-on"


async def test_a_place_of_a_second_ago_is_waited_for(clock: JumpingClock) -> None:
    posts = []

    def answer(request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.json_response({"value": []})
        posts.append(request)
        error: Json = {
            "code": "BadRequest",
            "message": "1040: NamedLocation does not exist in the directory.",
        }
        done = len(posts) == 3
        return web.json_response({"id": "made"} if done else {"error": error}, status=201 if done else 400)

    async with scripted(clock, answer) as session:
        assert await policy_writes.create(session, BLOCK) == "made"
    assert len(posts) == 3 and [each for each in clock.slept if each == 5.0] == [5.0, 5.0]


@pytest.mark.parametrize("message", ["1040: still not there", "1007: no controls"])
async def test_but_not_for_ever(clock: JumpingClock, message: str) -> None:
    def answer(request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.json_response({"value": []})
        return web.json_response({"error": {"code": "BadRequest", "message": message}}, status=400)

    async with scripted(clock, answer) as session:
        with pytest.raises(Refused):
            await policy_writes.create(session, BLOCK)


async def test_a_lost_answer_is_told_and_nothing_is_sent_again(clock: JumpingClock) -> None:
    posts = []

    def answer(request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.json_response({"value": []})
        posts.append(request)
        return web.json_response({}, status=500)

    async with scripted(clock, answer) as session:
        with pytest.raises(LostAnswer):
            await policy_writes.create(session, BLOCK)
    assert len(posts) == 1
