"""``methods report``: who has one method only, none, weak ones only, or what the policy does not accept."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

from actions.args import People, Selector
from actions.methods.standing import GOOD, NONE, NOT_CAPABLE, ONE_ONLY, SET_ONLY, WEAK_ONLY, reported, standing
from actions.mfa import families
from actions.mfa.survey import FEW, kind_of
from actions.modern_auth.unread import unread
from actions.phone.parts import PART
from actions.spec import Check, Finding, FindingState, Reason, Refusal, Subject, ask
from tenant.model import Kind, User
from tenant.ports import TenantReader
from tenant.trouble import Forbidden, Trouble, Unlicensed

EVERYONE = People((Selector("everyone", "everyone"),))
UNREAD = "methods-unknown"
METHODS = Subject("methods", "Sign-in methods")
#: Worst first, with the reminder that asks for what is missing.
REMEDIES = {
    NONE: "remind {}",
    NOT_CAPABLE: "remind {}",
    SET_ONLY: "remind {}",
    WEAK_ONLY: "remind {} for:stronger",
    ONE_ONLY: "remind {} for:second",
}
Known = tuple[str, tuple[str, ...]]  # a code, and the methods by family


class MethodsReport(
    Check,
    name="methods report",
    aliases=("methods",),
    scopes=(
        "UserAuthenticationMethod.Read.All",
        "Policy.Read.AuthenticationMethod",
        "AuditLog.Read.All",
        "User.Read.All",
        "GroupMember.Read.All",
    ),
):
    """Show who has one sign-in method only, none, only telephones, or only what the policy does not accept.

    `remind` asks them for what is missing: a first method, a second one (`for:second`), a better one (`for:stronger`).
    A phone that was set for somebody counts when they have used it. For more than 200 people, methods come from
    Microsoft's registration report, which is hours old and needs Entra ID P1; without it each person's own list is
    read, which takes long. Guests, rooms, service accounts, blocked and emergency accounts are counted apart.
    """

    who: People = ask("Report on whom?", like='group:"MFA Users"', default=EVERYONE)

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """The counts first, then one finding for each person."""
        found = _Found()
        async for user in self.who.expand(tenant):
            found.put(user.id, (_kind_of(user, tenant), ()))
        if not found.people:
            raise Refusal("nobody-there", said=self.who.said())
        trouble = await found.read(tenant)
        for each in _sums(found, self.who.said()):
            yield each
        if trouble is not None:
            yield unread(METHODS, trouble)
        async for user in self.who.expand(tenant):
            if user.id in found.people:
                yield _finding(user, found.people[user.id])


@dataclass(slots=True)
class _Found:
    """What is known of each, by id: one value for all who are alike. An empty code: nothing was read of them yet."""

    people: dict[str, Known] = field(default_factory=dict)
    old: bool = False
    _alike: dict[Known, Known] = field(default_factory=dict)

    def put(self, user_id: str, known: Known) -> None:
        self.people[user_id] = self._alike.setdefault(known, known)

    async def read(self, tenant: TenantReader) -> Trouble | None:
        """Why not all could be read; None where all were."""
        try:
            self.old = len(self._unread) > FEW and await self._from_report(tenant)
            if not self.old or len(self._unread) <= FEW:  # the newest people are not in the report yet
                await self._from_lists(self._unread, tenant)
        except Trouble as trouble:
            return trouble
        return None

    @property
    def _unread(self) -> list[str]:
        return [user_id for user_id, (code, _) in self.people.items() if not code]

    async def _from_report(self, tenant: TenantReader) -> bool:
        """False where there is no report for us."""
        ours = {each.subject for each in await tenant.statements(Kind.SET_FOR_THEM)}
        try:
            async for row in tenant.registrations():
                if row.user_id in self.people and not self.people[row.user_id][0]:
                    code = reported(row, set_for_them=row.user_id in ours)
                    self.put(row.user_id, (code, families.of_report(row.methods)))
        except (Unlicensed, Forbidden):
            return False
        return True

    async def _from_lists(self, wanted: list[str], tenant: TenantReader) -> None:
        policy = await tenant.method_policy()
        for at in range(0, len(wanted), PART):
            async for user_id, methods in tenant.methods(wanted[at : at + PART]):
                self.put(user_id, (standing(user_id, methods, policy), families.of_methods(methods)))


def _sums(found: _Found, said: str) -> Iterator[Finding]:
    """How many there are of each. ``said``: whom, for the commands that mend it."""
    counts = Counter(code or UNREAD for code, _ in found.people.values())
    codes = (*REMEDIES, GOOD, UNREAD)
    facts = {"people": f"{sum(counts[code] for code in codes):,}", "enough": f"{counts[GOOD]:,}"}
    evidence = (Reason("report-is-old"), Reason("report-tells-kinds")) if found.old else ()
    lacking = any(counts[code] for code in REMEDIES)
    state = FindingState.COULD_NOT_READ if counts[UNREAD] else FindingState.PASS
    state = FindingState.FAIL if lacking else state
    yield Finding(title=Reason("methods-sum", facts), state=state, evidence=evidence)
    for code, remedy in REMEDIES.items():
        if counts[code]:
            title = Reason(f"{code}-sum", {"count": f"{counts[code]:,}"})
            yield Finding(title=title, state=FindingState.FAIL, remedy=remedy.format(said))
    if counts[UNREAD]:
        title = Reason("methods-unknown-sum", {"count": f"{counts[UNREAD]:,}"})
        yield Finding(title=title, state=FindingState.COULD_NOT_READ)
    apart = ", ".join(f"{code} {number:,}" for code, number in sorted(counts.items()) if code not in codes)
    if apart:
        yield Finding(title=Reason("report-apart", {"counts": apart}), state=FindingState.NOT_APPLICABLE)


def _kind_of(user: User, tenant: TenantReader) -> str:
    """Nobody is behind an emergency account: `break-glass check` looks at those."""
    return "break-glass" if user.id in tenant.rules.break_glass else kind_of(user)


def _finding(user: User, known: Known) -> Finding:
    code, names = known
    evidence = (Reason("methods-held", {"names": ", ".join(names)}),) if names else ()
    remedy = REMEDIES[code].format(user.upn) if code in REMEDIES else None
    state = FindingState.NOT_APPLICABLE
    if code in ("", GOOD):
        state = FindingState.PASS if code else FindingState.COULD_NOT_READ
    elif remedy:
        state = FindingState.FAIL
    return Finding(
        title=Reason(code or UNREAD), state=state, subject=Subject.of(user), evidence=evidence, remedy=remedy
    )
