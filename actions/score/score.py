"""``score``: how Microsoft Secure Score sees MFA in this tenant, and what would raise it.

https://learn.microsoft.com/graph/api/resources/securescore. A snapshot is a day old or more, so it is a trend and never
a proof that something was done.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from actions.modern_auth.unread import unread, why
from actions.spec import Check, Finding, FindingState, Reason, Subject
from tenant.model import MFA_CONTROLS, Score, ScoreControl
from tenant.ports import TenantReader
from tenant.trouble import Trouble

TOTAL = Subject("secure-score", "Secure Score")
BACK = (timedelta(days=30), timedelta(days=89))
NEAR = timedelta(days=4)  # days are missing now and then
EPSILON = 0.005


@dataclass(frozen=True, slots=True)
class Raised:
    """What raises a control: its name for people, the sentence, and the command that does it."""

    called: str
    how: str
    command: str


RAISED_BY: Mapping[str, Raised] = {
    "AdminMFAV2": Raised("MFA for administrators", "score-raise-admins", "mfa admins"),
    "MFARegistrationV2": Raised("MFA for everybody", "score-raise-everybody", "mfa report"),
    "BlockLegacyAuthentication": Raised("Legacy authentication blocked", "score-raise-legacy", "legacy block"),
}


class SecureScore(Check, name="score", aliases=("secure score", "secure-score"), scopes=("SecurityEvents.Read.All",)):
    """Show how Secure Score sees MFA here: the trend, what would raise it, and the command that does.

    Microsoft counts once a day and lags behind; use `mfa verify` and `modern-auth check` to see what is so now.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """First the whole score, then one finding a control: pass is all of its points."""
        try:
            told = await tenant.scores()
        except Trouble as trouble:
            yield unread(TOTAL, trouble)
            return
        if not told:
            yield Finding(title=Reason("score-none"), state=FindingState.NOT_APPLICABLE, subject=TOTAL)
            return
        worth, besides = await _worth(tenant)
        yield total(told)
        for name in MFA_CONTROLS:
            yield counted(name, told, worth.get(name.casefold()), besides)


async def _worth(tenant: TenantReader) -> tuple[Mapping[str, ScoreControl], tuple[Reason, ...]]:
    """The controls by name in lower case, for Microsoft's spelling varies; or why they could not be read."""
    try:
        return {each.name.casefold(): each for each in await tenant.score_controls()}, ()
    except Trouble as trouble:
        return {}, (why(trouble),)


def total(told: Sequence[Score]) -> Finding:
    """The score as a whole, newest first. Pure."""
    now = told[0]
    share = f"{100 * now.current / now.maximum:.0f}" if now.maximum else "?"
    facts = {"points": points(now.current), "most": points(now.maximum), "share": share, "on": f"{now.at:%Y-%m-%d}"}
    before = tuple(
        Reason("score-before", {"on": f"{then.at:%Y-%m-%d}", "points": points(then.current)}) for then in _back(told)
    )
    evidence = (*before, Reason("score-lags"))
    return Finding(title=Reason("score-now", facts), state=FindingState.PASS, subject=TOTAL, evidence=evidence)


def counted(name: str, told: Sequence[Score], worth: ScoreControl | None, besides: tuple[Reason, ...] = ()) -> Finding:
    """What one control brings, and what would raise it. Pure; ``besides``: why its worth is not known."""
    raised = RAISED_BY[name]
    subject, now = Subject(name, raised.called), told[0].of(name)
    if now is None:
        return Finding(title=Reason("score-not-counted"), state=FindingState.NOT_APPLICABLE, subject=subject)
    trend = tuple(_trend(name, told))
    if worth is None:
        title = Reason("score-points", {"points": points(now)})
        return Finding(title=title, state=FindingState.COULD_NOT_READ, subject=subject, evidence=(*trend, *besides))
    facts = {"points": points(now), "most": points(worth.maximum), "more": points(worth.maximum - now)}
    if now >= worth.maximum - EPSILON:
        return Finding(title=Reason("score-full", facts), state=FindingState.PASS, subject=subject, evidence=trend)
    return Finding(
        title=Reason("score-to-gain", facts),
        state=FindingState.FAIL,
        subject=subject,
        evidence=(*trend, Reason(raised.how)),
        remedy=raised.command,
    )


def points(number: float) -> str:
    """One decimal where there is one: ``6.7``, ``10``."""
    return f"{round(number, 1):g}"


def _trend(name: str, told: Sequence[Score]) -> Iterator[Reason]:
    """The points of earlier days; a control that was not counted then is left out."""
    for then in _back(told):
        if (before := then.of(name)) is not None:
            yield Reason("score-before", {"on": f"{then.at:%Y-%m-%d}", "points": points(before)})


def _back(told: Sequence[Score]) -> list[Score]:
    """About a month and a quarter ago, as far as there are snapshots."""
    found: list[Score] = []
    for length in BACK:
        wanted = told[0].at - length
        nearest = min(told, key=lambda each: abs(each.at - wanted))
        if abs(nearest.at - wanted) <= NEAR and nearest is not told[0] and nearest not in found:
            found.append(nearest)
    return found
