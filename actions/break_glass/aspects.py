"""What a break-glass account must be: each aspect read for all of them at once, judged one by one.

https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from actions.break_glass.verdict import Verdict, bad, good, untold
from tenant.model import (
    GLOBAL_ADMINISTRATOR,
    AccessPolicy,
    Account,
    LastSignIn,
    Method,
    MethodKind,
    MethodPolicy,
    RoleHolding,
    User,
    capable,
)
from tenant.ports import TenantReader

TRIED_WITHIN = timedelta(days=90)
INITIAL = ".onmicrosoft.com"
CERTIFICATE = "X509Certificate"

Aspect = Callable[[TenantReader, Collection[User]], Awaitable[Mapping[str, Verdict]]]


async def cloud_only(tenant: TenantReader, users: Collection[User]) -> Mapping[str, Verdict]:
    """Not synchronised from a directory that may be what has broken."""
    return {user.id: of_origin(user) for user in users}


async def permanent(tenant: TenantReader, users: Collection[User]) -> Mapping[str, Verdict]:
    """Global Administrator without activation. An end of the assignment is not told."""
    roles = await tenant.roles()
    return {user.id: of_roles(roles.of(user.id)) for user in users}


async def strong(tenant: TenantReader, users: Collection[User]) -> Mapping[str, Verdict]:
    """A passkey or a certificate: Microsoft's admin portals ask for MFA, and make no exception for these accounts."""
    policy = await tenant.method_policy()
    ids = [user.id for user in users]
    return {key: of_methods(key, methods, policy) async for key, methods in tenant.methods(ids)}


async def left_out(tenant: TenantReader, users: Collection[User]) -> Mapping[str, Verdict]:
    """Out of reach of every policy that could keep it out, of those that only report too."""
    policies = {policy.id: policy for policy in await tenant.access_policies()}
    reached = await tenant.policies_for([user.id for user in users], perhaps=True)
    return {user.id: of_policies([policies[key] for key in reached[user.id] if key in policies]) for user in users}


async def restricted(tenant: TenantReader, users: Collection[User]) -> Mapping[str, Verdict]:
    """In a restricted management administrative unit, where few can change it."""
    accounts = {key: account async for key, account in tenant.accounts([user.id for user in users])}
    return {user.id: of_unit(accounts.get(user.id, Account())) for user in users}


async def tried(tenant: TenantReader, users: Collection[User]) -> Mapping[str, Verdict]:
    """It has signed in successfully not long ago: an account that nobody tries may not work on the day."""
    found = {key: last async for key, last in tenant.last_sign_ins([user.id for user in users])}
    return {user.id: of_use(found.get(user.id, LastSignIn()), tenant.now()) for user in users}


#: By the name of what is read.
ASPECTS: Mapping[str, Aspect] = {
    "origin": cloud_only,
    "roles": permanent,
    "methods": strong,
    "policies": left_out,
    "unit": restricted,
    "use": tried,
}


# --- judging: pure ----------------------------------------------------------------------------------------------------


def of_origin(user: User) -> Verdict:
    """A name of the tenant's own first domain survives every change of domains and federation."""
    if user.synced:
        return bad("glass-synced")
    return good("glass-cloud-only" if user.upn.casefold().endswith(INITIAL) else "glass-other-domain")


def of_roles(holdings: Sequence[RoleHolding]) -> Verdict:
    """Held and eligible at the same time may be an activation that ends today."""
    administrator = [held for held in holdings if held.role == GLOBAL_ADMINISTRATOR and held.everywhere]
    if not administrator:
        return bad("glass-no-role")
    if any(held.eligible for held in administrator):
        return bad("glass-activated" if any(not held.eligible for held in administrator) else "glass-eligible")
    return good("glass-permanent")


def of_methods(user_id: str, methods: Sequence[Method], policy: MethodPolicy) -> Verdict:
    """Microsoft lists no certificates among a person's methods: only whether they may use one is known."""
    keys = [each for each in methods if each.kind is MethodKind.FIDO2]
    if any(capable(user_id, each, policy) for each in keys):
        return good("glass-passkey")
    if keys:
        return bad("glass-passkey-forbidden")
    rule = policy.rule(CERTIFICATE)
    return untold("glass-certificate-perhaps") if rule is not None and rule.allows(user_id) else bad("glass-no-passkey")


def of_policies(reaching: Sequence[AccessPolicy]) -> Verdict:
    """Any demand can keep it out, on the day when what it demands does not work."""
    demanding = [policy.name for policy in reaching if _demands(policy)]
    if demanding:
        return bad("glass-reached", names=", ".join(f'"{name}"' for name in demanding))
    return good("glass-left-out")


def _demands(policy: AccessPolicy) -> bool:
    grant = policy.grant
    return bool(grant.controls or grant.strength or grant.others)


def of_unit(account: Account) -> Verdict:
    """Null is what Microsoft says of most accounts, and it proves nothing."""
    match account.restricted:
        case None:
            return untold("glass-unit-untold")
        case True:
            return good("glass-restricted")
        case False:
            return bad("glass-not-restricted")


def of_use(last: LastSignIn, now: datetime) -> Verdict:
    """Only a sign-in that went well counts."""
    if last.successful is None:
        return bad("glass-never-tried")
    on = f"{last.successful:%Y-%m-%d}"
    return (good if now - last.successful <= TRIED_WITHIN else bad)("glass-tried", on=on)
