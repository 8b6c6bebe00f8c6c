"""Whether a campaign can be what it says, in this tenant and at this time. Raises Refusal where it cannot."""

from datetime import datetime, timedelta

from actions.campaign.goals import allowed_to_anybody, without_phone
from actions.campaign.lockouts import Log
from actions.campaign.readiness import unread
from actions.campaign.settings import TARGETS
from actions.mfa.groups import doors
from actions.policies.licence import lacks_p1
from actions.spec import Cadence, CampaignTerms, Onward, Reason, Refusal
from tenant.model import AccessPolicy, MethodPolicy
from tenant.ports import TenantReader
from tenant.trouble import Forbidden, Unlicensed

NOBODY = "00000000-0000-0000-0000-000000000000"  # whose sign-ins are asked for only to learn whether anybody's may be


def in_time(terms: CampaignTerms, now: datetime) -> None:
    """At least two reminders fit in, and every wave opens before the end."""
    if terms.until - now < _step(terms.cadence):
        raise Refusal("until-too-soon", until=f"{terms.until:%Y-%m-%d %H:%M} UTC", every=terms.cadence.said())
    late = next((wave.opens for wave in terms.waves if wave.opens and wave.opens >= terms.until.date()), None)
    if late is not None:
        raise Refusal("wave-after-end", day=late.isoformat(), until=f"{terms.until:%Y-%m-%d}")


def not_past(terms: CampaignTerms, now: datetime) -> None:
    """No wave of a campaign that begins opened yesterday."""
    early = next((wave.opens for wave in terms.waves if wave.opens and wave.opens < now.date()), None)
    if early is not None:
        raise Refusal("wave-day-past", day=early.isoformat())


def attainable(terms: CampaignTerms, policy: MethodPolicy) -> None:
    """The policy lets somebody register what it is about."""
    if not allowed_to_anybody(terms.target, policy):
        raise Refusal("target-not-allowed", target=TARGETS[terms.target])


def instead_of_phone(terms: CampaignTerms, policy: MethodPolicy) -> Reason:
    """What somebody does who has no phone for it: no campaign requires a private one."""
    names = without_phone(terms.target, policy)
    return Reason("campaign-without-phone", {"names": ", ".join(names)}) if names else Reason("campaign-company-phone")


async def onward(terms: CampaignTerms, tenant: TenantReader) -> tuple[Reason, ...]:
    """What it says of those who are ready can be done here; with what stands in its way for now."""
    if terms.route and terms.onward is not Onward.ENABLE:
        raise Refusal("route-needs-enable")
    match terms.onward:
        case Onward.ENABLE:
            return await _enable(terms, tenant)
        case Onward.ENFORCE if _in_use(await _policies(tenant)):
            raise Refusal("policies-enforce-already")
        case Onward.RETIRE_PHONES if await lacks_p1(tenant):
            raise Refusal("no-one-knows")
    return ()


async def guard(terms: CampaignTerms, tenant: TenantReader) -> tuple[Reason, ...]:
    """Without the sign-in log nobody sees who is locked out: then help requests are what holds it."""
    if not terms.guard:
        return ()
    if await lacks_p1(tenant):
        return (Reason("campaign-guard-blind"),)
    try:
        await Log.read([NOBODY], tenant)
    except (Forbidden, Unlicensed) as trouble:
        return (unread("guard", trouble),)
    return ()


async def _enable(terms: CampaignTerms, tenant: TenantReader) -> tuple[Reason, ...]:
    if not _in_use(await _policies(tenant)):
        if terms.route:
            raise Refusal("no-conditional-access")
        return (Reason("campaign-defaults"),) if await tenant.security_defaults() else ()
    found = await doors(tenant)
    if found.open:
        return ()
    if terms.route:
        raise Refusal("campaign-no-group")
    return (Reason("campaign-no-group-yet"),)


async def _policies(tenant: TenantReader) -> tuple[AccessPolicy, ...]:
    try:
        return await tenant.access_policies()
    except Unlicensed:
        return ()


def _in_use(policies: tuple[AccessPolicy, ...]) -> bool:
    return any(policy.enforced for policy in policies)


def _step(cadence: Cadence) -> timedelta:
    """From the first reminder to the second; a workday may lie behind a weekend."""
    if cadence.days:
        return timedelta(days=next((day for day in cadence.days if day), 1))
    weekends = -(-cadence.every // 5) * 2 if cadence.workdays else 0
    return timedelta(days=cadence.every + weekends)
