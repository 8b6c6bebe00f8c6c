"""Opens tenants: keeps what must live long (tokens, governors, connections) and lends it to short-lived readers."""

from dataclasses import dataclass, field

import aiohttp

from tenant.cloud import Cloud
from tenant.credentials import Credential, Credentials
from tenant.graph.pace import LaneQueue, Pace, conditional_access_lane
from tenant.graph.reader import GraphReader, GraphWriter
from tenant.graph.session import Outlet, Session
from tenant.graph.states import Probe
from tenant.graph.transport import Transport
from tenant.ports import Clock, Purpose
from tenant.tokens import Tokens
from tenant.trouble import Forbidden


@dataclass(slots=True)
class _Known:
    """What is shared by all applications in one tenant, and by all purposes of one application."""

    conditional_access: LaneQueue
    probe: Probe = field(default_factory=Probe)
    outlets: dict[Credential, Outlet] = field(default_factory=dict)


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
    ) -> None:
        """``http`` is lent, and not closed here; without it a pool of connections is opened by the first request.

        ``silence``: seconds without a word from Microsoft after which an answer counts as lost.
        """
        self._cloud, self._credentials, self._clock = cloud, credentials, clock
        self._transport = Transport(cloud.graph, lent=http, direct=cloud.is_custom, silence=silence)
        self._known: dict[str, _Known] = {}
        self._tokens: dict[tuple[str, Credential], Tokens] = {}

    def reader(self, tenant_id: str, purpose: Purpose) -> GraphReader:
        """For plans, checks, looks."""
        return GraphReader(tenant_id, self._reading(tenant_id, purpose), self._tenant(tenant_id).probe)

    def writer(self, tenant_id: str, purpose: Purpose) -> GraphWriter:
        """For the one area of the purpose; raises Forbidden where it names none."""
        if purpose.writes is None:
            raise Forbidden("the purpose names no area to write in")
        credential = self._credentials.writer(purpose.writes)
        return GraphWriter(
            tenant_id,
            self._reading(tenant_id, purpose),
            self._tenant(tenant_id).probe,
            writes=Session(self._outlet(tenant_id, credential), purpose),
            area=purpose.writes,
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
        await self._transport.close()

    def _reading(self, tenant_id: str, purpose: Purpose) -> Session:
        return Session(self._outlet(tenant_id, self._credentials.read), purpose)

    def _tenant(self, tenant_id: str) -> _Known:
        if tenant_id not in self._known:
            self._known[tenant_id] = _Known(conditional_access_lane(self._clock))
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
