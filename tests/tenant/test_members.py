"""Groups: who owns one, who is directly in it, who is put in and taken out; and only those that may be written."""

from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.graph import members
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import Rules
from tenant.trouble import Forbidden, LostAnswer, NotFound, Protected
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted
from tests.tenant.test_resources import all_of

OPEN = frozenset({cast.FINANCE, cast.KEY_KEEPERS, cast.MFA_EXCLUSIONS})
GONE = "dddddddd-0000-4000-8000-00000000dead"
CHANGED = f"/groups/{cast.FINANCE}"


@pytest.fixture
def rules() -> Rules:
    return Rules(writable_groups=OPEN)


@pytest.fixture
def granted(world: World, writer: GraphWriter) -> GraphWriter:
    world.grant(cast.STATE_WRITER_ID, "GroupMember.ReadWrite.All")
    return writer


async def inside(reader: GraphReader, group: str = cast.FINANCE) -> set[str]:
    return set(await all_of(reader.direct_members(group)))


async def test_people_come_in_and_go_out(
    reader: GraphReader, granted: GraphWriter, sent: Callable[[str], list[str]]
) -> None:
    before = await inside(reader)
    wanted = [cast.DAN, cast.EVE, cast.QUINN]
    assert not before & set(wanted)
    assert {(one.user_id, one.trouble) for one in await all_of(granted.join(cast.FINANCE, wanted))} == {
        (each, None) for each in wanted
    }
    assert await inside(reader) == before | set(wanted)
    assert [each for each in sent(CHANGED) if not each.startswith("GET")] == ["PATCH 204"], "all in one request"
    assert [one.trouble for one in await all_of(granted.leave(cast.FINANCE, wanted))] == [None] * 3
    assert await inside(reader) == before


async def test_who_is_in_already_and_who_is_gone(reader: GraphReader, granted: GraphWriter) -> None:
    await all_of(granted.join(cast.FINANCE, [cast.DAN]))
    found = {one.user_id: one.trouble for one in await all_of(granted.join(cast.FINANCE, [cast.DAN, cast.EVE, GONE]))}
    assert found[cast.DAN] is None and found[cast.EVE] is None and isinstance(found[GONE], NotFound)
    assert {cast.DAN, cast.EVE} <= await inside(reader)
    left = await all_of(granted.leave(cast.FINANCE, [cast.DAN, GONE, cast.QUINN]))
    assert [one.trouble for one in left] == [None, None, None]


@pytest.mark.parametrize("write", ["join", "leave"])
async def test_a_group_that_nobody_named_is_never_touched(granted: GraphWriter, world: World, write: str) -> None:
    before = len(world.recorder.requests)
    with pytest.raises(Forbidden) as caught:
        await all_of(getattr(granted, write)(cast.MFA_USERS, [cast.DAN]))
    assert caught.value.code == "group-not-writable" and len(world.recorder.requests) == before


async def test_nor_in_another_area(methods: GraphWriter) -> None:
    with pytest.raises(Forbidden):
        await all_of(methods.join(cast.FINANCE, [cast.DAN]))


async def test_without_the_permission_it_is_named(world: World, writer: GraphWriter) -> None:
    world.revoke(cast.STATE_WRITER_ID, "GroupMember.ReadWrite.All")
    found = [one.trouble for one in await all_of(writer.join(cast.FINANCE, [cast.DAN, cast.EVE]))]
    assert [trouble.scope for trouble in found if isinstance(trouble, Forbidden)] == ["GroupMember.ReadWrite.All"] * 2


async def test_a_group_that_microsoft_protects_is_no_missing_permission(granted: GraphWriter) -> None:
    [one] = await all_of(granted.join(cast.KEY_KEEPERS, [cast.DAN]))
    assert isinstance(one.trouble, Protected)


@pytest.mark.parametrize("people", [[cast.generated(n) for n in range(21)]])
async def test_at_most_twenty(granted: GraphWriter, people: list[str]) -> None:
    with pytest.raises(ValueError, match="20"):
        await all_of(granted.join(cast.FINANCE, people))


async def test_an_owner_needs_no_permission_and_is_known_as_one(
    reader: GraphReader, writer: GraphWriter, world: World
) -> None:
    world.revoke(cast.STATE_WRITER_ID, "GroupMember.ReadWrite.All")
    before = await reader.group(cast.FINANCE)
    assert before is not None and before.owned is False and not await reader.owned_groups()
    world.directory.groups[cast.FINANCE].owners = (world.apps[cast.STATE_WRITER_ID].service_principal,)
    after = await reader.group(cast.FINANCE)
    assert after is not None and after.owned is True
    assert [one.id for one in await reader.owned_groups()] == [cast.FINANCE]
    assert [one.trouble for one in await all_of(writer.join(cast.FINANCE, [cast.DAN]))] == [None]


async def test_a_group_with_all_that_a_plan_must_know(reader: GraphReader) -> None:
    keepers = await reader.group(cast.KEY_KEEPERS)
    assert keepers is not None and keepers.role_assignable and keepers.security and not keepers.restricted
    assert await reader.group(GONE) is None and await all_of(reader.direct_members(GONE)) == []


async def test_only_people_and_only_direct_ones(reader: GraphReader) -> None:
    """The group holds a group, "MFA Users Field"."""
    everybody = {user.id async for user in reader.members(cast.MFA_USERS)}
    direct = await inside(reader, cast.MFA_USERS)
    assert cast.KIM in everybody - direct and cast.ANA in direct and cast.MFA_USERS_FIELD not in direct


@pytest.mark.parametrize(
    ("owner", "application", "owned"),
    [({"appId": "me"}, "me", True), ({"appId": "you"}, "me", False), ({}, "me", None), ({"appId": "me"}, "", None)],
)
def test_whether_we_own_it_may_be_unknown(owner: dict[str, Any], application: str, owned: bool | None) -> None:
    kind = {"@odata.type": "#microsoft.graph.servicePrincipal"}
    assert members._owned([{**kind, **owner}], application) is owned


async def test_a_lost_answer_is_everybodys(clock: JumpingClock) -> None:
    asked = []

    def answer(request: web.Request) -> web.Response:
        asked.append(request.method)
        return web.json_response({}, status=500)

    async with scripted(clock, answer) as session:
        found = await all_of(members.join(session, "g", ["a", "b"]))
    assert [type(one.trouble) for one in found] == [LostAnswer, LostAnswer] and asked == ["PATCH"]
