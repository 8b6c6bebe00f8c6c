"""``preflight``: what would go wrong for whom if MFA were asked for tomorrow."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from actions.accounts.kinds import advice, kind_of, sign
from actions.args import People, nobody
from actions.phone.parts import parts
from actions.preflight.grounds import NPS, Grounds, Known, Sources
from actions.preflight.judging import problems
from actions.servers.attested import Attested
from actions.spec import Check, Finding, FindingState, Reason, Refusal, Subject, ask
from tenant.model import User
from tenant.ports import TenantReader

MOST_HELD = 2_000  # findings that wait for the sum; in a longer report the sum comes last
READY, TO_DO, NO_PERSON, UNREAD = "ready", "todo", "special", "unread"


class Preflight(
    Check,
    name="preflight",
    scopes=(
        "User.Read.All",
        "GroupMember.Read.All",
        "UserAuthenticationMethod.Read.All",
        "Policy.Read.AuthenticationMethod",
        "Policy.Read.All",
        "RoleManagement.Read.Directory",
        "AuditLog.Read.All",
        "Directory.Read.All",
        "Domain.Read.All",
    ),
):
    """Show what would go wrong for people if MFA were asked for tomorrow, and what to do about each.

    A usable method by today's policy, a number where a text message is all there is, sign-ins with old clients in the
    last 30 days, a sign-in name that differs from mail or chats, a federated domain, a licence where Conditional Access
    needs one; rooms, shared mailboxes, service accounts and guests are told apart. Who signs in through NPS (VPN,
    remote desktop) needs a method that gives a code: say who with nps:, besides those of `mfa-server attest`.
    """

    who: People = ask("Whom do you want to look at?", like='group:"MFA Users"')
    nps: People = ask("Who signs in through NPS (VPN, remote desktop)?", like='group:"VPN Users"', default=nobody)

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """One finding a problem, one for somebody without any; the sum first where it is not too long to wait for."""
        told, held = _Told(), list[Finding]()
        waiting = True
        async for each in self._found(tenant, told):
            held.append(each)
            if not waiting or len(held) >= MOST_HELD:
                waiting = False
                for one in held:
                    yield one
                held.clear()
        if not told.people:
            raise Refusal("nobody-there", said=self.who.said())
        yield told.sum()
        for one in held:
            yield one

    async def _found(self, tenant: TenantReader, told: "_Told") -> AsyncIterator[Finding]:
        sources = Sources()
        named = sorted(self.who.named) if all(each.kind == "person" for each in self.who.selectors) else ()
        grounds = await Grounds.read(tenant, sources, named)
        grounds = replace(grounds, nps=await sources.ask(NPS, lambda: self._behind_nps(tenant), frozenset()))
        async for part in parts(self.who.expand(tenant)):
            glass = tenant.rules.break_glass
            known = await Known.about([user for user in _persons(part) if user.id not in glass], tenant, sources)
            for user in part:
                for each in [_spared(user)] if user.id in glass else _about(user, grounds, known):
                    told.note(each)
                    yield each
        for each in sources.unread.values():
            yield each

    async def _behind_nps(self, tenant: TenantReader) -> frozenset[str]:
        """Those who were said now, and those who were attested with `mfa-server attest`."""
        attested = await Attested.read(tenant)
        behind = (self.nps, attested.nps) if attested is not None else (self.nps,)
        return frozenset([user.id for people in behind async for user in people.expand(tenant)])


@dataclass(slots=True)
class _Told:
    """How many people of each kind were met. Whoever has several problems is one person."""

    kinds: Counter[str] = field(default_factory=Counter)
    last: str = ""

    @property
    def people(self) -> int:
        return self.kinds.total()

    def note(self, finding: Finding) -> None:
        """Findings about one person follow each other."""
        who = finding.subject.id if finding.subject is not None else ""
        if who != self.last:
            self.last = who
            self.kinds[_KINDS[finding.state]] += 1

    def sum(self) -> Finding:
        """In numbers."""
        facts = {kind: f"{self.kinds[kind]:,}" for kind in (READY, TO_DO, NO_PERSON, UNREAD)}
        state = FindingState.FAIL if self.kinds[TO_DO] else FindingState.PASS
        if state is FindingState.PASS and self.kinds[UNREAD]:
            state = FindingState.COULD_NOT_READ
        return Finding(title=Reason("pre-sum", {"people": f"{self.people:,}", **facts}), state=state)


_KINDS = {
    FindingState.PASS: READY,
    FindingState.FAIL: TO_DO,
    FindingState.NOT_APPLICABLE: NO_PERSON,
    FindingState.COULD_NOT_READ: UNREAD,
}


def _persons(part: Sequence[User]) -> list[User]:
    return [user for user in part if kind_of(user) is None]


def _spared(user: User) -> Finding:
    """Nobody asks an emergency account for MFA by a roll-out: it has rules of its own."""
    title, state = Reason("admin-break-glass"), FindingState.NOT_APPLICABLE
    return Finding(title=title, state=state, subject=Subject.of(user), remedy="break-glass check")


def _about(user: User, grounds: Grounds, known: Known) -> list[Finding]:
    """Nobody's account is not asked for methods; whose methods could not be read is not called ready."""
    subject, kind = Subject.of(user), kind_of(user)
    if kind is not None:
        found = Finding(title=sign(kind), state=FindingState.NOT_APPLICABLE, subject=subject, evidence=(advice(kind),))
        return [found]
    wrong = [
        Finding(title=each.what, state=FindingState.FAIL, subject=subject, evidence=each.evidence, remedy=each.remedy)
        for each in problems(user, grounds, known)
    ]
    if user.id not in known.methods:
        reason = Reason("methods-unknown")
        return [*wrong, Finding(title=reason, state=FindingState.COULD_NOT_READ, subject=subject)]
    return wrong or [Finding(title=Reason("pre-ready"), state=FindingState.PASS, subject=subject)]
