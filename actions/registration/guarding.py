"""Which policies protect the registering of sign-in methods, and how. Pure, but for `trusted`.

A policy for all applications does not do it: whoever has no method yet is led to register, password in hand.
https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-cloud-apps#user-actions
"""

from collections.abc import Sequence

from actions.spec import Reason
from tenant.model import ALL_CLIENTS, ALL_LOCATIONS, ALL_TRUSTED, MFA, AccessPolicy, Grant, PolicyState
from tenant.ports import TenantReader

_DEVICES = {"compliantDevice", "domainJoinedDevice"}


def about(policies: Sequence[AccessPolicy]) -> tuple[AccessPolicy, ...]:
    """Those that demand something of whoever registers, switched on or report-only."""
    return tuple(each for each in policies if each.guards_registration and each.state is not PolicyState.OFF)


async def trusted(policies: Sequence[AccessPolicy], tenant: TenantReader) -> frozenset[str]:
    """The ids that a policy may leave out. Asks only where one of these leaves out a place by name. Raises Trouble."""
    if not any(policy.outside - {ALL_TRUSTED} for policy in about(policies)):
        return frozenset({ALL_TRUSTED})
    return frozenset({ALL_TRUSTED, *(place.id for place in await tenant.locations() if place.trusted)})


def guards_everybody(policy: AccessPolicy, free: frozenset[str]) -> bool:
    """Does it stand in everybody's way, from all places but those that are `trusted`, on every platform and client?

    Whoever registers first may well sit in the country that it leaves out.
    """
    everywhere = ALL_LOCATIONS in policy.locations and policy.outside <= free
    return policy.include.everybody and everywhere and policy.clients >= ALL_CLIENTS and not policy.narrowed


def _more_than_a_password(grant: Grant) -> bool:
    """Whoever knows the password accepts terms of use: alone they are no lock, nor where any one way will do."""
    if grant.blocks:
        return True
    strong = MFA in grant.controls or bool(grant.controls & _DEVICES) or grant.strength_is_mfa
    weak = grant.others or grant.controls - _DEVICES - {MFA} or (grant.strength and not grant.strength_is_mfa)
    return strong and (grant.every or not weak)


def guards(policies: Sequence[AccessPolicy], free: frozenset[str]) -> tuple[AccessPolicy, ...]:
    """Those that protect everybody today; ``free``: see `trusted`."""
    locks = (each for each in about(policies) if each.enforced and _more_than_a_password(each.grant))
    return tuple(each for each in locks if guards_everybody(each, free))


def demanded(policy: AccessPolicy) -> Reason:
    """What it asks for, and where."""
    return Reason("registration-demands", {"policy": policy.name, "what": _what(policy), "where": _where(policy)})


def _what(policy: AccessPolicy) -> str:
    grant = policy.grant
    if grant.blocks:
        return "nobody registers"
    ways = [*(["MFA or a Temporary Access Pass"] if "mfa" in grant.controls else []),
            *([f'the strength "{grant.strength_name or grant.strength}"'] if grant.strength else []),
            *(["a managed device"] if grant.controls & _DEVICES else []),
            *(["something else"] if grant.others or grant.controls - _DEVICES - {"mfa"} else [])]  # fmt: skip
    return (" and " if grant.every else " or ").join(ways)


def _where(policy: AccessPolicy) -> str:
    if ALL_LOCATIONS not in policy.locations:
        return "from certain places only"
    return "outside the places it names" if policy.outside else "everywhere"
