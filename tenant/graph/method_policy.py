"""The authentication methods policy (https://learn.microsoft.com/graph/api/authenticationmethodspolicy-get)."""

from tenant.graph.call import Call
from tenant.graph.session import Session
from tenant.graph.wire import Thing, text, things
from tenant.model import MethodPolicy, MethodRule


async def method_policy(session: Session) -> MethodPolicy:
    """Which kinds of method are allowed, and for whom."""
    answer = await session.send(Call(path="/policies/authenticationMethodsPolicy"))
    rules = tuple(map(_rule, things(answer.body, "authenticationMethodConfigurations")))
    return MethodPolicy(rules, complete=text(answer.body, "policyMigrationState") == "migrationComplete")


def _rule(thing: Thing) -> MethodRule:
    return MethodRule(
        kind=text(thing, "id"),
        enabled=text(thing, "state") == "enabled",
        include=_targets(thing, "includeTargets"),
        exclude=_targets(thing, "excludeTargets"),
    )


def _targets(thing: Thing, name: str) -> frozenset[str]:
    return frozenset(text(target, "id") for target in things(thing, name))
