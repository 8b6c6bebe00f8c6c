"""Reports against the make-believe Microsoft: the permissions they name are all they need, each missing one is named,
and every remedy is a command that exists.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from actions.args import People, Selector
from actions.domains.check import DomainsCheck
from actions.score.score import SecureScore
from actions.servers.mfa_server import MfaServerCheck
from actions.sign_in.verify import MfaVerify
from actions.sign_in.why import Why
from actions.spec import Check, Finding, FindingState
from bot.app.catalogue import catalogue
from demo.apps import READER_ROLES
from demo.seed import cast
from demo.world import World
from dialogs.grammar import parse
from dialogs.words import sentence
from tenant.ports import TenantReader

CATALOGUE = catalogue()
FACTORY = "factory.contoso.com"
KIM = People((Selector("person", "kim", cast.KIM),))
MADE: dict[type[Check], Check] = {
    MfaVerify: MfaVerify(who=KIM),
    Why: Why(who=KIM),
    SecureScore: SecureScore(),
    DomainsCheck: DomainsCheck(),
    MfaServerCheck: MfaServerCheck(),
}
every = pytest.mark.parametrize("kind", MADE, ids=[kind.name for kind in MADE])
everywhere = pytest.mark.parametrize("scenario", ["catalogue", "no-p1", "security-defaults"])


def said(found: list[Finding]) -> str:
    return " ".join(sentence(reason) for each in found for reason in (each.title, *each.evidence))


async def report(check: Check, tenant: TenantReader) -> list[Finding]:
    return [each async for each in check.findings(tenant)]


@pytest.fixture
def tenant_with(world: World, reader: TenantReader) -> Callable[..., TenantReader]:
    """The reader, allowed no more than these."""

    def allow(*scopes: str) -> TenantReader:
        for role in READER_ROLES - set(scopes):
            world.revoke(cast.READER_ID, role)
        return reader

    return allow


@every
@everywhere
async def test_what_is_declared_is_enough(tenant_with: Callable[..., TenantReader], kind: type[Check]) -> None:
    assert "lacks the permission" not in said(await report(MADE[kind], tenant_with(*kind.scopes)))


@pytest.mark.parametrize("scenario", ["catalogue"])
@pytest.mark.parametrize(
    ("kind", "scope"),
    [
        (MfaVerify, "AuditLog.Read.All"),
        (Why, "AuditLog.Read.All"),
        (Why, "Policy.Read.All"),
        (SecureScore, "SecurityEvents.Read.All"),
        (DomainsCheck, "Domain.Read.All"),
        (MfaServerCheck, "Domain.Read.All"),
    ],
)
async def test_a_missing_permission_is_named_and_nothing_breaks(
    tenant_with: Callable[..., TenantReader], kind: type[Check], scope: str
) -> None:
    found = await report(MADE[kind], tenant_with(*(each for each in kind.scopes if each != scope)))
    assert scope in said(found)


@every
@everywhere
async def test_every_remedy_exists(reader: TenantReader, kind: type[Check]) -> None:
    for each in await report(MADE[kind], reader):
        assert each.remedy is None or CATALOGUE.find(parse(each.remedy).words) is not None, each.remedy


@pytest.mark.parametrize("scenario", ["catalogue"])
async def test_the_served_certificate_is_read_as_a_browser_would(world: World, reader: TenantReader) -> None:
    world.federations[FACTORY].service_ends = world.now() + timedelta(days=10, hours=1)
    found = (await report(DomainsCheck(), reader))[-1]
    assert (found.state, found.title.code, found.title.facts["days"]) == (FindingState.FAIL, "service-ends-soon", "10")


@pytest.fixture
def closed(world: World) -> World:
    """Nothing listens where the farm is said to be."""
    world.federations[FACTORY].port = 1
    return world


@pytest.mark.parametrize("scenario", ["catalogue"])
async def test_a_farm_out_of_reach_is_not_a_farm_without_a_certificate(closed: World, reader: TenantReader) -> None:
    found = (await report(DomainsCheck(), reader))[-1]
    assert (found.state, found.title.code) == (FindingState.COULD_NOT_READ, "service-not-read")
    assert "domains attest 127.0.0.1" in said([found])
