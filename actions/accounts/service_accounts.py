"""``service-accounts``: accounts of programs that cannot answer a prompt; who answers for them; what is better."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from actions.accounts.kinds import kind_of
from actions.accounts.marks import Mark, marks
from actions.accounts.signs import Habits, by_name, likely, programs_only, signs
from actions.legacy.clients import LEGACY_CLIENTS, LOG_REACHES
from actions.legacy.tally import Tally
from actions.modern_auth.unread import unread
from actions.phone.parts import parts
from actions.spec import Check, Finding, FindingState, Reason, Subject
from tenant.model import LastSignIn, Roles, User
from tenant.ports import TenantReader
from tenant.trouble import Trouble

LOG = Subject("sign-in-log", "Sign-in log")
LAST = Subject("last-sign-ins", "Last sign-ins")
ROLES = Subject("roles", "Directory roles")
MOST_HABITS = 10_000  # accounts whose last sign-ins are read: 500 a request, ten requests a minute


class ServiceAccounts(
    Check,
    name="service-accounts",
    scopes=("User.Read.All", "AuditLog.Read.All", "Directory.Read.All", "RoleManagement.Read.Directory"),
):
    """Show accounts that programs seem to use, the signs that betray them, who answers for them and until when.

    Signs are the name, sign-ins by programs only, old clients, no licence, a password that is old or never expires,
    and neither job nor department. One sign alone proves nothing. `service-account mark` names an owner and an end;
    better is an identity made for programs: a managed identity, or an application with a certificate.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """The sum first, then what could not be read, then those that are not marked, then those that are."""
        looked = await _Looked.at(tenant)
        found = [each async for each in looked.findings(tenant)]
        yield _sum(found)
        for one in (*looked.unread, *found):
            yield one


@dataclass(slots=True)
class _Looked:
    """What was read of the whole tenant. Of each account that is none of ours nothing is kept but its number."""

    marked: Mapping[str, Mark]
    log: Tally = field(default_factory=Tally)
    roles: Roles = field(default_factory=lambda: Roles(()))
    unread: list[Finding] = field(default_factory=list)
    candidates: dict[str, User] = field(default_factory=dict)
    habits: dict[str, LastSignIn] = field(default_factory=dict)  # of accounts that programs alone come in with

    @classmethod
    async def at(cls, tenant: TenantReader) -> "_Looked":
        looked = cls(await marks(tenant))
        try:
            looked.log = await Tally.read(tenant, tenant.now() - LOG_REACHES, LEGACY_CLIENTS)
        except Trouble as trouble:
            looked.unread.append(unread(LOG, trouble))
        try:
            looked.roles = await tenant.roles()
        except Trouble as trouble:
            looked.unread.append(unread(ROLES, trouble))
        await looked._read_habits(tenant)
        async for user in tenant.everyone():
            if user.id in looked.marked or looked._suspect(user):
                looked.candidates[user.id] = user
        return looked

    async def _read_habits(self, tenant: TenantReader) -> None:
        """In a large tenant the other signs have to do."""
        met = 0
        try:
            async for user_id, last in tenant.last_sign_ins():
                met += 1
                if programs_only(last, tenant.now()):
                    self.habits[user_id] = last
                if met >= MOST_HABITS:
                    title = Reason("service-habits-not-read", {"most": f"{MOST_HABITS:,}"})
                    self.unread.append(Finding(title=title, state=FindingState.COULD_NOT_READ, subject=LAST))
                    break
        except Trouble as trouble:
            self.unread.append(unread(LAST, trouble))

    def _suspect(self, user: User) -> bool:
        """By one sign at least. Rooms, mailboxes and guests are listed elsewhere."""
        if kind_of(user) not in (None, "service") or not user.enabled:
            return False
        seen = self.log.got_in(user.id) or user.id in self.habits
        return seen or not user.plans or by_name(user) is not None

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """Those that are likely, then those that are marked."""
        answered = []
        async for part in parts(_each(self.candidates)):
            async for user, found in self._judged(part, tenant):
                if user.id in self.marked:
                    answered.append((user, found))
                elif likely(found, role_holder=user.id in self.roles.holders):
                    yield self._unanswered(user, found)
        owners = {user.id: user async for user in tenant.users({each.owner_id for each in self.marked.values()})}
        for user, found in answered:
            yield self._answered(user, found, owners, tenant)

    async def _judged(self, part: list[User], tenant: TenantReader) -> AsyncIterator[tuple[User, tuple[Reason, ...]]]:
        accounts = {key: value async for key, value in tenant.accounts([user.id for user in part])}
        for user in part:
            protocols = self.log.protocols(user.id) if self.log.got_in(user.id) else ""
            habits = Habits(account=accounts.get(user.id), last=self.habits.get(user.id), protocols=protocols)
            yield user, signs(user, habits, tenant.now())

    def _unanswered(self, user: User, found: tuple[Reason, ...]) -> Finding:
        return Finding(
            title=Reason("service-likely"),
            state=FindingState.FAIL,
            subject=Subject.of(user),
            evidence=(*self._roles_of(user), *found),
            remedy=f"service-account mark {user.upn}",
        )

    def _answered(
        self, user: User, found: tuple[Reason, ...], owners: Mapping[str, User], tenant: TenantReader
    ) -> Finding:
        mark = self.marked[user.id]
        owner = owners.get(mark.owner_id)
        roles, (state, code) = self._roles_of(user), _standing(mark, owner, tenant)
        title = Reason(code, {"owner": owner.name if owner is not None else mark.owner, "until": str(mark.until)})
        remedy = f"service-account mark {user.upn}" if state is FindingState.FAIL else None
        state = FindingState.FAIL if roles else state
        return Finding(title=title, state=state, subject=Subject.of(user), evidence=(*roles, *found), remedy=remedy)

    def _roles_of(self, user: User) -> tuple[Reason, ...]:
        """Whatever takes over the program takes over the role."""
        return tuple(Reason("service-role", {"role": held.role_name or held.role}) for held in self.roles.of(user.id))


def _standing(mark: Mark, owner: User | None, tenant: TenantReader) -> tuple[FindingState, str]:
    """An owner who has left answers for nothing."""
    if owner is None or not owner.enabled:
        return FindingState.FAIL, "service-owner-gone"
    if mark.ended(tenant.now()):
        return FindingState.FAIL, "mark-ended"
    if mark.ends_soon(tenant.now()):
        return FindingState.FAIL, "mark-ends-soon"
    return FindingState.PASS, "service-answered"


def _sum(found: list[Finding]) -> Finding:
    likely_ones = sum(each.title.code == "service-likely" for each in found)
    failing = sum(each.state is FindingState.FAIL for each in found)
    facts = {"likely": str(likely_ones), "marked": str(len(found) - likely_ones), "due": str(failing - likely_ones)}
    state = FindingState.FAIL if failing else FindingState.PASS
    advice = (Reason("service-advice"),) if found else ()
    return Finding(title=Reason("service-sum", facts), state=state, evidence=advice)


async def _each(users: Mapping[str, User]) -> AsyncIterator[User]:
    for user in users.values():
        yield user
