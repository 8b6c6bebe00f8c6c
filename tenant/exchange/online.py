"""Exchange Online for `tenant.graph`: what lives long (connections, governors), and what is opened for one purpose."""

from collections.abc import AsyncIterator, Collection, Sequence

import aiohttp

from tenant.cloud import Cloud
from tenant.exchange import settings
from tenant.exchange.session import ExchangeSession
from tenant.exchange.trouble import WritesOff
from tenant.graph.pace import Pace
from tenant.graph.session import Outlet
from tenant.graph.transport import Transport
from tenant.model import AuthenticationPolicy, ExchangeOrganization, Mailbox, MailboxWish, Rules
from tenant.ports import Clock, Purpose, Written
from tenant.tokens import Tokens

# A page of a thousand mailboxes takes Exchange longer than anything takes Graph.
_PATIENCE = 3.0


class Exchange:
    """One tenant's Exchange for one purpose. Every method raises `tenant.trouble` types."""

    def __init__(self, session: ExchangeSession, *, writes: bool) -> None:
        self._session, self._may_write = session, writes

    async def organization(self) -> ExchangeOrganization:
        """The organisation's settings."""
        return await settings.organization(self._session)

    async def smtp_auth_off(self) -> bool | None:
        """Is SMTP AUTH off for the organisation? None: not told."""
        return await settings.smtp_auth_off(self._session)

    def mailboxes(self, ids: Collection[str] | None = None) -> AsyncIterator[Mailbox]:
        """Every mailbox's own SMTP AUTH switch, a page in memory at a time; or these users'."""
        return settings.mailboxes(self._session) if ids is None else settings.some_mailboxes(self._session, ids)

    async def authentication_policies(self) -> tuple[AuthenticationPolicy, ...]:
        """All authentication policies."""
        return await settings.authentication_policies(self._session)

    async def set_modern_auth(self, on: bool) -> None:
        """Raises WritesOff, before any request, where the owner has not opened Exchange for writing."""
        self._demand()
        await settings.set_modern_auth(self._session, on)

    def set_smtp_auth(self, wishes: Sequence[MailboxWish]) -> AsyncIterator[Written]:
        """Mailboxes' own SMTP AUTH switch. Raises WritesOff as `set_modern_auth`, at once."""
        self._demand()
        return settings.set_smtp_auth(self._session, wishes)

    def _demand(self) -> None:
        if not self._may_write:
            raise WritesOff("MUSTER_EXCHANGE_WRITES is not set")


class ExchangeOnline:
    """Opens tenants' Exchange. Building it and opening cost nothing; ``close`` when all is done."""

    def __init__(
        self,
        cloud: Cloud,
        clock: Clock,
        rules: Rules,
        *,
        http: aiohttp.ClientSession | None = None,
        silence: float = 30.0,
    ) -> None:
        """``http`` is lent, and not closed here. ``silence``: seconds without a word that Graph is given."""
        self._cloud, self._clock, self._writes = cloud, clock, rules.exchange_writes
        base = f"{cloud.exchange}/adminapi"
        self._transport = Transport(base, lent=http, direct=cloud.is_custom, silence=silence * _PATIENCE)
        self._paces: dict[str, Pace] = {}

    def open(self, tenant_id: str, tokens: Tokens, purpose: Purpose) -> Exchange:
        """For one purpose, with the tokens of its credential."""
        outlet = Outlet(
            tokens=tokens,
            pace=self._pace(tenant_id),
            transport=self._transport,
            clock=self._clock,
            scope=self._cloud.exchange_scope,
        )
        return Exchange(ExchangeSession(outlet, purpose, tenant_id), writes=self._writes)

    async def close(self) -> None:
        """Stop waiting in the background and close the connections."""
        for pace in self._paces.values():
            pace.close()
        await self._transport.close()

    def _pace(self, tenant_id: str) -> Pace:
        """One for all applications of a tenant: Exchange's patience is the tenant's, as far as anybody knows."""
        return self._paces.setdefault(tenant_id, Pace(self._clock))
