"""Which Conditional Access policies block legacy authentication.

https://learn.microsoft.com/entra/identity/conditional-access/policy-block-legacy-authentication: a policy that blocks
the client types ``exchangeActiveSync`` and ``other``; two policies may share the work. Security defaults, which block
it too, are read by `tenant.graph.security_defaults`.
"""

from tenant.graph.call import Call
from tenant.graph.conditional_access import ENFORCED, REPORT_ONLY, all_apps, always
from tenant.graph.paging import stream
from tenant.graph.session import Session
from tenant.graph.wire import Thing, part, text, texts
from tenant.model import LegacyBlock
from tenant.trouble import Unlicensed

_LEGACY = frozenset({"exchangeActiveSync", "other"})
_LEFT_OUT = ("excludeUsers", "excludeGroups", "excludeRoles")


async def legacy_blocks(session: Session) -> tuple[LegacyBlock, ...]:
    """Those that are switched on or report-only; none in a tenant that has no licence for such policies."""
    try:
        found = [block(t) async for t in stream(session, Call(path="/identity/conditionalAccess/policies"))]
    except Unlicensed:
        return ()
    return tuple(one for one in found if one is not None)


def block(thing: Thing) -> LegacyBlock | None:
    """Read one policy; None where it blocks no legacy client, or is switched off."""
    conditions, state = part(thing, "conditions"), text(thing, "state")
    clients = _clients(conditions)
    blocks = "block" in texts(part(thing, "grantControls"), "builtInControls")
    if not (clients and blocks and state in (ENFORCED, REPORT_ONLY)) or _about_something_else(conditions):
        return None
    users = part(conditions, "users")
    return LegacyBlock(
        name=text(thing, "displayName"),
        enforced=state == ENFORCED,
        everybody="All" in texts(users, "includeUsers")
        and all_apps(part(conditions, "applications"))
        and always(conditions),
        clients=clients,
        excluded=_excluded(users),
    )


def _about_something_else(conditions: Thing) -> bool:
    """A way of signing in that no legacy client has (device codes), what only people in a browser do (registering
    security info), or applications' own sign-ins.
    """
    apps = set(texts(part(conditions, "applications"), "includeApplications")) - {"None"}
    others = (part(conditions, "authenticationFlows"), part(conditions, "clientApplications"))
    return not apps or any(any(other.values()) for other in others)


def _clients(conditions: Thing) -> frozenset[str]:
    """``all`` are both of the legacy ones too."""
    named = frozenset(texts(conditions, "clientAppTypes"))
    return _LEGACY if "all" in named else named & _LEGACY


def _excluded(users: Thing) -> int:
    """Users, groups and roles by name; guests, however many kinds of them, count as one."""
    named = sum(len(texts(users, side)) for side in _LEFT_OUT)
    return named + bool(part(users, "excludeGuestsOrExternalUsers"))
