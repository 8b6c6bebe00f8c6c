"""Everything that can be changed in a tenant, area by area, and who opens one."""

from collections.abc import AsyncIterator, Collection, Sequence
from typing import Protocol

from tenant.model import (
    Campaign,
    FeedNote,
    Mail,
    MailboxWish,
    MethodWish,
    Pass,
    PhoneWish,
    PolicyDraft,
    PolicyState,
    PreferenceWish,
    StateWish,
)
from tenant.ports.common import Purpose, Written
from tenant.ports.reading import TenantReader


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

    def join(self, group_id: str, user_ids: Collection[str]) -> AsyncIterator[Written]:
        """[MFA] Make up to 20 people members of a group; who is one already counts as done.

        Raises Forbidden (``group-not-writable``) before any request for a group that is not in
        `Rules.writable_groups`. That it is neither synced nor dynamic nor role-assignable is for the plan to see.
        """
        ...

    def leave(self, group_id: str, user_ids: Collection[str]) -> AsyncIterator[Written]:
        """[MFA] Take up to 20 people out of a group; who is not in it counts as done. Else as `join`."""
        ...

    def delete_methods(self, wishes: Sequence[MethodWish]) -> AsyncIterator[Written]:
        """[METHODS] Delete at most 20 methods, one a person; what is gone already counts as done.

        Microsoft refuses the method that is the person's default while there are others: Refused, ``default-method``.
        """
        ...

    async def issue_pass(self, user_id: str, *, minutes: int, once: bool = True) -> Pass:
        """[METHODS] Issue a Temporary Access Pass, which ends any earlier one. Never sent twice: after a LostAnswer
        there may be one whose secret nobody knows, to be seen among the person's methods and deleted.
        """
        ...

    async def delete_pass(self, user_id: str, pass_id: str) -> None:
        """[METHODS] End a pass; one that is gone already counts as done."""
        ...

    def revoke_sessions(self, user_ids: Collection[str]) -> AsyncIterator[Written]:
        """[METHODS] Sign up to 20 people out everywhere (within minutes, up to an hour where apps keep a token).

        Doing it twice does no more than once, so after a LostAnswer it may be asked for again.
        """
        ...

    async def create_policy(self, draft: PolicyDraft) -> str:
        """[POLICIES] Create a Conditional Access policy and tell its id. A policy of this name that `is_like` the draft
        is taken for it, whatever its state; another one of this name is a Conflict. Never sent twice.

        Refused with ``security-defaults-on`` where those are on and the draft is not off.
        """
        ...

    async def set_policy_state(self, policy_id: str, state: PolicyState) -> None:
        """[POLICIES] Switch a Conditional Access policy on, off or to report-only. Refused as `create_policy`."""
        ...

    async def delete_policy(self, policy_id: str) -> None:
        """[POLICIES] Delete a Conditional Access policy; one that is gone already counts as done."""
        ...

    async def set_campaign(self, campaign: Campaign) -> None:
        """[POLICIES] Replace Microsoft's registration campaign, whole; ``forced`` only where it is not None."""
        ...

    def set_smtp_auth(self, wishes: Sequence[MailboxWish]) -> AsyncIterator[Written]:
        """[EXCHANGE] Set at most 20 mailboxes' own SMTP AUTH switch, one a person. Raises Forbidden
        (``exchange-writes-off``) where the owner's rules do not open Exchange for writing.
        """
        ...

    async def set_modern_auth(self, on: bool) -> None:
        """Exchange Online's ``OAuth2ClientProfileEnabled``. Raises tenant trouble; Forbidden where the owner's rules
        do not open Exchange for writing.
        """
        ...

    async def install_app(self, user_id: str) -> None:
        """[MESSAGES] Install `Rules.teams_app` for a person; installed already counts as done. Refused with
        ``reach-off`` where `Rules.install_app` is off, ``app-not-in-catalogue`` where the organisation's catalogue does
        not have it, ``no-teams`` for somebody who cannot have it (403, 404). Forbidden where a permission
        is missing (TeamsAppInstallation.ReadWriteSelfForUser.All, AppCatalog.Read.All).
        """
        ...

    async def notify_feed(self, note: FeedNote) -> None:
        """[MESSAGES] Put a note into somebody's activity feed; the app must be installed for them. Never sent twice.
        Refused with ``reach-off`` where `Rules.feed` is off, ``app-not-installed``, ``app-not-in-catalogue`` or
        ``no-teams``. Needs the permissions of `install_app` beside TeamsActivity.Send.
        """
        ...

    async def send_mail(self, mail: Mail) -> None:
        """[MESSAGES] Send from `Rules.mail_sender`; accepted is not delivered. Never sent twice: a LostAnswer means
        that it may have been sent. Refused with ``reach-off`` where no sender is named, ``mail-sender-refused`` where
        that mailbox is none or is kept from Muster.
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
