"""The permissions that a declaration names are all that it needs: the list in the README is made from them."""

from collections.abc import AsyncIterator, Callable

import pytest

from actions.args import People, Route, Selector, TypedNumber
from actions.mfa.admins import MfaAdmins
from actions.mfa.choice import First
from actions.mfa.default import MfaDefault
from actions.mfa.disable import DisableMfa
from actions.mfa.enable import EnableMfa
from actions.mfa.enforce import EnforceMfa
from actions.mfa.facts import Registered
from actions.mfa.report import MfaReport
from actions.mfa.retire import RetirePerUser
from actions.mfa.status import MfaStatus
from actions.phone.prepopulate import PhonePrepopulate
from actions.phone.remove import PhoneRemove
from actions.phone.retire import PhoneRetire
from actions.phone.set import PhoneSet
from actions.phone.show import PhoneShow
from actions.spec import READ_FOR_EVERY_ACTION, Action, Change, Declared, FindingState, Refusal
from demo.apps import READER_ROLES
from demo.seed import cast
from demo.world import World
from tenant.ports import TenantReader

KIM = People((Selector("person", "kim", cast.KIM),))
GROUP = People((Selector("group", "MFA Users", cast.MFA_USERS), Selector("person", "kim", cast.KIM)))


async def _enable(tenant: TenantReader) -> AsyncIterator[object]:
    action = EnableMfa(who=GROUP, route=Route(("per-user",)))
    changes = [row async for row in action.plan(tenant) if isinstance(row, Change)]
    async for seen in action.look(changes[:20], tenant):
        yield seen


async def _join(tenant: TenantReader) -> AsyncIterator[object]:
    async for row in EnableMfa(who=GROUP).plan(tenant):
        yield row


def _admins(tenant: TenantReader) -> AsyncIterator[object]:
    return MfaAdmins().findings(tenant)


async def _report(tenant: TenantReader) -> AsyncIterator[object]:
    async for each in MfaReport().findings(tenant):
        assert each.state is not FindingState.COULD_NOT_READ or each.evidence[0].code == "unlicensed"
        yield each


def _default(tenant: TenantReader) -> AsyncIterator[object]:
    return MfaDefault(who=KIM, method=First(("app",))).plan(tenant)


async def _gone_without(action: Action, tenant: TenantReader) -> AsyncIterator[object]:
    """A refusal, because this kind of tenant has no use for it, comes after everything was read."""
    try:
        async for row in action.plan(tenant):
            yield row
    except Refusal as refusal:
        yield refusal


def _enforce(tenant: TenantReader) -> AsyncIterator[object]:
    return _gone_without(EnforceMfa(who=GROUP), tenant)


def _retire_state(tenant: TenantReader) -> AsyncIterator[object]:
    return _gone_without(RetirePerUser(who=GROUP), tenant)


def _disable(tenant: TenantReader) -> AsyncIterator[object]:
    return DisableMfa(who=GROUP).plan(tenant)


def _status(tenant: TenantReader) -> AsyncIterator[object]:
    return MfaStatus(who=GROUP).findings(tenant)


def _registered(tenant: TenantReader) -> AsyncIterator[object]:
    return Registered().true_of([cast.KIM], tenant)


def _prepopulate(tenant: TenantReader) -> AsyncIterator[object]:
    return PhonePrepopulate(who=GROUP).plan(tenant)


async def _set(tenant: TenantReader) -> AsyncIterator[object]:
    action = PhoneSet(who=KIM, number=TypedNumber("+46 701740605"))
    changes = [row async for row in action.plan(tenant) if isinstance(row, Change)]
    async for seen in action.look(changes, tenant):
        yield seen


def _remove(tenant: TenantReader) -> AsyncIterator[object]:
    return PhoneRemove(who=KIM).plan(tenant)


def _retire(tenant: TenantReader) -> AsyncIterator[object]:
    return PhoneRetire(who=KIM).plan(tenant)


def _show(tenant: TenantReader) -> AsyncIterator[object]:
    return PhoneShow(who=GROUP).findings(tenant)


Use = Callable[[TenantReader], AsyncIterator[object]]


@pytest.mark.parametrize(
    ("kind", "use"),
    [
        (EnableMfa, _enable),
        (EnableMfa, _join),
        (EnforceMfa, _enforce),
        (RetirePerUser, _retire_state),
        (MfaAdmins, _admins),
        (MfaReport, _report),
        (MfaDefault, _default),
        (DisableMfa, _disable),
        (MfaStatus, _status),
        (Registered, _registered),
        (PhonePrepopulate, _prepopulate),
        (PhoneSet, _set),
        (PhoneRemove, _remove),
        (PhoneRetire, _retire),
        (PhoneShow, _show),
    ],
)
@pytest.mark.parametrize("scenario", ["no-p1", "conditional-access"])  # the latter reads groups and roles of policies
async def test_what_is_declared_is_enough(
    tenant_with: Callable[..., TenantReader], kind: type[Declared], use: Use
) -> None:
    assert [each async for each in use(tenant_with(*kind.scopes))]


@pytest.mark.parametrize("left_out", READ_FOR_EVERY_ACTION)
async def test_what_the_engine_reads_around_every_action_is_declared_with_it(left_out: str) -> None:
    assert left_out in EnableMfa.scopes
    assert left_out in DisableMfa.scopes


async def test_the_engines_own_questions_need_no_more(tenant_with: Callable[..., TenantReader]) -> None:
    """Guards, the look at the administrators before a run, who is who."""
    tenant = tenant_with(*READ_FOR_EVERY_ACTION)
    assert (await tenant.roles()).holdings
    assert (await tenant.method_policy()).rules
    assert [pair async for pair in tenant.methods([cast.KIM])]
    assert [user async for user in tenant.users([cast.KIM])]
    assert await tenant.memberships(cast.KIM, [cast.MFA_USERS]) is not None


@pytest.fixture
def tenant_with(world: World, reader: TenantReader) -> Callable[..., TenantReader]:
    """The reader, allowed no more than these."""

    def allow(*scopes: str) -> TenantReader:
        for role in READER_ROLES - set(scopes):
            world.revoke(cast.READER_ID, role)
        return reader

    return allow
