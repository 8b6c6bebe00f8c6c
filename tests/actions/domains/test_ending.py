"""``certificates``: what the night looks at. Each finding says whose certificate it is, and until when it is good."""

from datetime import timedelta

from actions.domains.ending import CertificatesCheck
from actions.spec import Finding, FindingState
from demo import troubles
from demo.world import World
from tenant.ports import TenantReader

FACTORY = "factory.contoso.com"


async def found(reader: TenantReader) -> list[Finding]:
    return [each async for each in CertificatesCheck().findings(reader)]


async def test_only_certificates_each_with_its_host(world: World, reader: TenantReader) -> None:
    told = {each.title.facts["host"]: each for each in await found(reader)}
    assert set(told) == {FACTORY, "127.0.0.1"}
    ends = world.federations[FACTORY].signing_ends
    assert told[FACTORY].title.facts["on"] == f"{ends:%Y-%m-%d}"
    assert told[FACTORY].state is FindingState.FAIL


async def test_the_next_one_is_told(world: World, reader: TenantReader) -> None:
    federation = world.federations[FACTORY]
    federation.next_ends = federation.signing_ends + timedelta(days=345)
    told = {each.title.facts["host"]: each for each in await found(reader)}
    assert told[FACTORY].state is FindingState.PASS
    assert told[FACTORY].title.facts["next"] == f"{federation.next_ends:%Y-%m-%d}"


async def test_unreadable_is_said(world: World, reader: TenantReader) -> None:
    world.faults.declare(troubles.read("without-Domain.Read.All"))
    assert {each.state for each in await found(reader)} == {FindingState.COULD_NOT_READ}
