"""`tenant.ports.TenantReader` over Graph: each question is handed to its resource's own file."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime

from tenant.exchange.online import Exchange
from tenant.graph import (
    access_policies,
    accounts,
    coverage,
    devices,
    domains,
    groups,
    legacy_blocks,
    licences,
    mailbox_settings,
    members,
    method_policy,
    method_settings,
    methods,
    preferences,
    registration,
    role_assignable,
    roles,
    scores,
    security_defaults,
    sharepoint,
    sign_ins,
    states,
    tls,
    users,
)
from tenant.graph.access_policies import Policies
from tenant.graph.house import House
from tenant.graph.known import Known
from tenant.graph.session import Session
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
from tenant.trouble import Refused


class GraphReader:
    """Reads with the reading credential only."""

    def __init__(self, tenant_id: str, session: Session, *, known: Known, house: House, exchange: Exchange) -> None:
        self._tenant_id, self._session, self._known, self._house = tenant_id, session, known, house
        self._exchange = exchange
        self._policies = Policies(session, known.policy_changes)

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

    async def manager(self, user_id: str) -> User | None:
        return await users.manager(self._session, user_id)

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
        return await coverage.coverage(self._session, self._policies)

    async def access_policies(self) -> tuple[AccessPolicy, ...]:
        return await self._policies.all()

    async def policies_for(self, ids: Collection[str], *, perhaps: bool = False) -> Mapping[str, tuple[str, ...]]:
        return await coverage.policies_for(self._session, self._policies, ids, perhaps=perhaps)

    async def locations(self) -> tuple[Location, ...]:
        return await access_policies.locations(self._session)

    def registrations(self, ids: Collection[str] | None = None) -> AsyncIterator[Registration]:
        return registration.registrations(self._session, ids)

    def sign_ins(
        self,
        since: datetime,
        *,
        people: Collection[str] = (),
        clients: Collection[str] = (),
        interactive_only: bool = False,
    ) -> AsyncIterator[SignIn]:
        asked = sign_ins.Asked(people=people, clients=clients, interactive_only=interactive_only)
        return sign_ins.sign_ins(self._session, since, asked)

    async def legacy_blocks(self) -> tuple[LegacyBlock, ...]:
        return await legacy_blocks.legacy_blocks(self._policies)

    async def method_policy(self) -> MethodPolicy:
        return await method_policy.method_policy(self._session, self._known.audiences)

    async def method_settings(self) -> MethodSettings:
        return await method_settings.method_settings(self._session)

    async def group(self, group_id: str) -> Group | None:
        return await members.one(self._session, group_id, self._house.owner)

    async def owned_groups(self) -> tuple[Group, ...]:
        return await members.owned(self._session, self._house.owner)

    def direct_members(self, group_id: str) -> AsyncIterator[str]:
        return members.direct(self._session, group_id)

    def addresses(self, ids: Collection[str] | None = None) -> AsyncIterator[tuple[str, Addresses]]:
        return accounts.addresses(self._session, ids)

    def last_sign_ins(self, ids: Collection[str] | None = None) -> AsyncIterator[tuple[str, LastSignIn]]:
        return accounts.last_sign_ins(self._session, ids)

    def accounts(self, ids: Collection[str] | None = None) -> AsyncIterator[tuple[str, Account]]:
        return accounts.accounts(self._session, ids)

    async def domains(self) -> tuple[Domain, ...]:
        return await domains.domains(self._session)

    async def federation(self, domain: str) -> Federation | None:
        found = await domains.federation(self._session, domain)
        if found is not None and found.sign_in_host:
            self._known.sign_in_hosts.add((found.sign_in_host, found.sign_in_port))
        return found

    async def certificate_of(self, host: str, port: int = 443) -> datetime:
        if (host, port) not in self._known.sign_in_hosts:
            raise Refused("no federation settings name this host", detail="host-unknown")
        return await tls.certificate_of(host, port)

    async def scores(self, days: int = 90) -> tuple[Score, ...]:
        return await scores.scores(self._session, days)

    async def score_controls(self) -> tuple[ScoreControl, ...]:
        return await scores.controls(self._session)

    async def licences(self) -> tuple[Licence, ...]:
        return await licences.licences(self._session)

    async def exchange_organization(self) -> ExchangeOrganization:
        return await self._exchange.organization()

    async def smtp_auth_off(self) -> bool | None:
        return await self._exchange.smtp_auth_off()

    def mailboxes(self, ids: Collection[str] | None = None) -> AsyncIterator[Mailbox]:
        return self._exchange.mailboxes(ids)

    async def authentication_policies(self) -> tuple[AuthenticationPolicy, ...]:
        return await self._exchange.authentication_policies()

    def working_hours(self, ids: Collection[str]) -> AsyncIterator[tuple[str, WorkingHours]]:
        return mailbox_settings.working_hours(self._session, ids)

    def devices(self, ids: Collection[str]) -> AsyncIterator[tuple[str, tuple[Device, ...]]]:
        return devices.devices(self._session, ids)

    async def sharepoint_legacy(self) -> bool | None:
        return await sharepoint.legacy(self._session)
