"""Conditional Access as values: what a policy says, and the few questions that everybody asks of one.

https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy. Whom a policy reaches is not answered here: for
that groups and roles must be opened, and `tenant.ports.TenantReader.policies_for` does it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

#: What ``includeUserActions`` calls the registering of sign-in methods.
REGISTER_SECURITY_INFO = "urn:user:registersecurityinfo"
OFFICE_365 = "Office365"  # stands in ``apps`` beside application ids
ALL_CLIENTS = frozenset({"browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "other"})
LEGACY_CLIENTS = frozenset({"exchangeActiveSync", "other"})
ALL_LOCATIONS = "All"
ALL_TRUSTED = "AllTrusted"  # every named location that is marked as trusted
BLOCK = "block"
MFA = "mfa"


class PolicyState(StrEnum):
    """Graph's ``state``; one that we do not know counts as OFF, for it is not known to protect anybody."""

    ON = "enabled"
    REPORT_ONLY = "enabledForReportingButNotEnforced"
    OFF = "disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom one side of a policy names: users and groups by id, roles by template id.

    ``guests`` are all guests of whatever organisation; ``some_guests``: fewer than all of them, nobody knows which.
    """

    everybody: bool = False
    guests: bool = False
    some_guests: bool = False
    users: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """How many users, groups and roles are named; guests count as one, everybody as none."""
        return len(self.users) + len(self.groups) + len(self.roles) + (self.guests or self.some_guests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apps:
    """What a policy is about: ``everything``, or application ids and names such as ``Office365``.

    ``filtered``: a rule narrows or widens it in a way that ids do not tell.
    """

    everything: bool = False
    named: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    filtered: bool = False

    @property
    def all_of_them(self) -> bool:
        """All applications, none left out?"""
        return self.everything and not self.excluded and not self.filtered

    @property
    def none(self) -> bool:
        """No application at all: then the policy is about user actions or authentication contexts."""
        return not (self.everything or self.named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What opens the door. ``controls``: Graph's ``builtInControls`` (block, mfa, compliantDevice …).

    ``strength``: the id of an authentication strength, ``strength_is_mfa`` whether it satisfies MFA; ``others``: terms
    of use and custom factors. ``every``: all of them are demanded (operator AND), else any one of them will do.
    """

    controls: frozenset[str] = frozenset()
    strength: str = ""
    strength_name: str = ""
    strength_is_mfa: bool = False
    others: int = 0
    every: bool = False

    @property
    def blocks(self) -> bool:
        """Does nobody get in?"""
        return BLOCK in self.controls

    @property
    def offers_mfa(self) -> bool:
        """Is MFA among the ways in, the only one or not?"""
        return not self.blocks and (MFA in self.controls or self.strength_is_mfa)

    @property
    def demands_mfa(self) -> bool:
        """Is MFA the one control, or one of several that must all be met?"""
        ways = len(self.controls) + self.others + bool(self.strength)
        return self.offers_mfa and (ways == 1 or self.every)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionControls:
    """How long a sign-in is remembered. ``hours`` None: the policy does not say (90 days, rolling, is Microsoft's own);
    0: every time. ``second_factor_only``: only the second factor is asked for again.

    ``persistent_browser``: True stays signed in after the browser was closed, False never, None as the person chooses.
    """

    hours: int | None = None
    second_factor_only: bool = False
    persistent_browser: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPolicy:
    """One Conditional Access policy. ``clients`` are all four of `ALL_CLIENTS` where Graph says ``all``.

    ``locations`` and ``outside``: ids of named locations included and left out (`ALL_LOCATIONS`, `ALL_TRUSTED`); no
    condition at all reads as `ALL_LOCATIONS`. ``narrowed`` names every further condition under which alone it applies:
    platforms, devices, risk levels, authentication flows, applications' own sign-ins.
    """

    id: str = ""
    name: str
    state: PolicyState
    include: Audience = field(default_factory=Audience)
    exclude: Audience = field(default_factory=Audience)
    apps: Apps = field(default_factory=Apps)
    user_actions: frozenset[str] = frozenset()
    clients: frozenset[str] = ALL_CLIENTS
    locations: frozenset[str] = frozenset({ALL_LOCATIONS})
    outside: frozenset[str] = frozenset()
    narrowed: frozenset[str] = frozenset()
    grant: Grant = field(default_factory=Grant)
    session: SessionControls = field(default_factory=SessionControls)

    @property
    def enforced(self) -> bool:
        """Is it switched on, not only reporting?"""
        return self.state is PolicyState.ON

    @property
    def always(self) -> bool:
        """From everywhere, on every platform and device, whatever the risk?"""
        return ALL_LOCATIONS in self.locations and not self.outside and not self.narrowed

    @property
    def everywhere(self) -> bool:
        """For all apps and all clients, always: no sign-in slips past?"""
        return self.apps.all_of_them and self.clients >= ALL_CLIENTS and self.always

    @property
    def demands_mfa(self) -> bool:
        """MFA at every sign-in, with no other way to satisfy it; enforced or not."""
        return self.everywhere and self.grant.demands_mfa

    @property
    def guards_registration(self) -> bool:
        """Is it about registering sign-in methods, and does it demand something there; enforced or not?"""
        demanded = self.grant.blocks or self.grant.controls or self.grant.strength or self.grant.others
        return REGISTER_SECURITY_INFO in self.user_actions and bool(demanded)

    @property
    def blocks_legacy(self) -> frozenset[str]:
        """Which of the legacy client types it blocks, for whom it reaches; enforced or not.

        Not one about a way of signing in that no legacy client has (device codes), about what only people in a browser
        do (registering security info) or about applications' own sign-ins.
        """
        elsewhere = self.narrowed & {"authenticationFlows", "clientApplications"}
        if elsewhere or self.apps.none or not self.grant.blocks:
            return frozenset()
        return self.clients & LEGACY_CLIENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDraft:
    """A policy to be created. Its defaults ask nothing of nobody; Microsoft refuses one without people or apps.

    ``narrowed`` of what is created is empty: Muster writes no finer conditions than these.
    """

    name: str
    state: PolicyState = PolicyState.REPORT_ONLY
    include: Audience = field(default_factory=Audience)
    exclude: Audience = field(default_factory=Audience)
    apps: Apps = field(default_factory=Apps)
    user_actions: frozenset[str] = frozenset()
    clients: frozenset[str] = ALL_CLIENTS
    locations: frozenset[str] = frozenset({ALL_LOCATIONS})
    outside: frozenset[str] = frozenset()
    grant: Grant = field(default_factory=Grant)

    def is_like(self, policy: AccessPolicy) -> bool:
        """Does this policy say the same, whatever its state is?"""
        mine = (self.include, self.exclude, self.apps, self.user_actions, self.clients, self.locations, self.outside)
        its = (
            policy.include, policy.exclude, policy.apps, policy.user_actions, policy.clients, policy.locations,
            policy.outside,
        )  # fmt: skip
        same_grant = (self.grant.controls, self.grant.strength) == (policy.grant.controls, policy.grant.strength)
        several = len(self.grant.controls) + bool(self.grant.strength) > 1
        same_way = self.grant.every == policy.grant.every or not several
        return mine == its and same_grant and same_way and not policy.narrowed


class LocationKind(StrEnum):
    """What a named location is made of."""

    IP = "ip"
    COUNTRY = "country"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A named location. ``trusted``: marked so, as only ones of kind IP can be. Its addresses are not kept."""

    id: str
    name: str
    kind: LocationKind
    trusted: bool = False
    countries: tuple[str, ...] = ()  # two letters each
