"""``mfa admins``: whoever holds power over the tenant, and whether a password alone would do to take it."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import replace

from actions.mfa.facts import administrators
from actions.mfa.status import statuses
from actions.preflight.grounds import Sources
from actions.spec import Check, Finding, FindingState, Reason, Subject
from tenant.ports import TenantReader

UNPROTECTED = "not-protected"
ENABLE = "mfa enable admins"
BREAK_GLASS = "break-glass check"
ELIGIBLE = Subject("eligible-roles", "Eligible roles")


class MfaAdmins(
    Check,
    name="mfa admins",
    scopes=(
        "Policy.Read.All",
        "Policy.Read.AuthenticationMethod",
        "UserAuthenticationMethod.Read.All",
        "User.Read.All",
        "GroupMember.Read.All",
        "RoleManagement.Read.Directory",
    ),
):
    """Show every administrator and whether MFA protects them: roles held now, eligible ones, and those through groups.

    One command plans MFA for the unprotected ones: `mfa enable admins`. It spares break-glass accounts and whoever
    could not answer the prompt. Who is only eligible for a role is shown where Entra ID P2 tells it.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """The sum first, then one finding an administrator: pass is protected and able to answer the prompt."""
        roles = await tenant.roles()
        held = administrators(roles)
        people = {user.id: user async for user in tenant.users(sorted(held))} if held else {}
        spared = tenant.rules.break_glass
        found = [_finding(each, spared) async for each in statuses(people, roles, tenant, sources=Sources())]
        yield _sum([each for each in found if each.subject is not None and each.subject.is_person])
        if not roles.eligible_readable:
            yield Finding(
                title=Reason("could-not-read"),
                state=FindingState.COULD_NOT_READ,
                subject=ELIGIBLE,
                evidence=(Reason("unlicensed", {"needs": "Entra ID P2"}),),
            )
        for each in found:
            yield each


def _finding(each: Finding, spared: Collection[str]) -> Finding:
    """A blocked account needs nothing, and a break-glass account is judged by rules of its own; the unprotected ones
    are planned by one command.
    """
    if each.subject is not None and each.subject.id in spared:
        title = Reason("admin-break-glass")
        return replace(each, state=FindingState.NOT_APPLICABLE, title=title, remedy=BREAK_GLASS)
    if any(reason.code == "sign-in-blocked" for reason in each.evidence):
        return replace(each, state=FindingState.NOT_APPLICABLE, title=Reason("admin-blocked"), remedy=None)
    return replace(each, remedy=ENABLE) if each.title.code == UNPROTECTED else each


def _sum(found: Sequence[Finding]) -> Finding:
    states = Counter(each.state for each in found)
    unprotected = sum(each.title.code == UNPROTECTED for each in found)
    judged = len(found) - states[FindingState.NOT_APPLICABLE]
    facts = {"count": str(judged), "ready": str(states[FindingState.PASS]), "unprotected": str(unprotected)}
    bad = states[FindingState.FAIL] + states[FindingState.COULD_NOT_READ]
    state = FindingState.FAIL if bad else FindingState.PASS
    return Finding(title=Reason("admins-sum", facts), state=state, remedy=ENABLE if unprotected else None)
