"""``census``: how many people there are, how many of them MFA protects, and how many could answer its prompt."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterator, Mapping

from actions.coverage.groups import Count, shown
from actions.mfa.survey import Known, Survey
from actions.modern_auth.unread import why
from actions.spec import Check, Finding, FindingState, Reason
from tenant.model import PerUserState
from tenant.ports import TenantReader
from tenant.trouble import Throttled, Trouble, Unavailable

ABLE = "covered-and-able"
DEPARTMENT = "department:"
OTHERS = "departments-others"
_PROTECTED = frozenset({"protection", "per-user-mfa"})
RESTS_ON = {"protected": _PROTECTED, "ready": frozenset({"methods"}), "done": _PROTECTED | {"methods"}}


class Census(
    Check,
    name="census",
    scopes=(
        "Policy.Read.All",
        "Policy.Read.AuthenticationMethod",
        "UserAuthenticationMethod.Read.All",
        "AuditLog.Read.All",
        "User.Read.All",
    ),
):
    """Count everybody: how many MFA protects, how many have a method of their own, by state, method and department.

    It names nobody, and no department of fewer than ten people. Guests, rooms, service accounts, emergency accounts
    and blocked ones are no people here. Muster counts like this every night; `coverage` shows what came of it.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """One, whose facts are the counts; what rests on something that may not be read is not among them. Raises
        what passes: an hour later nothing is missing.
        """
        survey = await Survey.take(tenant.everyone, tenant)
        troubles = dict(survey.unread)
        counts = dict(_counts(survey, troubles.keys()))
        try:
            if "methods" not in troubles:
                counts |= await _departments(survey, tenant)
        except Trouble as trouble:
            troubles["departments"] = trouble
        for each in troubles.values():
            if isinstance(each, Throttled | Unavailable):
                raise each
        if troubles:
            counts["unread"] = ", ".join(troubles)
        yield Finding(
            title=Reason("census", counts),
            state=FindingState.COULD_NOT_READ if troubles else FindingState.PASS,
            evidence=tuple(map(why, troubles.values())),
        )


def _counts(survey: Survey, unread: Collection[str]) -> Iterator[tuple[str, str]]:
    """``done``: protected, and able to answer with a method of their own."""
    people = {user_id: known for user_id, known in survey.people.items() if not known.kind}
    protected = {user_id for user_id in people if survey.why(user_id) is not None}
    ready = {user_id for user_id, known in people.items() if known.able == ABLE}
    numbers = {"people": people, "protected": protected, "ready": ready, "done": protected & ready}
    for name, counted in numbers.items():
        if RESTS_ON.get(name, frozenset()).isdisjoint(unread):
            yield name, str(len(counted))
    yield "apart", str(len(survey.people) - len(people))
    yield from _named("state", Counter(_state(known) for known in people.values()))
    yield from _named("method", Counter(name for known in people.values() for name in _methods(known)))


def _named(what: str, counts: Counter[str]) -> Iterator[tuple[str, str]]:
    for name, number in sorted(counts.items()):
        yield f"{what}:{name}", str(number)


def _state(known: Known) -> str:
    return "not told" if known.state is PerUserState.UNKNOWN else known.state.value


def _methods(known: Known) -> tuple[str, ...]:
    """What could not be read is not "none"."""
    return known.methods or (("none",) if known.able is not None else ("not told",))


async def _departments(survey: Survey, tenant: TenantReader) -> Mapping[str, str]:
    groups: dict[str, Count] = {}
    async for user_id, account in tenant.accounts():
        known = survey.people.get(user_id)
        if known is not None and not known.kind:
            name = " ".join(account.department.split())
            groups[name] = groups.get(name, Count()) + Count(int(known.able == ABLE), 1)
    found = shown(groups)
    return {f"{DEPARTMENT}{name}" if name else OTHERS: f"{each.ready}/{each.people}" for name, each in found.items()}
