"""`tenant.ports.TenantReader` and `TenantWriter` over Graph: each question is handed to its resource's own file."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from tenant.exchange.online import Exchange
from tenant.graph import (
    coverage,
    groups,
    legacy_blocks,
    licences,
    method_policy,
    methods,
    phones,
    preferences,
    registration,
    role_assignable,
    roles,
    security_defaults,
    sharepoint,
    sign_ins,
    states,
    users,
)
from tenant.graph.house import House
from tenant.graph.known import Known
from tenant.graph.session import Session
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
from tenant.ports import Area, Written
from tenant.trouble import Forbidden


class GraphReader:
    """Reads with the reading credential only."""

    def __init__(self, tenant_id: str, session: Session, *, known: Known, house: House, exchange: Exchange) -> None:
        self._tenant_id, self._session, self._known, self._house = tenant_id, session, known, house
        self._exchange = exchange

    @property
    def tenant_id(self) -> str:
        return self._tenant_id

    @property
    def rules(self) -> Rules:
        return self._house.rules

    def now(self) -> datetime:
        return self._house.now()

    async def statements(self, kind: Kind, subjects: Collection[str] = ()) -> Sequence[Statement]:
        return await self._house.statements(self._tenant_id, kind, subjects)

    def everyone(self) -> AsyncIterator[User]:
        return users.everyone(self._session)

    def users(self, ids: Collection[str]) -> AsyncIterator[User]:
        return users.some(self._session, ids)

    async def find_users(self, text: str) -> tuple[User, ...]:
        return await users.find(self._session, text)

    async def find_groups(self, name: str) -> tuple[Group, ...]:
        return await groups.find(self._session, name)

    def members(self, group_id: str) -> AsyncIterator[User]:
        return groups.members(self._session, group_id)

    async def memberships(self, user_id: str, group_ids: Collection[str]) -> frozenset[str]:
        return await groups.memberships(self._session, user_id, group_ids)

    async def roles(self) -> Roles:
        return await roles.roles(self._session)

    async def role_assignable(self) -> frozenset[str]:
        return await role_assignable.role_assignable(self._session)

    async def methods(self, ids: Collection[str]) -> AsyncIterator[tuple[str, tuple[Method, ...]]]:
        written = await self._house.set_for_them(self._tenant_id, ids)
        async for user_id, found in methods.methods(self._session, ids):
            yield user_id, methods.marked(found, written.get(user_id, ()))

    def preferences(self, ids: Collection[str]) -> AsyncIterator[tuple[str, Preference]]:
        return preferences.preferences(self._session, ids)

    def states(self, ids: Collection[str]) -> AsyncIterator[tuple[str, PerUserState]]:
        return states.states(self._session, ids, self._known.probe)

    async def security_defaults(self) -> bool:
        return await security_defaults.security_defaults(self._session)

    async def coverage(self) -> Coverage:
        return await coverage.coverage(self._session)

    def registrations(self, ids: Collection[str] | None = None) -> AsyncIterator[Registration]:
        return registration.registrations(self._session, ids)

    def sign_ins(
        self, since: datetime, *, people: Collection[str] = (), clients: Collection[str] = ()
    ) -> AsyncIterator[SignIn]:
        return sign_ins.sign_ins(self._session, since, people=people, clients=clients)

    async def legacy_blocks(self) -> tuple[LegacyBlock, ...]:
        return await legacy_blocks.legacy_blocks(self._session)

    async def method_policy(self) -> MethodPolicy:
        return await method_policy.method_policy(self._session, self._known.audiences)

    async def licences(self) -> tuple[Licence, ...]:
        return await licences.licences(self._session)

    async def exchange_organization(self) -> ExchangeOrganization:
        return await self._exchange.organization()

    async def smtp_auth_off(self) -> bool | None:
        return await self._exchange.smtp_auth_off()

    def mailboxes(self) -> AsyncIterator[Mailbox]:
        return self._exchange.mailboxes()

    async def authentication_policies(self) -> tuple[AuthenticationPolicy, ...]:
        return await self._exchange.authentication_policies()

    async def sharepoint_legacy(self) -> bool | None:
        return await sharepoint.legacy(self._session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writes:
    """What is written with: the area's own credential, towards Graph and towards Exchange."""

    session: Session
    exchange: Exchange
    area: Area


class GraphWriter(GraphReader):
    """Looks with the reading credential, writes with its area's own, and in that area only."""

    def __init__(
        self,
        tenant_id: str,
        session: Session,
        *,
        known: Known,
        house: House,
        exchange: Exchange,
        writes: Writes,
    ) -> None:
        super().__init__(tenant_id, session, known=known, house=house, exchange=exchange)
        self._writes, self._exchange_writes, self._area = writes.session, writes.exchange, writes.area

    def set_states(self, wishes: Sequence[StateWish]) -> AsyncIterator[Written]:
        self._demand(Area.MFA)
        return states.set_states(self._writes, wishes)

    def set_phones(self, wishes: Sequence[PhoneWish]) -> AsyncIterator[Written]:
        self._demand(Area.PHONE)
        return phones.set_phones(self._writes, wishes)

    def set_preferences(self, wishes: Sequence[PreferenceWish]) -> AsyncIterator[Written]:
        self._demand(Area.PHONE)
        return preferences.set_preferences(self._writes, wishes)

    async def set_modern_auth(self, on: bool) -> None:
        self._demand(Area.EXCHANGE)
        await self._exchange_writes.set_modern_auth(on)

    def _demand(self, area: Area) -> None:
        if self._area is not area:
            raise Forbidden(f"opened for {self._area}, not for {area}")
