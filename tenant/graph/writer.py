"""`tenant.ports.TenantWriter` over Graph: each write is handed to its resource's own file, in the one area opened."""

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tenant.exchange.online import Exchange
from tenant.graph import (
    deletions,
    members,
    messages,
    method_settings,
    passes,
    phones,
    policy_writes,
    preferences,
    sessions,
    states,
    teams_apps,
)
from tenant.graph.house import House
from tenant.graph.known import Known
from tenant.graph.reader import GraphReader
from tenant.graph.session import Session
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
from tenant.ports import Area, Written
from tenant.trouble import Forbidden, Refused


class GroupClosed(Forbidden):
    """The owner's settings do not name this group (``Rules.writable_groups``); nothing was sent."""

    code = "group-not-writable"

    @property
    def facts(self) -> dict[str, str]:
        """Nothing more to say."""
        return {}


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
        self._changes, self._teams_apps = known.policy_changes, known.teams_apps

    def set_states(self, wishes: Sequence[StateWish]) -> AsyncIterator[Written]:
        self._demand(Area.MFA)
        return states.set_states(self._writes, wishes)

    def set_phones(self, wishes: Sequence[PhoneWish]) -> AsyncIterator[Written]:
        self._demand(Area.PHONE)
        return phones.set_phones(self._writes, wishes)

    def set_preferences(self, wishes: Sequence[PreferenceWish]) -> AsyncIterator[Written]:
        self._demand(Area.PHONE)
        return preferences.set_preferences(self._writes, wishes)

    def join(self, group_id: str, user_ids: Collection[str]) -> AsyncIterator[Written]:
        self._demand_group(group_id)
        return members.join(self._writes, group_id, user_ids)

    def leave(self, group_id: str, user_ids: Collection[str]) -> AsyncIterator[Written]:
        self._demand_group(group_id)
        return members.leave(self._writes, group_id, user_ids)

    def delete_methods(self, wishes: Sequence[MethodWish]) -> AsyncIterator[Written]:
        self._demand(Area.METHODS)
        return deletions.delete_methods(self._writes, wishes)

    async def issue_pass(self, user_id: str, *, minutes: int, once: bool = True) -> Pass:
        self._demand(Area.METHODS)
        return await passes.issue(self._writes, user_id, minutes=minutes, once=once)

    async def delete_pass(self, user_id: str, pass_id: str) -> None:
        self._demand(Area.METHODS)
        await passes.delete(self._writes, user_id, pass_id)

    def revoke_sessions(self, user_ids: Collection[str]) -> AsyncIterator[Written]:
        self._demand(Area.METHODS)
        return sessions.revoke(self._writes, user_ids)

    async def create_policy(self, draft: PolicyDraft) -> str:
        with self._changing_policies():
            return await policy_writes.create(self._writes, draft)

    async def set_policy_state(self, policy_id: str, state: PolicyState) -> None:
        with self._changing_policies():
            await policy_writes.set_state(self._writes, policy_id, state)

    async def delete_policy(self, policy_id: str) -> None:
        with self._changing_policies():
            await policy_writes.delete(self._writes, policy_id)

    async def set_campaign(self, campaign: Campaign) -> None:
        self._demand(Area.POLICIES)
        await method_settings.set_campaign(self._writes, campaign)

    def set_smtp_auth(self, wishes: Sequence[MailboxWish]) -> AsyncIterator[Written]:
        self._demand(Area.EXCHANGE)
        return self._exchange_writes.set_smtp_auth(wishes)

    async def set_modern_auth(self, on: bool) -> None:
        self._demand(Area.EXCHANGE)
        await self._exchange_writes.set_modern_auth(on)

    async def install_app(self, user_id: str) -> None:
        self._demand_way(self.rules.install_app)
        await teams_apps.install(self._writes, self._teams_apps, user_id, app=self.rules.teams_app)

    async def notify_feed(self, note: FeedNote) -> None:
        self._demand_way(self.rules.feed)
        await messages.notify(self._writes, self._teams_apps, note, app=self.rules.teams_app)

    async def send_mail(self, mail: Mail) -> None:
        self._demand_way(bool(self.rules.mail_sender))
        await messages.send(self._writes, mail, sender=self.rules.mail_sender)

    def _demand_way(self, opened: bool) -> None:
        self._demand(Area.MESSAGES)
        if not opened:
            raise Refused("the owner has not opened this way of reaching people", status=403, detail="reach-off")

    def _demand(self, area: Area) -> None:
        if self._area is not area:
            raise Forbidden(f"opened for {self._area}, not for {area}")

    def _demand_group(self, group_id: str) -> None:
        self._demand(Area.MFA)
        if group_id not in self.rules.writable_groups:
            raise GroupClosed(f"group {group_id} is not among those that may be written")

    @contextmanager
    def _changing_policies(self) -> Iterator[None]:
        """Afterwards, whatever became of it, nobody believes what was read before."""
        self._demand(Area.POLICIES)
        try:
            yield
        finally:
            self._changes.count += 1
