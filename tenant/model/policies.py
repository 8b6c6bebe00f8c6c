"""What the tenant's policies and its products say, and what its logs and reports tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tenant.model.methods import MethodKind


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
    resets_password: bool | None = None  # may the person reset their own password (``isSsprEnabled``)? None: not told


#: AADSTS numbers with which a sign-in stops at MFA, the password being right: a method must be registered, a second
#: factor was asked for and not given, or it could not be asked for. A prompt leaves a row of its own, also where it is
#: answered a moment later. https://learn.microsoft.com/entra/identity-platform/reference-error-codes
STOPPED_BY_MFA = frozenset({50072, 50074, 50076, 50078, 50079, 50088, 50158, 53004, 53010, 500121})
#: The password was wrong, or the account does not exist or is locked by wrong passwords: also what attackers leave.
WRONG_PASSWORD = frozenset({50034, 50053, 50056, 50064, 50126, 51004})
_RISKS = {"none": False, "low": False, "medium": True, "high": True}


@dataclass(frozen=True, slots=True)
class Licence:
    """One subscribed product of the tenant."""

    sku: str
    plans: frozenset[str]
    bought: int
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyBlock:
    """One Conditional Access policy that blocks legacy authentication. ``enforced`` False: report-only, blocks nobody.

    ``everybody``: includes all users and all applications; ``excluded``: how many users, groups and roles it leaves
    out, ``spared``: the ids of those of them who are users. ``clients``: of ``exchangeActiveSync`` and ``other``, which
    it blocks.
    """

    name: str
    enforced: bool
    everybody: bool
    clients: frozenset[str]
    excluded: int = 0
    spared: frozenset[str] = frozenset()

    def besides(self, known: frozenset[str]) -> int:
        """How many it leaves out who are not among these users; a group or a role is always one of them."""
        return self.excluded - len(self.spared & known)


@dataclass(frozen=True, slots=True)
class AppliedPolicy:
    """What a Conditional Access policy made of one sign-in. ``result`` is Graph's: ``failure``, or one that begins with
    ``reportOnly`` (Success, Failure, Interrupted, NotApplied).
    """

    id: str
    name: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One sign-in from the log. ``client`` is Graph's ``clientAppUsed``; ``methods``: second factors that succeeded.

    ``error`` is the AADSTS code (0: none, None: not told), ``failure`` and ``detail`` Microsoft's words for it.
    ``multi_factor``: was MFA required of this one? ``trusted``: from a network that is marked so; no address is kept.
    ``device``: the device's name, else its system, else the first word of the user agent. ``policies``: those that
    stood in the way, and those that only report. ``risk``: Graph's ``riskLevelDuringSignIn``; empty or ``hidden`` where
    it is not told (it takes Entra ID P2).
    """

    user_id: str
    upn: str
    at: datetime
    client: str
    app: str = ""
    succeeded: bool = True
    interactive: bool = True
    methods: frozenset[MethodKind] = frozenset()
    id: str = ""
    error: int | None = 0
    failure: str = ""
    detail: str = ""
    multi_factor: bool | None = None
    trusted: bool | None = None
    device: str = ""
    policies: tuple[AppliedPolicy, ...] = ()
    risk: str = ""

    @property
    def risky(self) -> bool | None:
        """Did Microsoft doubt, at that moment, that it was the owner (medium or high)? None: not told."""
        return _RISKS.get(self.risk)

    @property
    def stopped_by_mfa(self) -> bool:
        """Was the password right, and did it end at MFA? A later success shows that it was only a step on the way."""
        return not self.succeeded and self.error in STOPPED_BY_MFA

    @property
    def wrong_password(self) -> bool:
        """Did it end before MFA, at the password? It says nothing of whether its owner can sign in."""
        return not self.succeeded and self.error in WRONG_PASSWORD

    @property
    def tells_of_mfa(self) -> bool:
        """Is it a try from which one can tell whether this person gets past MFA? By somebody at a keyboard with the
        right password, whom Microsoft did not doubt, that succeeded or was stopped by MFA.
        """
        return self.interactive and self.risky is not True and (self.succeeded or self.stopped_by_mfa)
