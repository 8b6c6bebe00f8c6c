"""``legacy report``: who still signs in with nothing but a password, over which protocol, and who is only attacked."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from actions.legacy.clients import LEGACY_CLIENTS, SMTP_CLIENTS
from actions.legacy.days import MOST, Days
from actions.legacy.tally import Tally, day
from actions.modern_auth.blocking import blocked
from actions.modern_auth.unread import unread
from actions.policies.licence import NEEDS_P1, lacks_p1
from actions.spec import Check, Finding, FindingState, Reason, Subject, ask
from tenant.model import User
from tenant.ports import TenantReader
from tenant.trouble import Trouble

LOG = Subject("legacy-sign-ins", "Legacy sign-ins")
MOST_GUESSED = 1_000  # accounts under attack that are listed one by one; the rest is counted
BLOCK = "legacy block"
OPEN = "legacy-not-blocked"


class LegacyReport(
    Check,
    name="legacy report",
    aliases=("legacy-auth who",),
    scopes=("AuditLog.Read.All", "Directory.Read.All", "Organization.Read.All", "Policy.Read.All", "User.Read.All"),
):
    """Show who still uses old mail clients and protocols, which ones, and whose passwords are only guessed at.

    From the sign-in log of up to 30 days, with what happens in the background too. A sign-in that was stopped although
    the password was right is somebody's own old program, or somebody else who knows the password. Wrong passwords are
    nobody's use. Needs Entra ID P1; whether legacy authentication is blocked is told without it.
    """

    days: Days = ask("How many days back? The log keeps 30.", like="7", default=Days(MOST))

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """The sum first, then whether it is blocked, then one finding an account: use, stopped, only guessed at."""
        block, since = await _block(tenant), tenant.now() - timedelta(days=self.days.count)
        try:
            tally = await Tally.read(tenant, since, LEGACY_CLIENTS)
        except Trouble as trouble:
            yield unread(LOG, trouble, besides=(Reason("smtp-report-instead"),))
            yield block
            return
        yield _sum(tally, since, remedy=_remedy(block))
        yield block
        known = await _known(tenant, (*tally.used, *tally.stopped))
        for found in (_used(tally, known), _stopped(tally, known), _guessed(tally)):
            for each in found:
                yield each


async def _block(tenant: TenantReader) -> Finding:
    """Whether it is blocked; where it is not, and no policy could block it, that is said too."""
    block = await blocked(tenant)
    if block.title.code == OPEN and await lacks_p1(tenant):
        return replace(block, evidence=(*block.evidence, NEEDS_P1))
    return block


def _remedy(block: Finding) -> str | None:
    """A policy that is there already is mended by hand: it may be anybody's."""
    return BLOCK if block.title.code == OPEN and NEEDS_P1 not in block.evidence else None


def _sum(tally: Tally, since: datetime, *, remedy: str | None) -> Finding:
    """Guessing alone is no finding: it happens to everybody."""
    counts = {"used": tally.used, "stopped": tally.stopped, "guessed": tally.only_guessed}
    facts = {"since": day(since), **{name: f"{len(found):,}" for name, found in counts.items()}}
    if not tally.used and not tally.stopped:
        return Finding(title=Reason("legacy-unused", facts), state=FindingState.PASS)
    return Finding(title=Reason("legacy-sum", facts), state=FindingState.FAIL, remedy=remedy)


async def _known(tenant: TenantReader, ids: Iterable[str]) -> Mapping[str, User]:
    """Names for those who are there still; the log is good enough without them."""
    try:
        return {user.id: user async for user in tenant.users(tuple(ids))}
    except Trouble:
        return {}


def _used(tally: Tally, known: Mapping[str, User]) -> Iterable[Finding]:
    for who in tally.used:
        title = Reason("legacy-used", {"protocols": tally.protocols(who)})
        advice = Reason("smtp-move-senders" if tally.uses[who].keys() <= SMTP_CLIENTS else "legacy-replace")
        evidence = (*tally.evidence(who), advice)
        yield Finding(title=title, state=FindingState.FAIL, subject=_subject(who, tally, known), evidence=evidence)


def _stopped(tally: Tally, known: Mapping[str, User]) -> Iterable[Finding]:
    for who in tally.stopped:
        title, evidence = Reason("legacy-stopped"), (*tally.evidence(who), Reason("legacy-ask-them"))
        yield Finding(title=title, state=FindingState.FAIL, subject=_subject(who, tally, known), evidence=evidence)


def _guessed(tally: Tally) -> Iterable[Finding]:
    under_attack = tally.only_guessed
    for who in under_attack[:MOST_GUESSED]:
        upn = tally.guesses[who].upn
        subject = Subject(who, upn.partition("@")[0], upn)
        yield Finding(
            title=Reason("legacy-guessed"),
            state=FindingState.NOT_APPLICABLE,
            subject=subject,
            evidence=tally.evidence(who),
        )


def _subject(who: str, tally: Tally, known: Mapping[str, User]) -> Subject:
    upn = tally.upns[who]
    return Subject.of(known[who]) if who in known else Subject(who, upn.partition("@")[0] or who, upn)
