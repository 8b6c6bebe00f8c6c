"""``break-glass check``: would the accounts for the worst day work on that day?"""

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import datetime, timedelta

from actions.break_glass.aspects import ASPECTS, TRIED_WITHIN
from actions.break_glass.verdict import Verdict, gravest, in_order
from actions.modern_auth.unread import unread, why
from actions.spec import Check, Finding, FindingState, Reason, Subject
from tenant.model import User
from tenant.ports import TenantReader
from tenant.trouble import Trouble

LEAST = 2
ACCOUNTS = Subject("break-glass-accounts", "Break-glass accounts")
ALERT = Subject("break-glass-alert", "Alert on their use")
DRILL = Subject("break-glass-drill", "Drill")
REMINDED_AHEAD = timedelta(days=14)
TITLES = {
    FindingState.PASS: "glass-good",
    FindingState.FAIL: "glass-to-mend",
    FindingState.COULD_NOT_READ: "could-not-read",
}


class BreakGlassCheck(
    Check,
    name="break-glass check",
    aliases=("break-glass",),
    scopes=(
        "User.Read.All",
        "RoleManagement.Read.Directory",
        "UserAuthenticationMethod.Read.All",
        "Policy.Read.AuthenticationMethod",
        "Policy.Read.All",
        "GroupMember.Read.All",
        "AuditLog.Read.All",
    ),
):
    """Show whether the emergency accounts would work on the worst day, and when to try them next.

    Looks at the accounts that the setting MUSTER_BREAK_GLASS names: at least two, cloud-only, permanently Global
    Administrator, with a passkey or certificate, out of reach of every Conditional Access policy that could keep them
    out, in a restricted unit, signed in successfully within 90 days. From two weeks before the 90 days are over, the
    drill is due; `next daily here` says so in a chat by itself. Whether an alert is set on their use cannot be read;
    the portal place is said.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """How many there are, one finding an account, the alert, the drill."""
        ids = tenant.rules.break_glass
        try:
            users = [user async for user in tenant.users(ids)] if ids else []
        except Trouble as trouble:
            yield unread(ACCOUNTS, trouble)
            return
        yield _counted(users, len(ids))
        verdicts = {name: await _read(name, users, tenant) for name in ASPECTS}
        for user in sorted(users, key=lambda user: user.upn):
            yield _account(user, [found[user.id] for found in verdicts.values() if user.id in found])
        alert = (Reason("glass-alert-place"),)
        yield Finding(title=Reason("glass-alert"), state=FindingState.COULD_NOT_READ, subject=ALERT, evidence=alert)
        if users:
            yield await _drill(users, tenant)


async def _read(name: str, users: Collection[User], tenant: TenantReader) -> Mapping[str, Verdict]:
    """One aspect of all; where it cannot be read, that is said of each, and the other aspects are told."""
    try:
        return await ASPECTS[name](tenant, users) if users else {}
    except Trouble as trouble:
        unseen = Verdict(FindingState.COULD_NOT_READ, (why(trouble), Reason(f"glass-unread-{name}")))
        return {user.id: unseen for user in users}


def _counted(users: Collection[User], named: int) -> Finding:
    """Two that are there and enabled: one may be lost with the safe it lies in."""
    able = sum(user.enabled for user in users)
    facts = {"able": f"{able}", "named": f"{named}"}
    if not named:
        return Finding(title=Reason("glass-none-named"), state=FindingState.FAIL, subject=ACCOUNTS)
    if able < max(LEAST, named):
        code = "glass-some-gone" if able < named else "glass-too-few"
        return Finding(title=Reason(code, facts), state=FindingState.FAIL, subject=ACCOUNTS)
    return Finding(title=Reason("glass-counted", facts), state=FindingState.PASS, subject=ACCOUNTS)


def _account(user: User, verdicts: list[Verdict]) -> Finding:
    state = gravest(verdicts)
    mend = sum(each.state is FindingState.FAIL for each in verdicts)
    title = Reason(TITLES[state], {"count": f"{mend}"})
    return Finding(title=title, state=state, subject=Subject.of(user), evidence=in_order(verdicts))


async def _drill(users: Collection[User], tenant: TenantReader) -> Finding:
    """Due when the first of them was not tried for nearly 90 days; whoever was never seen is due now."""
    try:
        last = {key: found.successful async for key, found in tenant.last_sign_ins([user.id for user in users])}
    except Trouble as trouble:
        return unread(DRILL, trouble, besides=(Reason("glass-drill-how"),))
    return drill_due([last.get(user.id) for user in users], tenant.now())


def drill_due(last: Collection[datetime | None], now: datetime) -> Finding:
    """When to try them next. Pure."""
    how = (Reason("glass-drill-how"),)
    known = [at for at in last if at is not None]
    if len(known) < len(last):
        return Finding(title=Reason("glass-drill-now"), state=FindingState.FAIL, subject=DRILL, evidence=how)
    due = min(known) + TRIED_WITHIN
    facts = {"on": f"{due:%Y-%m-%d}"}
    if now >= due:
        return Finding(title=Reason("glass-drill-over", facts), state=FindingState.FAIL, subject=DRILL, evidence=how)
    if now >= due - REMINDED_AHEAD:
        return Finding(title=Reason("glass-drill-soon", facts), state=FindingState.FAIL, subject=DRILL, evidence=how)
    return Finding(title=Reason("glass-drill-later", facts), state=FindingState.PASS, subject=DRILL, evidence=how)
