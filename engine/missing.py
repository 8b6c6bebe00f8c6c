"""What still stands between somebody and the method that they are reminded of, from what Microsoft shows of them now.

Pure, but for reading the policy.
"""

from collections.abc import Sequence

from actions.spec import Reason
from tenant.model import Method, MethodKind, MethodPolicy, capable

APP_FACT = "app-registered"
PASSKEY_FACT = "phishing-resistant"
PASSKEYS = frozenset({MethodKind.FIDO2, MethodKind.WINDOWS_HELLO, MethodKind.PLATFORM})
WITHOUT_SMARTPHONE = (  # method, the policy's name for it
    ("fido2", "Fido2"),
    ("hardwareOath", "HardwareOath"),
    ("softwareOath", "SoftwareOath"),  # also runs on a computer
    ("voice", "Voice"),
    ("sms", "Sms"),
)


def missing(person_id: str, fact: str, methods: Sequence[Method], policy: MethodPolicy | None) -> Reason:
    """Why "I've done it" is not so yet. ``nothing-registered``: nothing shows; Microsoft may take some minutes."""
    factors = [each for each in methods if each.is_second_factor]
    theirs = [each for each in factors if not each.set_for_them]
    if not factors:
        return Reason("nothing-registered")
    if not theirs:
        return Reason("only-set-for-you", {"kind": factors[0].kind.value, "label": factors[0].label})
    allowed = [each for each in theirs if policy is None or capable(person_id, each, policy)]
    if not allowed:
        return Reason("not-allowed-here", {"kind": theirs[0].kind.value, "label": theirs[0].label})
    facts = {"kind": allowed[0].kind.value, "label": allowed[0].label}
    if fact == APP_FACT and all(each.kind is not MethodKind.AUTHENTICATOR for each in allowed):
        return Reason("app-wanted", facts)
    if fact == PASSKEY_FACT and all(each.kind not in PASSKEYS for each in allowed):
        return Reason("passkey-wanted", facts)
    return Reason("not-visible-yet", facts)


def alternatives(person_id: str, fact: str, policy: MethodPolicy) -> tuple[str, ...]:
    """What the policy lets this person use without a smartphone, of what would do: fido2 (a security key),
    hardwareOath, softwareOath (a code from a program on a computer), voice, sms.
    """
    wanted = WITHOUT_SMARTPHONE[:1] if fact == PASSKEY_FACT else WITHOUT_SMARTPHONE
    return tuple(name for name, rule in wanted if policy.allows(rule, person_id) and fact != APP_FACT)
