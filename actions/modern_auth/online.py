"""Exchange Online's, SharePoint Online's and Teams' own part in it, and what is left of Skype for Business Online."""

from collections.abc import Iterable, Sequence

from actions.spec import Finding, FindingState, Reason, Subject
from tenant.model import AuthenticationPolicy
from tenant.ports import TenantReader

EXCHANGE = Subject("exchange-online", "Exchange Online")
POLICIES = Subject("authentication-policies", "Authentication policies")
SHAREPOINT = Subject("sharepoint-online", "SharePoint Online")
SKYPE = Subject("skype-online", "Skype for Business Online")
TEAMS = Subject("teams", "Teams")
ENABLE = "modern-auth enable exchange"


async def exchange(tenant: TenantReader) -> Finding:
    """``OAuth2ClientProfileEnabled``: without it Outlook is not offered modern authentication."""
    found = await tenant.exchange_organization()
    match found.modern_auth:
        case None:
            return Finding(title=Reason("exchange-untold"), state=FindingState.COULD_NOT_READ, subject=EXCHANGE)
        case True:
            return Finding(title=Reason("exchange-on"), state=FindingState.PASS, subject=EXCHANGE)
        case False:
            return Finding(
                title=Reason("exchange-off"), state=FindingState.FAIL, subject=EXCHANGE, remedy=ENABLE,
                evidence=(Reason("remedy", {"command": ENABLE}),),
            )  # fmt: skip


async def policies(tenant: TenantReader) -> Finding:
    """The default authentication policy is everybody's who has none of their own."""
    found = await tenant.authentication_policies()
    default = (await tenant.exchange_organization()).default_policy
    return judged(found, default)


def judged(found: Sequence[AuthenticationPolicy], default: str | None) -> Finding:
    """What these policies come to. Pure."""
    if default is None:
        title, state = Reason("auth-policy-none"), FindingState.NOT_APPLICABLE
        return Finding(title=title, state=state, subject=POLICIES, evidence=tuple(_allowing(found)))
    policy = next((each for each in found if each.name in _names(default)), None)
    if policy is None:
        title = Reason("auth-policy-unknown", {"policy": default})
        return Finding(title=title, state=FindingState.COULD_NOT_READ, subject=POLICIES)
    others = tuple(_allowing(each for each in found if each is not policy))
    if policy.allows_basic:
        title = Reason("auth-policy-allows-by-default", _facts(policy))
        evidence = (*others, Reason("auth-policy-mend"))
        return Finding(title=title, state=FindingState.FAIL, subject=POLICIES, evidence=evidence)
    title = Reason("auth-policy-blocks", {"policy": policy.name})
    return Finding(title=title, state=FindingState.PASS, subject=POLICIES, evidence=others)


async def sharepoint(tenant: TenantReader) -> Finding:
    """``isLegacyAuthProtocolsEnabled``, which has decided nothing since May 2026 (Message center MC1184649)."""
    legacy = await tenant.sharepoint_legacy()
    if legacy is None:
        return Finding(title=Reason("sharepoint-untold"), state=FindingState.COULD_NOT_READ, subject=SHAREPOINT)
    title = Reason("sharepoint-cosmetic", {"state": "on" if legacy else "off"})
    evidence = (Reason("sharepoint-blocked-for-good"),)
    return Finding(title=title, state=FindingState.NOT_APPLICABLE, subject=SHAREPOINT, evidence=evidence)


async def skype(tenant: TenantReader) -> Finding:
    """Retired on 2021-07-31; its cmdlet is documented for servers only, so there is nothing to read."""
    title, evidence = Reason("skype-retired"), (Reason("skype-nothing-to-read"),)
    return Finding(title=title, state=FindingState.NOT_APPLICABLE, subject=SKYPE, evidence=evidence)


async def teams(tenant: TenantReader) -> Finding:
    """Teams never had another way to sign in."""
    title, evidence = Reason("teams-modern-only"), (Reason("teams-look-instead"),)
    return Finding(title=title, state=FindingState.NOT_APPLICABLE, subject=TEAMS, evidence=evidence)


def _allowing(found: Iterable[AuthenticationPolicy]) -> Iterable[Reason]:
    return (Reason("auth-policy-allows", _facts(each)) for each in found if each.allows_basic)


def _facts(policy: AuthenticationPolicy) -> dict[str, str]:
    return {"policy": policy.name, "protocols": ", ".join(sorted(policy.allows_basic))}


def _names(default: str) -> frozenset[str]:
    """Exchange names the default by its name, or by where it stands: ``CN=Block legacy,CN=Auth Policies,…``."""
    first = default.partition(",")[0].removeprefix("CN=")
    return frozenset({default, first, default.rpartition("\\")[2]})
