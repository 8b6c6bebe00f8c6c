"""``campaign guard``: do the people of a campaign still get in? Counted as it counts when it holds itself."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta

from actions.args import CampaignName, People
from actions.campaign.lockouts import LEAST, Log, Tries
from actions.campaign.settings import running_one, subject
from actions.modern_auth.unread import why
from actions.spec import CampaignTerms, Check, Finding, FindingState, Reason, Refusal, Subject, ask
from tenant.ports import TenantReader
from tenant.trouble import Trouble

MOST_SHOWN = 500


class CampaignGuard(
    Check,
    name="campaign guard",
    scopes=(
        "AuditLog.Read.All",
        "Directory.Read.All",
        "User.Read.All",
        "GroupMember.Read.All",
        "UserAuthenticationMethod.Read.All",
    ),
):
    """Show who in a campaign cannot sign in any more because of MFA, and why.

    Counts people, not rows of the log: those whose every sign-in within 24 hours failed for MFA. Prompts that were
    answered in the end, wrong passwords and denied prompts do not count. All people of the campaign are counted, also
    those whose wave is not open yet. A campaign holds by itself when more than its guard: are locked out, of at least
    20 people of its open waves who tried. The sign-in log needs Entra ID P1; without it the campaign watches its help
    requests instead.
    """

    called: CampaignName = ask("Which campaign?", like="Finance", default=CampaignName())

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """The sum first, then each person who is locked out, the newest first."""
        terms = await running_one(self.called.text, tenant)
        people = [user.id async for user in People.unpin(terms.people).expand(tenant)]
        if not people:
            raise Refusal("nobody-there", said=terms.said)
        try:
            log = await Log.read(people, tenant)
        except Trouble as trouble:
            yield _blind(terms, trouble)
            return
        yield _sum(terms, log, tenant.now())
        async for each in _each(log, tenant):
            yield each


def _blind(terms: CampaignTerms, trouble: Trouble) -> Finding:
    evidence = (why(trouble), Reason("guard-by-help", {"hold": f"{terms.hold or terms.guard}%"}))
    title = Reason("guard-unread")
    return Finding(title=title, state=FindingState.COULD_NOT_READ, subject=subject(terms.name), evidence=evidence)


def _sum(terms: CampaignTerms, log: Log, now: datetime) -> Finding:
    tried, locked = len(log.tried), len(log.locked)
    facts = {"tried": f"{tried:,}", "locked": f"{locked:,}", "share": f"{_percent(locked, tried)}%"}
    over = tried >= LEAST and bool(terms.guard) and locked * 100 > terms.guard * tried
    return Finding(
        title=Reason("guard-sum", facts),
        state=FindingState.FAIL if over else FindingState.PASS,
        subject=subject(terms.name),
        evidence=tuple(_about(terms, log, now)),
        remedy=f'campaign show "{terms.name}"' if over else None,
    )


def _about(terms: CampaignTerms, log: Log, now: datetime) -> Iterator[Reason]:
    yield Reason("guard-at", {"guard": f"{terms.guard}%"}) if terms.guard else Reason("guard-off")
    if len(log.tried) < LEAST:
        yield Reason("guard-few", {"least": str(LEAST)})
    yield Reason("guard-no-rows") if log.newest is None else _age(now - log.newest)


def _age(age: timedelta) -> Reason:
    minutes = max(0, age // timedelta(minutes=1))
    hours = {"hours": str(minutes // 60)}
    return Reason("guard-age", {"minutes": str(minutes)}) if minutes < 120 else Reason("guard-age-hours", hours)


async def _each(log: Log, tenant: TenantReader) -> AsyncIterator[Finding]:
    some = dict(sorted(log.locked.items(), key=_last, reverse=True)[:MOST_SHOWN])
    known = {user.id: Subject.of(user) async for user in tenant.users(some)} if some else {}
    for user_id, each in some.items():
        if user_id in known:
            yield _locked(known[user_id], each)


def _locked(person: Subject, each: Tries) -> Finding:
    assert each.last is not None and each.why is not None
    facts = {"times": str(each.times), "last": f"{each.last.at:%Y-%m-%d %H:%M} UTC"}
    return Finding(
        title=Reason("guard-locked", facts),
        state=FindingState.FAIL,
        subject=person,
        evidence=(Reason(each.why.code), Reason(each.why.do)),
        remedy=f"why {person.upn}",
    )


def _last(one: tuple[str, Tries]) -> datetime:
    assert one[1].last is not None
    return one[1].last.at


def _percent(part: int, whole: int) -> int:
    return part * 100 // whole if whole else 0
