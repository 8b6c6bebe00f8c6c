"""Sign-in methods as people have them."""

from collections.abc import Callable
from datetime import datetime

from demo.directory import PASSWORD_METHOD, PHONE_IDS, Method
from demo.keys import stable_id
from demo.wire import Json

Details = tuple[tuple[str, Json], ...]

STRONG = frozenset(
    {"microsoftAuthenticator", "phone", "fido2", "softwareOath", "windowsHelloForBusiness", "platformCredential"}
)


def is_strong(method: Method) -> bool:
    """Is it good for MFA? A password is not, and an e-mail address only resets passwords."""
    return method.kind in STRONG


PREFERENCES: dict[str, tuple[str, str | None]] = {
    "push": ("microsoftAuthenticator", None),
    "oath": ("softwareOath", None),
    "sms": ("phone", "mobile"),
    "voiceMobile": ("phone", "mobile"),
    "voiceAlternateMobile": ("phone", "alternateMobile"),
    "voiceOffice": ("phone", "office"),
}
"""What a person may prefer, and the kind of method (and of phone) that it needs."""


def carries(preference: str | None, method: Method) -> bool:
    """Is this the method that the preference means? The Authenticator app shows codes too."""
    if preference == "oath" and method.kind == "microsoftAuthenticator":
        return True
    return PREFERENCES.get(preference or "") == (method.kind, method.detail("phoneType"))


def password(created: datetime) -> Method:
    """The method that every user has."""
    return Method("password", PASSWORD_METHOD, created)


def phone(number: str, created: datetime, kind: str = "mobile") -> Method:
    """A phone for calls and text messages; one of each kind at most."""
    details: Details = (("phoneNumber", number), ("phoneType", kind), ("smsSignInState", "notAllowedByPolicy"))
    return Method("phone", PHONE_IDS[kind], created, details if kind == "mobile" else (*details[:2], _NO_SMS))


_NO_SMS: tuple[str, Json] = ("smsSignInState", "notSupported")


def make(kind: str, person: str, created: datetime) -> Method:
    """A method of this kind for this person, always the same; raises KeyError for a kind that the demo lacks."""
    return KINDS[kind](person, created)


def _other(kind: str, details: Details) -> Callable[[str, datetime], Method]:
    return lambda person, created: Method(kind, stable_id(kind, person), created, details)


def _phone(person: str, created: datetime) -> Method:
    digits = int(stable_id("phone", person)[:8], 16) % 10_000_000
    return phone(f"+49 1511{digits:07d}", created)


KINDS: dict[str, Callable[[str, datetime], Method]] = {
    "password": lambda person, created: password(created),
    "phone": _phone,
    "microsoftAuthenticator": _other(
        "microsoftAuthenticator",
        (("displayName", "Phone"), ("deviceTag", "SoftwareTokenActivated"), ("phoneAppVersion", "6.2511.7533")),
    ),
    "fido2": _other(
        "fido2",
        (
            ("displayName", "Security key"),
            ("aaGuid", "2fc0579f-8113-47ea-b116-bb5a8db9202a"),
            ("model", "YubiKey 5 NFC"),
            ("attestationLevel", "attested"),
        ),
    ),
    "softwareOath": _other("softwareOath", (("secretKey", None),)),
    "windowsHelloForBusiness": _other(
        "windowsHelloForBusiness", (("displayName", "Laptop"), ("keyStrength", "normal"))
    ),
    "email": _other("email", (("emailAddress", "private@example.org"),)),
    "platformCredential": _other(
        "platformCredential", (("displayName", "MacBook"), ("keyStrength", "normal"), ("platform", "macOS"))
    ),
    "temporaryAccessPass": _other(
        "temporaryAccessPass", (("isUsableOnce", True), ("lifetimeInMinutes", 60), ("used", False))
    ),
}
