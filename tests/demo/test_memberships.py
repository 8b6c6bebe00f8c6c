"""Members of groups are added and removed by Microsoft's rules.

Hard cases: dynamic, synchronised and role-assignable groups; an owner without any permission; 21 at once; one of
several who is there already; a reference to nobody; twice the same.
"""

from collections.abc import AsyncIterator

import pytest

from demo.clock import SteppedClock
from demo.seed import cast
from demo.world import World
from tests.demo.plain import Plain, plain

REFERENCE = "https://graph.microsoft.com/v1.0/directoryObjects/"
OWNER = {"client_id": cast.STATE_WRITER_ID, "client_secret": cast.STATE_WRITER_SECRET}
READER = {"client_id": cast.READER_ID, "client_secret": cast.READER_SECRET}


@pytest.fixture
def world() -> World:
    return World(scenario="catalogue", users=90, clock=SteppedClock())


@pytest.fixture
async def client(world: World) -> AsyncIterator[Plain]:
    async with plain(world) as found:
        yield found


async def add(client: Plain, group: str, *people: str) -> int:
    if len(people) == 1:
        reply = await client.post(f"/v1.0/groups/{group}/members/$ref", {"@odata.id": f"{REFERENCE}{people[0]}"})
    else:
        bound = [f"{REFERENCE}{person}" for person in people]
        reply = await client.patch(f"/v1.0/groups/{group}", {"members@odata.bind": bound})
    return reply.status


async def remove(client: Plain, group: str, person: str) -> int:
    url = f"{client.facts['graph']}/v1.0/groups/{group}/members/{person}/$ref"
    return (await client.ask("DELETE", url)).status


def members(world: World, group: str) -> set[str]:
    return set(world.directory.groups[group].members)


async def test_somebody_joins_and_leaves(client: Plain, world: World) -> None:
    before = members(world, cast.MFA_ROLLOUT)
    assert [await add(client, cast.MFA_ROLLOUT, cast.DAN), await add(client, cast.MFA_ROLLOUT, cast.DAN)] == [204, 400]
    assert members(world, cast.MFA_ROLLOUT) == before | {cast.DAN}
    read = (await client.get(f"/v1.0/groups/{cast.MFA_ROLLOUT}/members?$select=id")).value
    assert cast.DAN in {row["id"] for row in read}
    assert [await remove(client, cast.MFA_ROLLOUT, cast.DAN) for _ in range(2)] == [204, 404]
    assert members(world, cast.MFA_ROLLOUT) == before
    assert [(write.what, write.after) for write in world.recorder.writes] == [
        ("member dan@contoso.com", True),
        ("member dan@contoso.com", False),
    ]


async def test_several_join_all_or_none(client: Plain, world: World) -> None:
    assert await add(client, cast.MFA_ROLLOUT, cast.DAN, cast.NORA, cast.EVE) == 400
    assert cast.DAN not in members(world, cast.MFA_ROLLOUT)
    assert await add(client, cast.MFA_ROLLOUT, cast.DAN, cast.EVE) == 204
    assert {cast.DAN, cast.EVE} < members(world, cast.MFA_ROLLOUT)


async def test_twenty_at_once_and_no_more(client: Plain, world: World) -> None:
    people = [cast.generated(number) for number in range(21)]
    assert await add(client, cast.EMPTY_GROUP, *people) == 400
    assert await add(client, cast.EMPTY_GROUP, *people[:20]) == 204
    assert len(members(world, cast.EMPTY_GROUP)) == 20


@pytest.mark.parametrize(
    ("group", "status"),
    [(cast.SALES_DYNAMIC, 403), (cast.FACTORY_SYNCED, 400), (cast.SECURITY_TEAM, 403), (cast.HELPDESK_TEAM, 403)],
)
async def test_some_groups_cannot_be_written(client: Plain, world: World, group: str, status: int) -> None:
    before = members(world, group)
    assert await add(client, group, cast.DAN) == status
    for person in before:
        assert await remove(client, group, person) == status
    assert members(world, group) == before


async def test_an_owner_needs_no_permission_and_nobody_else_may(client: Plain, world: World) -> None:
    await client.sign_in(**OWNER)
    assert await add(client, cast.MFA_ROLLOUT, cast.DAN) == 204
    assert await add(client, cast.EMPTY_GROUP, cast.DAN) == 403
    await client.sign_in(**READER)
    assert await add(client, cast.MFA_ROLLOUT, cast.EVE) == 403
    assert await remove(client, cast.MFA_ROLLOUT, cast.DAN) == 403


async def test_who_owns_a_group_and_what_an_application_owns(client: Plain, world: World) -> None:
    mine = world.apps[cast.STATE_WRITER_ID].service_principal
    owners = (await client.get(f"/v1.0/groups/{cast.MFA_ROLLOUT}/owners")).value
    assert {"@odata.type": "#microsoft.graph.servicePrincipal", "id": mine} in [
        {name: row[name] for name in ("@odata.type", "id")} for row in owners
    ]
    owned = (await client.get(f"/v1.0/servicePrincipals/{mine}/ownedObjects?$select=id,displayName")).value
    assert [(row["id"], row["displayName"]) for row in owned] == [(cast.MFA_ROLLOUT, "MFA Rollout")]
    assert (await client.get("/v1.0/servicePrincipals/nobody/ownedObjects")).status == 404


@pytest.mark.parametrize("reference", [f"{REFERENCE}nobody", "dan", 4, None])
async def test_a_reference_to_nobody_is_refused(client: Plain, reference: object) -> None:
    reply = await client.post(f"/v1.0/groups/{cast.MFA_ROLLOUT}/members/$ref", {"@odata.id": reference})
    assert reply.status in (400, 404)


@pytest.mark.parametrize("body", [{}, {"displayName": "Mine"}, {"members@odata.bind": []}])
async def test_nothing_else_of_a_group_changes(client: Plain, body: dict[str, object]) -> None:
    assert (await client.patch(f"/v1.0/groups/{cast.MFA_ROLLOUT}", body)).status == 400
