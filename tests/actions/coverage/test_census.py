"""``census``: counts that name nobody. Hard cases: what cannot be read, small departments, accounts of nobody."""

import pytest

from actions.coverage.census import Census
from actions.spec import Finding, FindingState
from demo import troubles
from demo.world import World
from dialogs.words import sentence
from tenant.ports import TenantReader
from tenant.trouble import Unavailable


@pytest.fixture
def users() -> int:
    return 120


async def counted(reader: TenantReader) -> Finding:
    [found] = [each async for each in Census().findings(reader)]
    return found


async def test_the_parts_add_up(world: World, reader: TenantReader) -> None:
    found = await counted(reader)
    counts = found.title.facts
    people = int(counts["people"])
    assert found.state is FindingState.PASS and "unread" not in counts
    assert people + int(counts["apart"]) == len(world.directory.people)
    assert int(counts["done"]) <= min(int(counts["protected"]), int(counts["ready"])) <= people
    assert sum(int(counts[name]) for name in counts if name.startswith("state:")) == people
    groups = [counts[name].split("/") for name in counts if name.startswith("department")]
    assert sum(int(everybody) for _, everybody in groups) == people
    assert sum(int(ready) for ready, _ in groups) == int(counts["ready"])
    assert all(int(everybody) >= 10 for _, everybody in groups)


async def test_it_names_nobody(world: World, reader: TenantReader) -> None:
    told = repr(await counted(reader))
    assert not [each.upn for each in world.directory.people.values() if each.upn in told or each.name in told]


async def test_what_cannot_be_read_is_not_none(world: World, reader: TenantReader) -> None:
    world.faults.declare(troubles.read("without-UserAuthenticationMethod.Read.All"))
    found = await counted(reader)
    assert found.state is FindingState.COULD_NOT_READ
    assert found.title.facts["unread"] == "methods"
    assert found.title.facts["method:not told"] == found.title.facts["people"]
    assert "method:none" not in found.title.facts
    assert found.title.facts.keys().isdisjoint({"ready", "done"}) and "protected" in found.title.facts
    assert sentence(found.title) == f"{found.title.facts['people']} people: {found.title.facts['protected']} protected"


async def test_who_is_protected_is_not_counted_where_policies_may_not_be_read(
    world: World, reader: TenantReader
) -> None:
    world.faults.declare(troubles.read("without-Policy.Read.All"))
    facts = (await counted(reader)).title.facts
    assert facts.keys().isdisjoint({"protected", "done"}) and int(facts["ready"]) > 0
    assert [name for name in facts if name.startswith("department")]


async def test_what_passes_is_raised(world: World, reader: TenantReader) -> None:
    world.faults.declare([{"path": "/authentication/methods", "effect": "status", "status": 503}])
    with pytest.raises(Unavailable):
        await counted(reader)
