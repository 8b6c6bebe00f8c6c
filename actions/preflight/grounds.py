"""What a preflight judges by: what holds for the whole tenant, read once, and what is known of some people.

A source that cannot be read is said once, and is left out of what is judged.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from actions.legacy.clients import LEGACY_CLIENTS, LOG_REACHES
from actions.legacy.tally import Tally
from actions.modern_auth.unread import unread
from actions.phone.sources import Told
from actions.spec import Finding, Subject
from tenant.model import Addresses, Federation, Method, MethodPolicy, User
from tenant.ports import TenantReader
from tenant.trouble import Trouble

POLICY = Subject("method-policy", "Method policy")
METHODS = Subject("methods", "Sign-in methods")
ACCESS = Subject("conditional-access", "Conditional Access")
DOMAINS = Subject("domains", "Domains")
LOG = Subject("legacy-sign-ins", "Legacy sign-ins")
ADDRESSES = Subject("addresses", "Mail and chat addresses")
NPS = Subject("nps", "RADIUS through NPS")
FEW = 15  # people whose sign-ins are asked for by name; of more, everybody's legacy sign-ins are read once

Value = TypeVar("Value")
Federations = Mapping[str, Federation | None]


@dataclass(slots=True)
class Sources:
    """Asks, and remembers what could not be read. Who has refused once is not asked again."""

    unread: dict[str, Finding] = field(default_factory=dict)

    async def ask(self, subject: Subject, read: Callable[[], Awaitable[Value]], instead: Value) -> Value:
        """What was read, or ``instead``."""
        if subject.id in self.unread:
            return instead
        try:
            return await read()
        except Trouble as trouble:
            self.unread[subject.id] = unread(subject, trouble)
            return instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What holds for all. ``licence_needed``: Conditional Access is in use, so that each person needs Entra ID P1.

    ``federations``: how each federated domain signs in, by name in lower case. ``nps``: ids of those who sign in
    through NPS; ``log`` None: it could not be read.
    """

    policy: MethodPolicy
    licence_needed: bool
    federations: Federations
    log: Tally | None
    nps: frozenset[str] = frozenset()

    @classmethod
    async def read(cls, tenant: TenantReader, sources: Sources, people: Sequence[str]) -> "Grounds":
        """``people``: those named one by one, where nobody else is meant; else nobody."""
        coverage = await sources.ask(ACCESS, tenant.coverage, None)
        undecided = MethodPolicy((), complete=False)
        return cls(
            policy=await sources.ask(POLICY, tenant.method_policy, undecided),
            licence_needed=coverage is not None and coverage.in_use,
            federations=await sources.ask(DOMAINS, lambda: _federations(tenant), {}),
            log=await sources.ask(LOG, lambda: _log(tenant, people), None),
        )

    def federation(self, upn: str) -> tuple[str, Federation | None] | None:
        """The federated domain that this name belongs to, itself or as a subdomain; None where it is managed."""
        domain = upn.rpartition("@")[2].casefold()
        while domain:
            if domain in self.federations:
                return domain, self.federations[domain]
            domain = domain.partition(".")[2]
        return None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of some people, by their id; who is missing could not be read."""

    methods: Mapping[str, tuple[Method, ...]]
    addresses: Mapping[str, Addresses]
    told: Told

    @classmethod
    async def about(cls, people: Sequence[User], tenant: TenantReader, sources: Sources) -> "Known":
        """Of up to a few hundred at once."""
        ids = [user.id for user in people]
        return cls(
            await sources.ask(METHODS, lambda: _all(tenant.methods(ids)), {}),
            await sources.ask(ADDRESSES, lambda: _all(tenant.addresses(ids)), {}),
            await Told.about(ids, tenant),
        )


async def _all(pairs: AsyncIterator[tuple[str, Value]]) -> Mapping[str, Value]:
    return {key: value async for key, value in pairs}


async def _federations(tenant: TenantReader) -> Federations:
    """A subdomain signs in as its root does, and has no configuration of its own."""
    federated = [each.name.casefold() for each in await tenant.domains() if each.federated and each.verified]
    return {name: await tenant.federation(name) for name in federated}


async def _log(tenant: TenantReader, people: Sequence[str]) -> Tally | None:
    some = people if len(people) <= FEW else ()
    return await Tally.read(tenant, tenant.now() - LOG_REACHES, LEGACY_CLIENTS, some)
