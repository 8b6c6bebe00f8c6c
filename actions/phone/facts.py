"""What is true of a person's methods where a phone is concerned. The only home of "stronger"."""

from collections.abc import Iterable

from actions.spec import Reason
from tenant.model import (
    RULES_OF_KIND,
    Method,
    MethodKind,
    MethodPolicy,
    PhoneType,
    Preference,
    Roles,
    User,
    UserType,
    capable,
    usable,
)

#: Stronger than a phone, the strongest first; those of one line are alike ("Authentication strengths" in Microsoft's
#: documentation puts phishing-resistant before push, push before codes, codes before the telephone).
STRENGTH: tuple[frozenset[MethodKind], ...] = (
    frozenset({MethodKind.FIDO2, MethodKind.WINDOWS_HELLO, MethodKind.PLATFORM}),
    frozenset({MethodKind.AUTHENTICATOR}),
    frozenset({MethodKind.SOFTWARE_OATH, MethodKind.HARDWARE_OATH}),
)
STRONGER = frozenset().union(*STRENGTH)
#: What ``userPreferredMethodForSecondaryAuthentication`` calls them
#: (https://learn.microsoft.com/graph/api/resources/signinpreferences, beta); a passkey cannot be chosen there.
CHOICE_OF = {
    MethodKind.AUTHENTICATOR: "push",
    MethodKind.SOFTWARE_OATH: "oath",
    MethodKind.HARDWARE_OATH: "oath",
}
CARRIES = {
    "sms": PhoneType.MOBILE,
    "voiceMobile": PhoneType.MOBILE,
    "voiceAlternateMobile": PhoneType.ALTERNATE,
    "voiceOffice": PhoneType.OFFICE,
}
ROLE_ASSIGNABLE_GROUP = "role-assignable-group"  # what `Roles` calls being in a group that could hold a role
INSTEAD = (MethodKind.FIDO2, MethodKind.AUTHENTICATOR, MethodKind.SOFTWARE_OATH)
NAMES = {
    MethodKind.FIDO2: "passkey",
    MethodKind.WINDOWS_HELLO: "Windows Hello",
    MethodKind.PLATFORM: "platform credential",
    MethodKind.AUTHENTICATOR: "Microsoft Authenticator",
    MethodKind.SOFTWARE_OATH: "authenticator app code",
    MethodKind.HARDWARE_OATH: "hardware token",
}


def stronger(user_id: str, methods: Iterable[Method], policy: MethodPolicy) -> tuple[Method, ...]:
    """Usable methods that are stronger than a phone, the strongest first. One that was set for them is not theirs."""
    theirs = [each for each in usable(user_id, methods, policy) if each.kind in STRONGER and not each.set_for_them]
    return tuple(sorted(theirs, key=_rank))


def _rank(method: Method) -> int:
    return next(place for place, kinds in enumerate(STRENGTH) if method.kind in kinds)


def named(kinds: Iterable[MethodKind]) -> str:
    """As people call them, each once."""
    return ", ".join(dict.fromkeys(NAMES[kind] for kind in kinds))


def instead(user_id: str, policy: MethodPolicy) -> tuple[MethodKind, ...]:
    """Stronger methods that the policy expressly lets this person register."""
    return tuple(kind for kind in INSTEAD if any(policy.allows(rule, user_id) for rule in RULES_OF_KIND.get(kind, ())))


def reachable(user_id: str, kind: PhoneType, policy: MethodPolicy) -> bool:
    """Could this person answer a prompt with a phone of this type? Else it is registered, and they are not capable."""
    return capable(user_id, Method("", MethodKind.PHONE, phone_type=kind), policy)


def texts_allowed(user_id: str, policy: MethodPolicy) -> bool:
    """May this person be sent text messages, as far as is known?"""
    return policy.allows("Sms", user_id) is not False


def carried_by(preference: Preference | None) -> PhoneType | None:
    """The phone that the person's first choice rests on; None for another method, for none, for not known."""
    return CARRIES.get(preference.method or "") if preference is not None else None


def next_choice(methods: Iterable[Method], phones: Iterable[PhoneType]) -> str | None:
    """The strongest choice that is left with these methods and phones; None where Microsoft offers none."""
    kinds = {each.kind for each in methods}
    wanted = next((kind for row in STRENGTH for kind in sorted(row) if kind in kinds and kind in CHOICE_OF), None)
    if wanted is not None:
        return CHOICE_OF[wanted]
    left = set(phones)
    return next((choice for choice, kind in CARRIES.items() if kind in left), None)


def never(user_id: str, roles: Roles, assignable: frozenset[str]) -> Reason | None:
    """Whose phones are never written: whoever could take over a tenant must not depend on a text message, and a phone
    that somebody else wrote is a way in (Microsoft's own rule for sensitive actions, "user resource type").
    """
    held = roles.of(user_id)
    if role := next((each for each in held if each.role != ROLE_ASSIGNABLE_GROUP), None):
        return Reason("role-holder-never", {"role": role.role_name or role.role})
    return Reason("role-assignable-never") if held or user_id in assignable else None


def nobody_to_ask(user: User) -> Reason | None:
    """Accounts whose person cannot be asked in chat."""
    if not user.enabled:
        return Reason("disabled")
    return Reason("guest") if user.user_type is UserType.GUEST else None
