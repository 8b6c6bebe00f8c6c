"""What is known of many people at once, so compact that a tenant of 100,000 fits: one value for all who are alike."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace

from actions.mfa import families
from actions.mfa.facts import P1_PLANS, Protection, own_usable
from actions.phone.parts import PART
from actions.spec import Reason
from tenant.model import (
    Coverage,
    Kind,
    Method,
    MethodPolicy,
    PerUserState,
    Registration,
    User,
    is_guest,
    is_mailbox_only,
    is_room,
    is_service_account,
    is_shared_device,
    is_sync_account,
    usable,
)
from tenant.ports import TenantReader
from tenant.trouble import Forbidden, Trouble, Unlicensed

FEW = 200  # people whose own lists are read; for more, the registration report is (hours old, Entra ID P1)

Whom = Callable[[], AsyncIterator[User]]


@dataclass(frozen=True, slots=True)
class Known:
    """One person. ``kind``: why the account is no person who must answer, else empty. ``able`` is one of the codes
    ``covered-and-able``, ``set-for-them``, ``not-able``; None: could not be read, and neither could ``methods``.
    """

    kind: str = ""
    licensed: bool = False
    state: PerUserState = PerUserState.UNKNOWN
    able: str | None = None
    methods: tuple[str, ...] = ()


@dataclass(slots=True)
class Survey:
    """Everybody meant, by id. ``unread``: what could not be read, and why. ``old``: methods are from the report."""

    people: dict[str, Known] = field(default_factory=dict)
    protection: Protection | None = None
    unread: list[tuple[str, Trouble]] = field(default_factory=list)
    old: bool = False
    _alike: dict[Known, Known] = field(default_factory=dict)

    @classmethod
    async def take(cls, whom: Whom, tenant: TenantReader) -> "Survey":
        """Read it. What Microsoft does not let us read is noted, and the rest is there."""
        survey = cls()
        async for user in whom():
            kind = "break-glass" if user.id in tenant.rules.break_glass else kind_of(user)
            survey._put(user.id, Known(kind=kind, licensed=bool(P1_PLANS & user.plans)))
        await survey._protection(tenant)
        await survey._states(tenant)
        await survey._methods(tenant)
        return survey

    def why(self, user_id: str) -> Reason | None:
        """Why this person must use MFA, or None."""
        known = self.protection or Protection(security_defaults=False, coverage=Coverage(in_use=False))
        return known.of(user_id, self.people[user_id].state)

    def _put(self, user_id: str, known: Known) -> None:
        self.people[user_id] = self._alike.setdefault(known, known)

    async def _protection(self, tenant: TenantReader) -> None:
        try:
            self.protection = await Protection.read(tenant)
        except Trouble as trouble:
            self.unread.append(("protection", trouble))

    async def _states(self, tenant: TenantReader) -> None:
        try:
            async for user_id, state in tenant.states(self.people.keys()):
                self._put(user_id, replace(self.people[user_id], state=state))
        except Trouble as trouble:
            self.unread.append(("per-user-mfa", trouble))

    async def _methods(self, tenant: TenantReader) -> None:
        """From the report where they are many; where that is not to be had, from each person's own list."""
        try:
            self.old = len(self.people) > FEW and await self._reported(tenant)
            if not self.old:
                await self._own_lists(tenant)
        except Trouble as trouble:
            self.unread.append(("methods", trouble))

    async def _reported(self, tenant: TenantReader) -> bool:
        """False where there is no report for us."""
        set_for = {each.subject for each in await tenant.statements(Kind.SET_FOR_THEM)}
        try:
            async for row in tenant.registrations():
                if row.user_id in self.people:
                    able, found = _reported(row, ours=row.user_id in set_for)
                    self._put(row.user_id, replace(self.people[row.user_id], able=able, methods=found))
        except (Unlicensed, Forbidden):
            return False
        return True

    async def _own_lists(self, tenant: TenantReader) -> None:
        policy, ids = await tenant.method_policy(), tuple(self.people)
        for at in range(0, len(ids), PART):
            async for user_id, found in tenant.methods(ids[at : at + PART]):
                able = ability(user_id, found, policy)
                self._put(user_id, replace(self.people[user_id], able=able, methods=families.of_methods(found)))


def _reported(row: Registration, *, ours: bool) -> tuple[str, tuple[str, ...]]:
    """``ours``: Muster wrote a phone for them that nobody has used; the report takes it for theirs."""
    found = families.of_report(row.methods)
    if not row.capable:
        return "not-able", found
    return "set-for-them" if ours and set(found) <= {families.PHONE} else "covered-and-able", found


def ability(user_id: str, methods: tuple[Method, ...], policy: MethodPolicy) -> str:
    """Done only with a method of their own: one that was set for them proves nothing until they have used it."""
    if own_usable(user_id, methods, policy):
        return "covered-and-able"
    return "set-for-them" if usable(user_id, methods, policy) else "not-able"


KINDS: Mapping[str, Callable[[User], bool]] = {
    "sync-account": is_sync_account,
    "room": lambda user: is_room(user) or is_shared_device(user) or is_mailbox_only(user),
    "service-account": is_service_account,
    "guest": is_guest,
    "sign-in-blocked": lambda user: not user.enabled,
}


def kind_of(user: User) -> str:
    """Why this account is no person of ours who must answer a prompt; empty for one who is."""
    return next((code for code, is_kind in KINDS.items() if is_kind(user)), "")
