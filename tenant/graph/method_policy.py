"""The authentication methods policy (https://learn.microsoft.com/graph/api/authenticationmethodspolicy-get).

A rule names groups; whom it means are their members, so the groups of the rules that are switched on are opened. Their
members are kept for five minutes: the policy itself is one small request, a group of 30,000 people is 31.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from tenant.graph.call import Call
from tenant.graph.groups import member_ids
from tenant.graph.session import Session
from tenant.graph.wire import Thing, flag, text, things
from tenant.model import ALL_USERS, MethodPolicy, MethodRule

_KEPT = 300.0


@dataclass(frozen=True, slots=True)
class _Kept:
    people: frozenset[str]
    until: float


@dataclass(slots=True)
class Audiences:
    """Who is in the groups that the policy names, by group id, for five minutes."""

    _kept: dict[str, _Kept] = field(default_factory=dict)

    async def of(self, session: Session, groups: Collection[str]) -> Mapping[str, frozenset[str]]:
        """The people of these groups; a group that is gone has none."""
        found = {group: await self._one(session, group) for group in sorted(set(groups))}
        now = session.clock.elapsed()
        self._kept = {group: kept for group, kept in self._kept.items() if kept.until > now}
        return found

    async def _one(self, session: Session, group: str) -> frozenset[str]:
        kept = self._kept.get(group)
        if kept is None or kept.until <= session.clock.elapsed():
            people = frozenset([one async for one in member_ids(session, group)])
            kept = self._kept[group] = _Kept(people, session.clock.elapsed() + _KEPT)
        return kept.people


async def method_policy(session: Session, audiences: Audiences) -> MethodPolicy:
    """Which kinds of method are allowed, and for whom."""
    answer = await session.send(Call(path="/policies/authenticationMethodsPolicy"))
    rules = [rule(thing) for thing in things(answer.body, "authenticationMethodConfigurations")]
    people = await audiences.of(session, {group for one in rules for group in _groups(one)})
    complete = text(answer.body, "policyMigrationState") == "migrationComplete"
    return MethodPolicy(tuple(_opened(one, people) for one in rules), complete=complete)


def rule(thing: Thing) -> MethodRule:
    """One kind of method, its groups not opened yet."""
    return MethodRule(
        kind=text(thing, "id"),
        enabled=text(thing, "state") == "enabled",
        include=_targets(thing, "includeTargets"),
        exclude=_targets(thing, "excludeTargets"),
        members=_people(thing, "includeTargets"),
        excluded=_people(thing, "excludeTargets"),
        for_sign_in=any(flag(target, "isUsableForSignIn") for target in things(thing, "includeTargets")),
        office_phones=flag(thing, "isOfficePhoneAllowed"),
    )


def _groups(one: MethodRule) -> frozenset[str]:
    """Those that must be opened: none of a rule that is switched off, and nobody needs a list of everybody."""
    return (one.include | one.exclude) - one.members - one.excluded - {ALL_USERS} if one.enabled else frozenset()


def _opened(one: MethodRule, people: Mapping[str, frozenset[str]]) -> MethodRule:
    return replace(
        one,
        members=one.members.union(*(people.get(group, frozenset()) for group in one.include)),
        excluded=one.excluded.union(*(people.get(group, frozenset()) for group in one.exclude)),
    )


def _targets(thing: Thing, name: str) -> frozenset[str]:
    return frozenset(text(target, "id") for target in things(thing, name))


def _people(thing: Thing, name: str) -> frozenset[str]:
    """A target may be one person (``targetType`` user)."""
    return frozenset(text(target, "id") for target in things(thing, name) if text(target, "targetType") == "user")
