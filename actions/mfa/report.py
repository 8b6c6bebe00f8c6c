"""``mfa report``: how far a tenant has come, in numbers, and everybody's line for the file."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator

from actions.args import People, Selector
from actions.mfa.status import REMEDIES, verdict
from actions.mfa.survey import Known, Survey
from actions.modern_auth.unread import unread
from actions.spec import Check, Finding, FindingState, Reason, Refusal, Subject, ask
from tenant.model import PerUserState, User
from tenant.ports import TenantReader

EVERYONE = People((Selector("everyone", "everyone"),))
PARTS = {
    "protection": Subject("protection", "Conditional Access and security defaults"),
    "per-user-mfa": Subject("per-user-mfa", "Per-user MFA"),
    "methods": Subject("methods", "Sign-in methods"),
}


class MfaReport(
    Check,
    name="mfa report",
    scopes=(
        "Policy.Read.All",
        "Policy.Read.AuthenticationMethod",
        "UserAuthenticationMethod.Read.All",
        "AuditLog.Read.All",
        "User.Read.All",
        "GroupMember.Read.All",
        "RoleManagement.Read.Directory",
    ),
):
    """Count how many people MFA protects, by what, with which methods and licences; of everybody, or of some.

    For more than 200 people, methods come from Microsoft's registration report, which is hours old and needs Entra ID
    P1; without it each person's own list is read, which takes long. Guests, rooms, service accounts and blocked
    accounts are counted apart. A policy that only reports protects nobody.
    """

    who: People = ask("Report on whom?", like='group:"MFA Users"', default=EVERYONE)

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """The sums first, then one finding a person: pass is protected and able to answer the prompt."""
        survey = await Survey.take(lambda: self.who.expand(tenant), tenant)
        if not survey.people:
            raise Refusal("nobody-there", said=self.who.said())
        for each in sums(survey, self.who.said()):
            yield each
        for part, trouble in survey.unread:
            yield unread(PARTS[part], trouble)
        async for user in self.who.expand(tenant):
            if user.id in survey.people:
                yield _finding(user, survey)


def sums(survey: Survey, said: str) -> Iterator[Finding]:
    """What all of them come to. ``said``: whom, for the commands that mend it."""
    by = Counter(_protected_by(survey, user_id) for user_id, known in survey.people.items() if not known.kind)
    alike = Counter(known for known in survey.people.values() if not known.kind)
    yield _protection(by, survey, said)
    yield _ability(_weighed((known.able or "methods-unknown", n) for known, n in alike.items()), survey, said)
    yield _plain("report-states", _listed(_weighed((_state(known), n) for known, n in alike.items())))
    held = _weighed((name, n) for known, n in alike.items() for name in _held(known))
    yield _plain("report-methods", _listed(held))
    yield _licences(_weighed((str(known.licensed), n) for known, n in alike.items()))
    apart = Counter(known.kind for known in survey.people.values() if known.kind)
    if apart:
        yield _plain("report-apart", _listed(apart))


def _weighed(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, number in pairs:
        found[name] += number
    return found


def _licences(by: Counter[str]) -> Finding:
    facts = {"with": f"{by['True']:,}", "without": f"{by['False']:,}"}
    return Finding(title=Reason("report-licences", facts), state=FindingState.NOT_APPLICABLE)


def _protection(by: Counter[str], survey: Survey, said: str) -> Finding:
    bare, total = by[""], by.total()
    facts = {"people": f"{total:,}", "protected": f"{total - bare:,}", "bare": f"{bare:,}"}
    ways = {"policy": "covered-by-policy", "defaults": "covered-by-security-defaults", "state": "per-user"}
    facts |= {name: f"{by[code]:,}" for name, code in ways.items()}
    if survey.protection is None:
        return Finding(title=Reason("report-protection-unread", facts), state=FindingState.COULD_NOT_READ)
    trial = ", ".join(survey.protection.coverage.report_only)
    return Finding(
        title=Reason("report-protection", facts),
        state=FindingState.FAIL if bare else FindingState.PASS,
        evidence=(Reason("report-only-protects-nobody", {"policies": trial}),) if trial else (),
        remedy=f"mfa enable {said}" if bare else None,
    )


def _ability(able: Counter[str], survey: Survey, said: str) -> Finding:
    names = {"able": "covered-and-able", "set": "set-for-them", "none": "not-able", "unread": "methods-unknown"}
    facts = {name: f"{able[code]:,}" for name, code in names.items()}
    missing = able["not-able"] + able["set-for-them"]
    state = FindingState.COULD_NOT_READ if able["methods-unknown"] else FindingState.PASS
    return Finding(
        title=Reason("report-ability", facts),
        state=FindingState.FAIL if missing else state,
        evidence=(Reason("report-is-old"),) if survey.old else (),
        remedy=f"remind {said}" if missing else None,
    )


def _plain(code: str, counts: str) -> Finding:
    return Finding(title=Reason(code, {"counts": counts}), state=FindingState.NOT_APPLICABLE)


def _listed(counts: Counter[str]) -> str:
    """``disabled 12, enforced 3``, the most first."""
    return ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _protected_by(survey: Survey, user_id: str) -> str:
    why = survey.why(user_id)
    return "" if why is None else why.code


def _held(known: Known) -> tuple[str, ...]:
    """What could not be read is not "none"."""
    return known.methods or (("none",) if known.able is not None else ("not told",))


def _state(known: Known) -> str:
    return "not told" if known.state is PerUserState.UNKNOWN else known.state.value


def _finding(user: User, survey: Survey) -> Finding:
    known, why, subject = survey.people[user.id], survey.why(user.id), Subject.of(user)
    evidence = tuple(_evidence(known, why))
    if known.kind:
        return Finding(title=Reason(known.kind), state=FindingState.NOT_APPLICABLE, subject=subject, evidence=evidence)
    state, code = verdict(known.state, why, known.able)
    if why is None and survey.protection is None:
        state, code = FindingState.COULD_NOT_READ, "protection-unknown"
    remedy = f"{REMEDIES[code]} {user.upn}" if code in REMEDIES else None
    return Finding(title=Reason(code), state=state, subject=subject, evidence=evidence, remedy=remedy)


def _evidence(known: Known, why: Reason | None) -> Iterable[Reason]:
    if why is not None and why.code != "per-user":
        yield why
    yield Reason("per-user-state", {"state": known.state.value})
    if known.able is None:
        yield Reason("methods-unknown")
    else:
        yield Reason("methods-held", {"names": ", ".join(known.methods)}) if known.methods else Reason("no-methods")
    yield Reason("licensed-p1" if known.licensed else "no-p1")
