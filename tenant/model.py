"""The values that come out of a tenant and go into it. Nothing here is a dict and nothing here does I/O.

Field meanings follow Microsoft Graph's resources of the same name (https://learn.microsoft.com/graph/api/overview).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class PerUserState(StrEnum):
    """Per-user MFA (beta ``strongAuthenticationRequirements``). UNKNOWN: not readable; it is never "disabled"."""

    DISABLED = "disabled"
    ENABLED = "enabled"
    ENFORCED = "enforced"
    UNKNOWN = "unknown"


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


SECOND_FACTORS = frozenset(MethodKind) - {
    MethodKind.PASSWORD,
    MethodKind.EMAIL,  # serves the password reset only
    MethodKind.TEMPORARY_PASS,  # ends by itself
    MethodKind.QR_CODE,  # a first factor
    MethodKind.OTHER,
}


@dataclass(frozen=True, slots=True)
class Method:
    """One sign-in method registered for a person. ``label`` is safe to show: a phone number is already masked."""

    id: str
    kind: MethodKind
    label: str = ""
    phone_type: str | None = None
    created: datetime | None = None

    @property
    def is_second_factor(self) -> bool:
        """Could this method answer an MFA prompt, where policy allows it?"""
        return self.kind in SECOND_FACTORS


class UserType(StrEnum):
    """Graph's ``userType``; a null one is a member."""

    MEMBER = "Member"
    GUEST = "Guest"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person or account of the directory. ``plans`` holds the ids of *enabled* service plans."""

    id: str
    upn: str
    name: str
    mail: str | None = None
    user_type: UserType = UserType.MEMBER
    enabled: bool = True
    synced: bool = False
    usage_location: str | None = None
    language: str | None = None
    mobile: str | None = None
    plans: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group as far as Muster needs it."""

    id: str
    name: str
    mail: str | None = None
    synced: bool = False
    dynamic: bool = False
    role_assignable: bool = False


GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"


@dataclass(frozen=True, slots=True)
class RoleHolding:
    """One person holding one directory role, directly or through a group. ``role`` is the role template's id.

    ``everywhere`` is False where it is held over an administrative unit or one object only.
    """

    user_id: str
    role: str
    eligible: bool = False  # may activate it (PIM), does not hold it this minute
    role_name: str = ""
    everywhere: bool = True


@dataclass(frozen=True, slots=True)
class Roles:
    """All directory roles held in the tenant. ``eligible_readable`` is False where PIM is not licensed."""

    holdings: tuple[RoleHolding, ...]
    eligible_readable: bool = True
    _by_user: Mapping[str, tuple[RoleHolding, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the holdings by person once: a guard asks about each of 30,000 rows."""
        found: dict[str, tuple[RoleHolding, ...]] = {}
        for held in self.holdings:
            found[held.user_id] = (*found.get(held.user_id, ()), held)
        object.__setattr__(self, "_by_user", found)

    def of(self, user_id: str) -> tuple[RoleHolding, ...]:
        """The roles of one person, active and eligible."""
        return self._by_user.get(user_id, ())

    @property
    def holders(self) -> frozenset[str]:
        """Ids of everybody who holds or may activate any role."""
        return frozenset(self._by_user)

    @property
    def global_administrators(self) -> frozenset[str]:
        """Ids of those who hold Global Administrator now (eligible ones cannot act until they activate)."""
        return frozenset(h.user_id for h in self.holdings if h.role == GLOBAL_ADMINISTRATOR and not h.eligible)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Who is covered by an enforced Conditional Access policy that requires MFA for all apps.

    ``in_use`` says whether any policy is switched on at all (per-user MFA is the wrong tool there);
    ``policy_by_user`` maps a user id to the name of the policy that covers it; report-only policies cover nobody
    and are named in ``report_only``.
    """

    in_use: bool
    policy_by_user: Mapping[str, str] = field(default_factory=dict)
    report_only: tuple[str, ...] = ()

    def policy_for(self, user_id: str) -> str | None:
        """The name of the policy that makes this person use MFA everywhere, or None."""
        return self.policy_by_user.get(user_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One row of the registration report: hours old, and only where the tenant has Entra ID P1."""

    user_id: str
    registered: bool
    capable: bool
    methods: tuple[str, ...] = ()
    default_method: str | None = None


@dataclass(frozen=True, slots=True)
class MethodRule:
    """Whether one kind of method may be used, and by whom (group ids; ``all_users`` is everybody)."""

    kind: str  # Sms, Voice, MicrosoftAuthenticator, Fido2, ...
    enabled: bool
    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MethodPolicy:
    """The tenant's authentication methods policy. ``complete`` is False while legacy policies still count."""

    rules: tuple[MethodRule, ...]
    complete: bool

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


def usable(methods: Iterable[Method], policy: MethodPolicy) -> tuple[Method, ...]:
    """The methods with which somebody could answer an MFA prompt today.

    A method that the policy switches off for everybody does not count, once the legacy policies are out of the way
    (until then a disabled rule proves nothing: see `MethodPolicy.complete`).
    """
    return tuple(each for each in methods if each.is_second_factor and _allowed(each.kind, policy))


def _allowed(kind: MethodKind, policy: MethodPolicy) -> bool:
    rules = [rule for name in RULES_OF_KIND.get(kind, ()) if (rule := policy.rule(name))]
    return not policy.complete or not rules or any(rule.enabled for rule in rules)


@dataclass(frozen=True, slots=True)
class Licence:
    """One subscribed product of the tenant."""

    sku: str
    plans: frozenset[str]
    bought: int
    used: int


@dataclass(frozen=True, slots=True)
class StateWish:
    """What per-user MFA shall be for one person: an absolute value, so writing it twice does no harm."""

    user_id: str
    state: PerUserState
