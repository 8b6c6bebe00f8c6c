"""Opens tenants: keeps what must live long (tokens, governors, connections) and lends it to short-lived readers."""

import aiohttp

from tenant.cloud import Cloud
from tenant.credentials import Credential, Credentials
from tenant.exchange.online import Exchange, ExchangeOnline
from tenant.graph.house import House
from tenant.graph.known import Known
from tenant.graph.pace import Pace, conditional_access_lane
from tenant.graph.reader import GraphReader
from tenant.graph.session import Outlet, Session
from tenant.graph.transport import Transport
from tenant.graph.writer import GraphWriter, Writes
from tenant.model import Rules
from tenant.ports import Area, Clock, Memory, Purpose
from tenant.tokens import Tokens
from tenant.trouble import Forbidden

_NOTHING_DECLARED = Rules()


class GraphTenants:
    """Keeps `tenant.ports.Tenants`. Building it and opening a tenant cost nothing; ``close`` when all is done."""

    def __init__(
        self,
        cloud: Cloud,
        credentials: Credentials,
        clock: Clock,
        *,
        http: aiohttp.ClientSession | None = None,
        silence: float = 30.0,
        memory: Memory | None = None,
        rules: Rules = _NOTHING_DECLARED,
    ) -> None:
        """``http`` is lent, and not closed here; without it a pool of connections is opened by the first request.

        ``silence``: seconds without a word from Microsoft after which an answer counts as lost. ``memory``: what this
        house remembers (without it: nothing); ``rules``: what the owner declared (without them: nothing).
        """
        self._cloud, self._credentials, self._clock = cloud, credentials, clock
        self._house = House(clock=clock, memory=memory, rules=rules, owner=credentials.writer(Area.MFA).client_id)
        self._transport = Transport(cloud.graph, lent=http, direct=cloud.is_custom, silence=silence)
        self._exchange = ExchangeOnline(cloud, clock, rules, http=http, silence=silence)
        self._known: dict[str, Known] = {}
        self._tokens: dict[tuple[str, Credential], Tokens] = {}

    def reader(self, tenant_id: str, purpose: Purpose) -> GraphReader:
        """For plans, checks, looks."""
        return GraphReader(
            tenant_id,
            self._reading(tenant_id, purpose),
            known=self._tenant(tenant_id),
            house=self._house,
            exchange=self._exchange_with(self._credentials.read, tenant_id, purpose),
        )

    def writer(self, tenant_id: str, purpose: Purpose) -> GraphWriter:
        """For the one area of the purpose; raises Forbidden where it names none."""
        if purpose.writes is None:
            raise Forbidden("the purpose names no area to write in")
        credential = self._credentials.writer(purpose.writes)
        return GraphWriter(
            tenant_id,
            self._reading(tenant_id, purpose),
            known=self._tenant(tenant_id),
            house=self._house,
            exchange=self._exchange_with(self._credentials.read, tenant_id, purpose),
            writes=Writes(
                session=Session(self._outlet(tenant_id, credential), purpose),
                exchange=self._exchange_with(credential, tenant_id, purpose),
                area=purpose.writes,
            ),
        )

    def tokens(self, tenant_id: str, credential: Credential) -> Tokens:
        """The tokens of one credential in one tenant: one long-lived application each, the connector's included."""
        key = (tenant_id, credential)
        if key not in self._tokens:
            self._tokens[key] = Tokens(credential, tenant_id, self._cloud, self._clock)
        return self._tokens[key]

    async def close(self) -> None:
        """Stop waiting in the background and close the connections."""
        for known in self._known.values():
            for outlet in known.outlets.values():
                outlet.pace.close()
        await self._exchange.close()
        await self._transport.close()

    def _exchange_with(self, credential: Credential, tenant_id: str, purpose: Purpose) -> Exchange:
        return self._exchange.open(tenant_id, self.tokens(tenant_id, credential), purpose)

    def _reading(self, tenant_id: str, purpose: Purpose) -> Session:
        return Session(self._outlet(tenant_id, self._credentials.read), purpose)

    def _tenant(self, tenant_id: str) -> Known:
        if tenant_id not in self._known:
            self._known[tenant_id] = Known(conditional_access_lane(self._clock))
        return self._known[tenant_id]

    def _outlet(self, tenant_id: str, credential: Credential) -> Outlet:
        known = self._tenant(tenant_id)
        if credential not in known.outlets:
            known.outlets[credential] = Outlet(
                tokens=self.tokens(tenant_id, credential),
                pace=Pace(self._clock, conditional_access=known.conditional_access),
                transport=self._transport,
                clock=self._clock,
                scope=self._cloud.graph_scope,
            )
        return known.outlets[credential]
