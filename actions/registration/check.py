"""``registration check``: who knows a password, may they register a sign-in method with it?"""

from collections.abc import AsyncIterator, Awaitable, Callable

from actions.modern_auth.unread import unread
from actions.policies.licence import NEEDS_P1, lacks_p1
from actions.registration.guarding import about, demanded, guards, guards_everybody, trusted
from actions.registration.ways import PASSES as TEMPORARY
from actions.spec import Check, Finding, FindingState, Reason, Subject
from tenant.model import ALL_USERS, AccessPolicy
from tenant.ports import TenantReader
from tenant.trouble import Trouble

POLICY = Subject("registration-policy", "Registering security info")
PLACES = Subject("trusted-places", "Trusted places")
PASSES = Subject("passes", "Temporary Access Passes")
OPEN = Subject("nothing-registered", "People without a method")
PROTECT = "registration protect"
PASS = FindingState.PASS


class RegistrationCheck(
    Check,
    name="registration check",
    aliases=("registration",),
    scopes=("Policy.Read.All", "Policy.Read.AuthenticationMethod", "AuditLog.Read.All", "Organization.Read.All"),
):
    """Show whether registering sign-in methods is protected, by which place, device or pass, or why not.

    Between the day MFA is asked for and the day somebody registers, whoever knows the password can register first. A
    Conditional Access policy for the user action "Register security information" closes that window; policies for all
    applications do not. Also shows how many have registered nothing yet, and what a policy could rest on: trusted
    places, Temporary Access Passes.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """One finding for each thing looked at."""
        for subject, look in PIECES:
            try:
                yield await look(tenant)
            except Trouble as trouble:
                yield unread(subject, trouble)


async def _policy(tenant: TenantReader) -> Finding:
    """PASS where an enforced policy is in everybody's way; security defaults have no such protection."""
    if await tenant.security_defaults():
        why = (Reason("registration-defaults"),)
        return Finding(title=Reason("registration-open"), state=FindingState.FAIL, subject=POLICY, evidence=why)
    policies = await tenant.access_policies()
    free = await trusted(policies, tenant)
    evidence = tuple(reason for policy in about(policies) for reason in _told(policy, free))
    if found := guards(policies, free):
        title = Reason("registration-guarded", {"policy": found[0].name})
        return Finding(title=title, state=PASS, subject=POLICY, evidence=evidence)
    title = Reason("registration-open" if not evidence else "registration-half-open")
    lacks = await lacks_p1(tenant)
    evidence, remedy = ((*evidence, NEEDS_P1), None) if lacks else (evidence, PROTECT)
    return Finding(title=title, state=FindingState.FAIL, subject=POLICY, evidence=evidence, remedy=remedy)


def _told(policy: AccessPolicy, free: frozenset[str]) -> tuple[Reason, ...]:
    """What a policy does, and why it does not do."""
    facts = {"policy": policy.name}
    why = () if policy.enforced else (Reason("registration-reports-only", facts),)
    some = () if guards_everybody(policy, free) else (Reason("registration-for-some", facts),)
    doors = () if policy.outside <= free else (Reason("registration-untrusted", facts),)
    spares = Reason("registration-leaves-out", {**facts, "count": f"{policy.exclude.size}"})
    return (demanded(policy), *why, *some, *doors, *((spares,) if policy.exclude.size else ()))


async def _open(tenant: TenantReader) -> Finding:
    """For how many the window is open: a count, from a report that is hours old."""
    count = 0
    async for row in tenant.registrations():
        count += not row.registered
    facts = {"count": f"{count:,}"}
    if not count:
        return Finding(title=Reason("registration-all-have", facts), state=PASS, subject=OPEN)
    return Finding(title=Reason("registration-some-lack", facts), state=FindingState.FAIL, subject=OPEN)


async def _places(tenant: TenantReader) -> Finding:
    """What `registration protect by:place` would rest on."""
    trusted = sorted(place.name for place in await tenant.locations() if place.trusted)
    if not trusted:
        return Finding(title=Reason("places-none"), state=FindingState.NOT_APPLICABLE, subject=PLACES)
    return Finding(title=Reason("places-trusted", {"names": ", ".join(trusted)}), state=PASS, subject=PLACES)


async def _passes(tenant: TenantReader) -> Finding:
    """A newcomer's way in, once registering asks for MFA."""
    rule = (await tenant.method_policy()).rule(TEMPORARY)
    if rule is None or not rule.enabled:
        return Finding(title=Reason("passes-off"), state=FindingState.FAIL, subject=PASSES)
    code = "passes-for-all" if ALL_USERS in rule.include and not rule.exclude else "passes-for-some"
    return Finding(title=Reason(code), state=PASS, subject=PASSES)


PIECES: tuple[tuple[Subject, Callable[[TenantReader], Awaitable[Finding]]], ...] = (
    (POLICY, _policy),
    (OPEN, _open),
    (PLACES, _places),
    (PASSES, _passes),
)
