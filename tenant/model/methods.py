"""Registered sign-in methods, what the policy allows of them, and what somebody could answer a prompt with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

ALL_USERS = "all_users"  # Graph's group id for everybody in a target


class MethodKind(StrEnum):
    """A registered method's ``@odata.type`` without ``#microsoft.graph.`` and ``AuthenticationMethod``."""

    PASSWORD = "password"  # noqa: S105 - the name of a method, not a secret
    EMAIL = "email"
    PHONE = "phone"
    AUTHENTICATOR = "microsoftAuthenticator"
    FIDO2 = "fido2"
    SOFTWARE_OATH = "softwareOath"
    HARDWARE_OATH = "hardwareOath"
    WINDOWS_HELLO = "windowsHelloForBusiness"
    PLATFORM = "platformCredential"
    TEMPORARY_PASS = "temporaryAccessPass"  # noqa: S105 - the name of a method, not a secret
    QR_CODE = "qrCodePin"
    EXTERNAL = "external"
    OTHER = "other"  # Microsoft adds kinds; one we do not know counts as nothing


class PhoneType(StrEnum):
    """Graph's ``phoneType``: a person has at most one phone of each."""

    MOBILE = "mobile"
    ALTERNATE = "alternateMobile"
    OFFICE = "office"


SECOND_FACTORS = frozenset(MethodKind) - {
    MethodKind.PASSWORD,
    MethodKind.EMAIL,  # serves the password reset only
    MethodKind.TEMPORARY_PASS,  # ends by itself
    MethodKind.QR_CODE,  # a first factor
    MethodKind.OTHER,
}


#: What an administrator may take from somebody; what is none of ours to know stays.
DELETABLE = frozenset(MethodKind) - {MethodKind.PASSWORD, MethodKind.OTHER}


@dataclass(frozen=True, slots=True)
class Method:
    """One sign-in method registered for a person. ``label`` is safe to show: a phone number is already masked."""

    id: str
    kind: MethodKind
    label: str = ""
    phone_type: str | None = None
    created: datetime | None = None
    number: str = field(default="", repr=False)  # of a phone, in full, as Microsoft keeps it
    set_for_them: bool = False  # Muster wrote it and nobody has used it yet: it never counts as done

    @property
    def is_second_factor(self) -> bool:
        """Could this method answer an MFA prompt, where policy allows it?"""
        return self.kind in SECOND_FACTORS


@dataclass(frozen=True, slots=True)
class MethodRule:
    """Whether one kind of method may be used, and by whom (group ids; ``all_users`` is everybody)."""

    kind: str  # Sms, Voice, MicrosoftAuthenticator, Fido2, ...
    enabled: bool
    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()  # ids of the people in the included groups other than ``all_users``
    excluded: frozenset[str] = frozenset()  # and of those in the excluded ones
    for_sign_in: bool = False  # Sms: a number also becomes a sign-in name for somebody, and must be unique for that
    office_phones: bool = False  # Voice: office phones may be called

    def allows(self, user_id: str) -> bool:
        """May this person use it, as far as this policy says?"""
        included = ALL_USERS in self.include or user_id in self.members
        return self.enabled and included and user_id not in self.excluded


@dataclass(frozen=True, slots=True)
class MethodPolicy:
    """The tenant's authentication methods policy. ``complete`` is False while legacy policies still count."""

    rules: tuple[MethodRule, ...]
    complete: bool

    def allows(self, kind: str, user_id: str) -> bool | None:
        """May this person use this kind of method? None where this policy alone does not decide it: a kind that it
        does not mention, or one that a legacy policy may still allow.
        """
        rule = self.rule(kind)
        if rule is None:
            return None
        return True if rule.allows(user_id) else (False if self.complete else None)

    def rule(self, kind: str) -> MethodRule | None:
        """The rule of one kind of method; None where the policy does not mention it."""
        return next((rule for rule in self.rules if rule.kind.casefold() == kind.casefold()), None)


RULES_OF_KIND: Mapping[MethodKind, tuple[str, ...]] = {
    MethodKind.PHONE: ("Sms", "Voice"),
    MethodKind.AUTHENTICATOR: ("MicrosoftAuthenticator",),
    MethodKind.FIDO2: ("Fido2",),
    MethodKind.SOFTWARE_OATH: ("SoftwareOath",),
    MethodKind.HARDWARE_OATH: ("HardwareOath",),
}


def usable(user_id: str, methods: Iterable[Method], policy: MethodPolicy) -> tuple[Method, ...]:
    """The methods with which this person could answer an MFA prompt today.

    A method that the policy takes from the person does not count, once the legacy policies are out of the way (until
    then a missing permission proves nothing: see `MethodPolicy.complete`). One that was set for them does: it can
    answer a prompt, although it is not done.
    """
    return tuple(each for each in methods if each.is_second_factor and capable(user_id, each, policy))


def capable(user_id: str, method: Method, policy: MethodPolicy) -> bool:
    """Does the policy let this person use this method? Not decided by it counts as yes."""
    answers = [policy.allows(kind, user_id) for kind in _kinds_of(method) if policy.rule(kind) is not None]
    return not answers or (any(each is not False for each in answers) and not _office_forbidden(method, policy))


def _kinds_of(method: Method) -> tuple[str, ...]:
    """Text messages reach the mobile phone only."""
    if method.kind is MethodKind.PHONE and method.phone_type in (PhoneType.ALTERNATE, PhoneType.OFFICE):
        return ("Voice",)
    return RULES_OF_KIND.get(method.kind, ())


def _office_forbidden(method: Method, policy: MethodPolicy) -> bool:
    rule = policy.rule("Voice")
    office = method.kind is MethodKind.PHONE and method.phone_type == PhoneType.OFFICE
    return office and policy.complete and rule is not None and not rule.office_phones
