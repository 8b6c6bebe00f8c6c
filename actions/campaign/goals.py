"""What a campaign brings people to: whether somebody has it, may have it, and what does without a private phone.

The only home of these predicates.
"""

from collections.abc import Iterable

from actions.mfa.facts import own_usable
from actions.phone.facts import STRENGTH
from actions.spec import Target
from tenant.model import ALL_USERS, Method, MethodKind, MethodPolicy, MethodRule

PHISHING_RESISTANT = STRENGTH[0]
#: Microsoft Authenticator, and what stands in for it where somebody has no smartphone: no campaign requires one.
APP = frozenset({MethodKind.AUTHENTICATOR, MethodKind.FIDO2, MethodKind.HARDWARE_OATH})
#: The methods that a person registers for each target, as the methods policy calls them.
RULES = {
    Target.ANY: ("MicrosoftAuthenticator", "Fido2", "SoftwareOath", "HardwareOath", "Sms", "Voice"),
    Target.APP: ("MicrosoftAuthenticator", "Fido2", "HardwareOath"),
    Target.PHISHING_RESISTANT: ("Fido2",),
}
NEVER_LEGACY = frozenset({"Fido2"})  # the policies of old know no such method, so what this one forbids is forbidden
#: What needs no phone of one's own, as people call it, by the rule that must allow it.
WITHOUT_PHONE = {
    "Fido2": "a security key",
    "HardwareOath": "a hardware token",
    "SoftwareOath": "a code on the computer",
    "Voice": "a call to the office phone",
}
INSTEAD = {
    Target.ANY: ("Fido2", "HardwareOath", "SoftwareOath", "Voice"),
    Target.APP: ("Fido2", "HardwareOath"),
    Target.PHISHING_RESISTANT: ("Fido2",),
}
HELLO = "Windows Hello on a computer of the company"


def reached(target: Target, user_id: str, methods: Iterable[Method], policy: MethodPolicy) -> bool:
    """Does the person have what the campaign is about: their own, and allowed? What was set for them never counts."""
    own = own_usable(user_id, methods, policy)
    match target:
        case Target.APP:
            return any(each.kind in APP for each in own)
        case Target.PHISHING_RESISTANT:
            return any(each.kind in PHISHING_RESISTANT for each in own)
        case _:
            return bool(own)


def allowed(target: Target, user_id: str, policy: MethodPolicy) -> bool:
    """Does the policy let this person register something that counts? What it does not decide counts as yes."""
    return any(_allows(policy, kind, user_id) for kind in RULES[target])


def allowed_to_anybody(target: Target, policy: MethodPolicy) -> bool:
    """Could anybody at all?"""
    rules = [(kind, policy.rule(kind)) for kind in RULES[target]]
    return any(rule is None or _for_some(rule) or _undecided(policy, kind) for kind, rule in rules)


def without_phone(target: Target, policy: MethodPolicy) -> tuple[str, ...]:
    """What people may have instead of something on a private phone, by the policy; empty where it allows none."""
    open_ = tuple(WITHOUT_PHONE[kind] for kind in INSTEAD[target] if _expressly(policy, kind))
    return open_ if target is Target.APP else (*open_, HELLO)


def _expressly(policy: MethodPolicy, kind: str) -> bool:
    rule = policy.rule(kind)
    return rule is not None and _for_some(rule) and (kind != "Voice" or rule.office_phones)


def _for_some(rule: MethodRule) -> bool:
    return rule.enabled and (ALL_USERS in rule.include or bool(rule.members - rule.excluded))


def _allows(policy: MethodPolicy, kind: str, user_id: str) -> bool:
    rule = policy.rule(kind)
    return rule is None or rule.allows(user_id) or _undecided(policy, kind)


def _undecided(policy: MethodPolicy, kind: str) -> bool:
    return not policy.complete and kind not in NEVER_LEGACY
