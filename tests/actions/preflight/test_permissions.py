"""The permissions that these checks declare are all that they need: the list in the README is made from them."""

from collections.abc import Callable

import pytest

from actions.accounts.service_accounts import ServiceAccounts
from actions.accounts.special import SpecialAccounts
from actions.args import People, Selector
from actions.legacy.report import LegacyReport
from actions.preflight.check import Preflight
from actions.smtp_auth.off import SmtpAuthOff
from actions.smtp_auth.who import SmtpAuthWho
from actions.spec import Change, Check, FindingState
from demo.seed import cast
from demo.world import World
from tenant.ports import TenantReader

IRIS = People((Selector("person", "iris", cast.IRIS),))
ROLLOUT = People((Selector("group", "MFA Rollout", cast.MFA_ROLLOUT),))
CHECKS: tuple[Callable[[], Check], ...] = (
    LegacyReport,
    SmtpAuthWho,
    lambda: Preflight(who=ROLLOUT),
    ServiceAccounts,
    SpecialAccounts,
)


def grant_only(world: World, scopes: tuple[str, ...]) -> None:
    app = world.apps[cast.READER_ID]
    app.roles &= set(scopes)
    app.exchange_roles &= set(scopes)


@pytest.mark.parametrize("make", CHECKS)
async def test_a_check_needs_no_more_than_it_declares(
    reader: TenantReader, world: World, make: Callable[[], Check]
) -> None:
    check = make()
    grant_only(world, check.scopes)
    found = [each async for each in check.findings(reader)]
    assert found and FindingState.COULD_NOT_READ not in {each.state for each in found}


async def test_switching_smtp_auth_off_needs_no_more_than_it_declares(reader: TenantReader, world: World) -> None:
    world.exchange.override(cast.IRIS).put(False)
    grant_only(world, SmtpAuthOff.scopes)
    (row,) = [row async for row in SmtpAuthOff(who=IRIS).plan(reader)]
    assert isinstance(row, Change) and [each.code for each in row.warnings] == ["smtp-nothing-seen"]
