"""What the rest of Muster may ask of a tenant, and of time. The types are the promise; `tenant.graph` keeps it.

Reading and writing are different types and use different credentials, so a plan cannot write by accident or by theft.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tenant.cloud import CLOUDS as CLOUDS
from tenant.cloud import Cloud as Cloud
from tenant.cloud import custom as custom
from tenant.credentials import Certificate as Certificate
from tenant.credentials import Credential as Credential
from tenant.credentials import Credentials as Credentials
from tenant.credentials import ManagedIdentity as ManagedIdentity
from tenant.credentials import Secret as Secret
from tenant.model import (
    AuthenticationPolicy,
    Coverage,
    ExchangeOrganization,
    Group,
    Kind,
    LegacyBlock,
    Licence,
    Mailbox,
    Method,
    MethodPolicy,
    PerUserState,
    PhoneWish,
    Preference,
    PreferenceWish,
    Registration,
    Roles,
    Rules,
    SignIn,
    Statement,
    StateWish,
    User,
)
from tenant.trouble import Trouble


class Clock(Protocol):
    """The only source of time and of waiting."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds since some fixed moment; never runs backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; 0 lets others run."""
        ...


class Priority(StrEnum):
    """Who goes first when the budget is short (Graph's ``x-ms-throttle-priority``)."""

    SWEEP = "Low"
    NORMAL = "Normal"
    PERSON = "High"  # somebody waits in a chat


class Area(StrEnum):
    """What may be written; an owner opens each area with ``writes on <area>``."""

    MFA = "mfa"
    PHONE = "phone"
    METHODS = "methods"
    EXCHANGE = "exchange"
    POLICIES = "policies"


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a tenant is opened: decides the credential, the priority and what Microsoft's logs can be matched with."""

    correlation: str
    priority: Priority = Priority.NORMAL
    writes: Area | None = None


class TokenSource(Protocol):
    """Access tokens of one credential in one tenant, never blocking the event loop.

    Raises SignInFailed, Throttled or Unavailable.
    """

    async def token(self, scope: str) -> str:
        """A token for this scope (``Cloud.graph_scope``, ``bot_scope``), valid now as far as anybody knows."""
        ...

    def forget(self, stale: str = "") -> None:
        """After a 401: drop the tokens, so that the next one is new; with ``stale`` only while it is still in use."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one write. ``trouble`` None: Microsoft confirmed it."""

    user_id: str
    trouble: Trouble | None = None


class Memory(Protocol):
    """What this house remembers about a tenant's people, beside what Microsoft knows. `store` keeps it."""

    async def statements(self, tenant_id: str, kind: Kind, subjects: Collection[str] = ()) -> Sequence[Statement]:
        """Statements of one kind about these subjects, oldest first; without subjects, all of that kind."""
        ...


class TenantReader(Protocol):
    """Everything that can be known. Iterators stream: nobody holds 30,000 people unless the caller does.

    Every method raises `tenant.trouble` types. An object that is gone is left out of a stream, not raised.
    """

    @property
    def tenant_id(self) -> str:
        """The tenant's GUID."""
        ...

    @property
    def rules(self) -> Rules:
        """What the owner declared about this tenant."""
        ...

    def now(self) -> datetime:
        """This moment, aware, in UTC: for ages and ends."""
        ...

    async def statements(self, kind: Kind, subjects: Collection[str] = ()) -> Sequence[Statement]:
        """What the house remembers about these subjects, oldest first; without subjects, all of that kind."""
        ...

    def everyone(self) -> AsyncIterator[User]:
        """All users of the tenant, guests included."""
        ...

    def users(self, ids: Collection[str]) -> AsyncIterator[User]:
        """The users with these object ids."""
        ...

    async def find_users(self, text: str) -> tuple[User, ...]:
        """By object id, UPN or mail exactly (then one); else up to 10 whose name or UPN begins like the text."""
        ...

    async def find_groups(self, name: str) -> tuple[Group, ...]:
        """Groups of exactly this display name (or id); if none, up to 10 whose name begins like it or is near it."""
        ...

    def members(self, group_id: str) -> AsyncIterator[User]:
        """Users in a group, through nested groups too."""
        ...

    async def memberships(self, user_id: str, group_ids: Collection[str]) -> frozenset[str]:
        """Which of these groups the user is in, through nested groups too (``checkMemberGroups``)."""
        ...

    async def roles(self) -> Roles:
        """Directory roles held by people, directly and through groups, active and eligible."""
        ...

    async def role_assignable(self) -> frozenset[str]:
        """Ids of the members and owners of all role-assignable groups, whether a group holds a role today or not."""
        ...

    def methods(self, ids: Collection[str]) -> AsyncIterator[tuple[str, tuple[Method, ...]]]:
        """Registered methods by user id, read from the person's own list (not from the report).

        Those that Muster wrote and nobody has used are marked ``set_for_them``.
        """
        ...

    def preferences(self, ids: Collection[str]) -> AsyncIterator[tuple[str, Preference]]:
        """Which second factor each is asked for first, by user id (beta ``signInPreferences``).

        Left out: somebody who is gone, or whom Microsoft keeps from us.
        """
        ...

    def states(self, ids: Collection[str]) -> AsyncIterator[tuple[str, PerUserState]]:
        """Per-user MFA by user id; UNKNOWN where Microsoft says nothing. A few people: asked one by one.

        Many: from the undocumented ``$select=perUserMfaState`` where a probe shows that it works here.
        """
        ...

    async def security_defaults(self) -> bool:
        """Are security defaults on?"""
        ...

    async def coverage(self) -> Coverage:
        """Who is covered by Conditional Access; ``in_use=False`` in a tenant without such policies."""
        ...

    def registrations(self, ids: Collection[str] | None = None) -> AsyncIterator[Registration]:
        """The registration report, of everybody or of these people (raises Unlicensed without P1; hours old).

        Somebody whom the report does not know is left out.
        """
        ...

    def sign_ins(
        self, since: datetime, *, people: Collection[str] = (), clients: Collection[str] = ()
    ) -> AsyncIterator[SignIn]:
        """Sign-ins since then, newest first, of these people (none named: all) with these ``clientAppUsed`` values
        (none named: all), interactive or not. The log reaches back 30 days. Raises Unlicensed without P1.

        Of more than 15 people, newest first for each 15 of them: nobody holds the log of thousands to sort it.
        """
        ...

    async def legacy_blocks(self) -> tuple[LegacyBlock, ...]:
        """The Conditional Access policies that block legacy authentication, enforced or report-only."""
        ...

    async def method_policy(self) -> MethodPolicy:
        """Which methods are allowed, and for whom, the targeted groups' members included. Minutes old at most."""
        ...

    async def exchange_organization(self) -> ExchangeOrganization:
        """Exchange Online's organisation settings."""
        ...

    async def smtp_auth_off(self) -> bool | None:
        """Is SMTP AUTH switched off for the organisation (``SmtpClientAuthenticationDisabled``)? None: not told."""
        ...

    def mailboxes(self) -> AsyncIterator[Mailbox]:
        """Every mailbox's own SMTP AUTH switch."""
        ...

    async def authentication_policies(self) -> tuple[AuthenticationPolicy, ...]:
        """Exchange Online's authentication policies."""
        ...

    async def sharepoint_legacy(self) -> bool | None:
        """SharePoint's ``isLegacyAuthProtocolsEnabled``. None: not told."""
        ...

    async def licences(self) -> tuple[Licence, ...]:
        """What the tenant has bought."""
        ...


class TenantWriter(TenantReader, Protocol):
    """A reader that may also write, in the one area it was opened for (else Forbidden before any request)."""

    def set_states(self, wishes: Sequence[StateWish]) -> AsyncIterator[Written]:
        """Set per-user MFA, at most 20 wishes; one `Written` for each whose fate is known, in any order.

        A wish without a `Written`, or with LostAnswer, may have been done: look before saying anything about it.
        """
        ...

    def set_phones(self, wishes: Sequence[PhoneWish]) -> AsyncIterator[Written]:
        """Add, change or remove one phone each, at most 20 wishes, one a person; in any order.

        A Conflict (409, ``phoneNumberNotUnique``) may have been saved nevertheless: look before believing it.
        """
        ...

    def set_preferences(self, wishes: Sequence[PreferenceWish]) -> AsyncIterator[Written]:
        """Set which second factor is asked for first, at most 20 wishes, one a person; in any order."""
        ...

    async def set_modern_auth(self, on: bool) -> None:
        """Exchange Online's ``OAuth2ClientProfileEnabled``. Raises tenant trouble; Forbidden where the owner's rules
        do not open Exchange for writing.
        """
        ...


class Tenants(Protocol):
    """Opens tenants. Opening costs nothing: the first request fetches the token."""

    def reader(self, tenant_id: str, purpose: Purpose) -> TenantReader:
        """For plans, checks, looks."""
        ...

    def writer(self, tenant_id: str, purpose: Purpose) -> TenantWriter:
        """For one area; raises Forbidden at once when ``purpose.writes`` is None."""
        ...
