"""``mfa status``: the truth about a few people, from everywhere it is kept."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from actions.args import People
from actions.mfa.facts import P1_PLANS, Protection
from actions.mfa.survey import ability
from actions.preflight.grounds import METHODS, POLICY, Sources
from actions.spec import Check, Finding, FindingState, Reason, Refusal, Subject, ask
from tenant.model import Coverage, Method, MethodPolicy, PerUserState, Preference, Roles, User, UserType, capable
from tenant.ports import TenantReader
from tenant.trouble import Trouble

Value = TypeVar("Value")
PROTECTION = Subject("protection", "Conditional Access and security defaults")
STATES = Subject("per-user-mfa", "Per-user MFA")
ROLES = Subject("roles", "Admin roles")
NOTHING_KNOWN = Protection(security_defaults=False, coverage=Coverage(in_use=False))
REMEDIES = {"not-protected": "mfa enable", "not-able": "remind", "set-for-them": "remind"}


class MfaStatus(
    Check,
    name="mfa status",
    scopes=(
        "Policy.Read.All",
        "Policy.Read.AuthenticationMethod",
        "UserAuthenticationMethod.Read.All",
        "User.Read.All",
        "GroupMember.Read.All",
        "RoleManagement.Read.Directory",
    ),
):
    """Show whether people are protected by MFA, and with which methods.

    Reads per-user MFA, security defaults, Conditional Access and the person's own methods, now and not from a report:
    which of them the method policy allows, which is asked for first, and whether there is a licence for Conditional
    Access.
    """

    who: People = ask("Whose status?", like="ana@contoso.com")

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """One finding a person: pass is protected and able to answer the prompt."""
        people = {user.id: user async for user in self.who.expand(tenant)}
        if not people:
            raise Refusal("nobody-there", said=self.who.said())
        sources = Sources()
        roles = await sources.ask(ROLES, tenant.roles, Roles(()))
        async for each in statuses(people, roles, tenant, sources=sources):
            yield each


async def statuses(
    people: Mapping[str, User], roles: Roles, tenant: TenantReader, *, sources: Sources
) -> AsyncIterator[Finding]:
    """One finding for each of these people, in their order, then what could not be read, which is judged by nobody."""
    ids = people.keys()
    protection = await sources.ask(PROTECTION, lambda: Protection.read(tenant), None)
    policy = await sources.ask(POLICY, tenant.method_policy, None)
    no_states: Mapping[str, PerUserState] = {}
    states = await sources.ask(STATES, lambda: _all(tenant.states(ids)), no_states)
    no_methods: Mapping[str, tuple[Method, ...]] = {}
    methods = await sources.ask(METHODS, lambda: _all(tenant.methods(ids)), no_methods)
    first = await _first(ids, tenant)
    for user in people.values():
        state, theirs = states.get(user.id, PerUserState.UNKNOWN), methods.get(user.id)
        able = None if theirs is None or policy is None else ability(user.id, theirs, policy)
        evidence = (
            Reason("per-user-state", {"state": state.value}),
            *_methods(user.id, theirs, policy),
            *first.get(user.id, ()),
            *_licence(user, protection),
            *_standing(user, roles),
        )
        why = (protection or NOTHING_KNOWN).of(user.id, state)
        found = _finding(user, state, why, able=able, evidence=evidence)
        yield found if protection is not None or why is not None else _unprotected_perhaps(found)
    for each in sources.unread.values():
        yield each


def _unprotected_perhaps(found: Finding) -> Finding:
    return replace(found, title=Reason("protection-unknown"), state=FindingState.COULD_NOT_READ, remedy=None)


async def _all(pairs: AsyncIterator[tuple[str, Value]]) -> Mapping[str, Value]:
    return {key: value async for key, value in pairs}


def _finding(
    user: User, state: PerUserState, why: Reason | None, *, able: str | None, evidence: tuple[Reason, ...]
) -> Finding:
    judged, code = verdict(state, why, able)
    shown = evidence if why is None or why.code == "per-user" else (why, *evidence)
    remedy = f"{REMEDIES[code]} {user.upn}" if code in REMEDIES else None
    return Finding(title=Reason(code), state=judged, subject=Subject.of(user), evidence=shown, remedy=remedy)


def verdict(state: PerUserState, why: Reason | None, able: str | None) -> tuple[FindingState, str]:
    """Pass is protected and able to answer; and the code that says so, or what is missing."""
    if why is None and state is PerUserState.UNKNOWN:
        return FindingState.COULD_NOT_READ, "state-unknown"
    if why is None:
        return FindingState.FAIL, "not-protected"
    if able is None:
        return FindingState.COULD_NOT_READ, "methods-unknown"
    return (FindingState.PASS if able == "covered-and-able" else FindingState.FAIL), able


async def _first(ids: Collection[str], tenant: TenantReader) -> Mapping[str, tuple[Reason, ...]]:
    """What each is asked for first; that it could not be read is said of each."""
    try:
        return {user_id: _asked_first(found) async for user_id, found in tenant.preferences(ids)}
    except Trouble:
        return dict.fromkeys(ids, (Reason("default-unknown"),))


def _asked_first(found: Preference) -> tuple[Reason, ...]:
    if found.system:
        return (Reason("system-chooses"),)
    return (Reason("asked-first", {"method": found.method}),) if found.method is not None else ()


def _licence(user: User, protection: Protection | None) -> tuple[Reason, ...]:
    """Conditional Access wants Entra ID P1 for everybody whom it asks; without policies nobody misses it."""
    if P1_PLANS & user.plans:
        return (Reason("licensed-p1"),)
    return (Reason("no-p1"),) if protection is not None and protection.coverage.in_use else ()


def _methods(user_id: str, methods: tuple[Method, ...] | None, policy: MethodPolicy | None) -> tuple[Reason, ...]:
    """What is registered, and whether it may be used. "Could not read" never looks like "none"."""
    if methods is None:
        return (Reason("methods-unknown"),)
    registered = [each for each in methods if each.is_second_factor]
    named = tuple(
        Reason(_code(user_id, each, policy), {"kind": each.kind.value, "label": each.label}) for each in registered
    )
    set_for_them = (Reason("set-for-them"),) if any(each.set_for_them for each in registered) else ()
    return (*named, *set_for_them) or (Reason("no-methods"),)


def _code(user_id: str, method: Method, policy: MethodPolicy | None) -> str:
    return "method" if policy is None or capable(user_id, method, policy) else "method-not-allowed"


def _standing(user: User, roles: Roles) -> tuple[Reason, ...]:
    held = [
        Reason("role-eligible" if each.eligible else "role", {"role": each.role_name or each.role})
        for each in roles.of(user.id)
    ]
    guest = [Reason("guest")] if user.user_type is UserType.GUEST else []
    off = [] if user.enabled else [Reason("sign-in-blocked")]
    return (*held, *guest, *off)
