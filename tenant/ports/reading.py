"""Everything that can be asked of a tenant."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tenant.model import (
    AccessPolicy,
    Account,
    Addresses,
    AuthenticationPolicy,
    Coverage,
    Device,
    Domain,
    ExchangeOrganization,
    Federation,
    Group,
    Kind,
    LastSignIn,
    LegacyBlock,
    Licence,
    Location,
    Mailbox,
    Method,
    MethodPolicy,
    MethodSettings,
    PerUserState,
    Preference,
    Registration,
    Roles,
    Rules,
    Score,
    ScoreControl,
    SignIn,
    Statement,
    User,
    WorkingHours,
)


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

    async def manager(self, user_id: str) -> User | None:
        """Whom the directory names as this person's manager; None where it names nobody."""
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
        self,
        since: datetime,
        *,
        people: Collection[str] = (),
        clients: Collection[str] = (),
        interactive_only: bool = False,
    ) -> AsyncIterator[SignIn]:
        """Sign-ins since then, newest first, of these people (none named: all) with these ``clientAppUsed`` values
        (none named: all), interactive or not, or ``interactive_only``: those of a person at a keyboard. The log reaches
        back 30 days. Raises Unlicensed without P1.

        Of more than 15 people, newest first for each 15 of them: nobody holds the log of thousands to sort it. Of more
        than 1,500, everybody's log is read and theirs is yielded, newest first: ask it for a day, and for
        ``interactive_only`` (one question for a thousand sign-ins, five in ten seconds).
        """
        ...

    async def access_policies(self) -> tuple[AccessPolicy, ...]:
        """All Conditional Access policies, those that are off too, in Microsoft's order. Raises Unlicensed without P1.

        Read at most every five seconds by one reader: Microsoft allows one such request a second to the whole tenant.
        """
        ...

    async def policies_for(self, ids: Collection[str], *, perhaps: bool = False) -> Mapping[str, tuple[str, ...]]:
        """Ids of the policies, switched on or report-only, that reach each of these people, in Microsoft's order;
        whatever those policies demand, and of what apps. Every id asked for is in the answer.

        Certainly reach: to tell who is covered. With ``perhaps``, may reach (a role that is only eligible brings in and
        does not take out, of guests any kind): to tell who is certainly left out. Raises Unlicensed without P1.
        """
        ...

    async def locations(self) -> tuple[Location, ...]:
        """The named locations of Conditional Access. Raises Unlicensed without P1."""
        ...

    async def legacy_blocks(self) -> tuple[LegacyBlock, ...]:
        """The Conditional Access policies that block legacy authentication, enforced or report-only."""
        ...

    async def method_policy(self) -> MethodPolicy:
        """Which methods are allowed, and for whom, the targeted groups' members included. Minutes old at most."""
        ...

    async def method_settings(self) -> MethodSettings:
        """What holds for all methods: migration, registration campaign, reporting, bounds of passes.

        Two requests (v1.0 and beta); what only beta tells is None where beta refuses.
        """
        ...

    async def group(self, group_id: str) -> Group | None:
        """One group with whether Muster's application owns it (``Group.owned``); None where it is gone."""
        ...

    async def owned_groups(self) -> tuple[Group, ...]:
        """The groups that Muster's application for `Area.MFA` owns. Raises Forbidden without Application.Read.All."""
        ...

    def direct_members(self, group_id: str) -> AsyncIterator[str]:
        """Ids of the users who are members themselves, not through a nested group: the ones who can be taken out.

        Nobody where the group is gone.
        """
        ...

    def addresses(self, ids: Collection[str] | None = None) -> AsyncIterator[tuple[str, Addresses]]:
        """Mail and SIP addresses by user id, of everybody or of these."""
        ...

    def last_sign_ins(self, ids: Collection[str] | None = None) -> AsyncIterator[tuple[str, LastSignIn]]:
        """When each was last used, by user id, of everybody or of these. Raises Unlicensed without P1, and Forbidden
        without AuditLog.Read.All.

        Ten requests a minute: up to 150 people 15 at a time, else everybody 500 at a time.
        """
        ...

    def accounts(self, ids: Collection[str] | None = None) -> AsyncIterator[tuple[str, Account]]:
        """Age, password and the like by user id, of everybody or of these."""
        ...

    async def domains(self) -> tuple[Domain, ...]:
        """The tenant's domains, verified or not."""
        ...

    async def federation(self, domain: str) -> Federation | None:
        """How this domain federates; None where it does not."""
        ...

    async def certificate_of(self, host: str, port: int = 443) -> datetime:
        """Until when the TLS certificate is valid (aware, UTC) that this host serves, expired or self-signed or not.

        Only a host and port that `federation` named before (else Refused, ``host-unknown``). Unavailable where nothing
        answers within five seconds, for instance because the farm is reachable from inside only: then attest it.
        """
        ...

    async def scores(self, days: int = 90) -> tuple[Score, ...]:
        """Secure Score of that many days (90 at most), newest first; empty where Microsoft has none yet."""
        ...

    async def score_controls(self) -> tuple[ScoreControl, ...]:
        """What Secure Score asks for, every control of every product."""
        ...

    async def exchange_organization(self) -> ExchangeOrganization:
        """Exchange Online's organisation settings."""
        ...

    async def smtp_auth_off(self) -> bool | None:
        """Is SMTP AUTH switched off for the organisation (``SmtpClientAuthenticationDisabled``)? None: not told."""
        ...

    def mailboxes(self, ids: Collection[str] | None = None) -> AsyncIterator[Mailbox]:
        """Every mailbox's own SMTP AUTH switch, or these users' (one request each; who has no mailbox is left out)."""
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

    def working_hours(self, ids: Collection[str]) -> AsyncIterator[tuple[str, WorkingHours]]:
        """When these people work and whether they are away, by user id, as their mailboxes say. Who has no mailbox is
        left out, and whose is kept from Muster. Raises Forbidden without MailboxSettings.Read.
        """
        ...

    def devices(self, ids: Collection[str]) -> AsyncIterator[tuple[str, tuple[Device, ...]]]:
        """The devices that these people own, by user id; who is gone is left out. Raises Forbidden without
        Device.Read.All.
        """
        ...
