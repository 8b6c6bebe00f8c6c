"""Basic SMTP AUTH: sending mail with a user name and a password, the last of Exchange Online's legacy protocols.

It goes off by default for existing tenants at the end of December 2026, and an administrator may switch it on again
(Microsoft 365 Message center MC786329). The switches: https://learn.microsoft.com/exchange/clients-and-mobile-in-
exchange-online/authenticated-client-smtp-submission. A mailbox that says "on" is on even where the organisation is off.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from actions.modern_auth.unread import unread
from actions.spec import Finding, FindingState, Reason, Subject
from tenant.ports import TenantReader
from tenant.trouble import Unlicensed

LOG_REACHES = timedelta(days=30)  # with Entra ID P1
CLIENTS = ("Authenticated SMTP", "SMTP")  # the log's words, today's and an older one
NAMED = 3

SWITCH = Subject("smtp-switch", "SMTP AUTH, the organisation")
MAILBOXES = Subject("smtp-mailboxes", "SMTP AUTH, mailboxes")
SENDERS = Subject("smtp-senders", "SMTP AUTH, who uses it")


async def switch(tenant: TenantReader) -> Finding:
    """The organisation's switch (``SmtpClientAuthenticationDisabled``)."""
    off = await tenant.smtp_auth_off()
    if off is None:
        return Finding(title=Reason("smtp-untold"), state=FindingState.COULD_NOT_READ, subject=SWITCH)
    if off:
        return Finding(title=Reason("smtp-off"), state=FindingState.PASS, subject=SWITCH)
    how = Reason("smtp-turn-off")
    return Finding(title=Reason("smtp-on"), state=FindingState.FAIL, subject=SWITCH, evidence=(how,))


async def mailboxes(tenant: TenantReader) -> Finding:
    """The mailboxes that override the organisation's switch."""
    on: list[str] = []
    off = met = 0
    async for mailbox in tenant.mailboxes():
        met, off = met + 1, off + (mailbox.smtp_auth is False)
        if mailbox.smtp_auth:
            on.append(mailbox.address or mailbox.name)
    counted = Reason("smtp-mailboxes-counted", {"met": f"{met:,}", "on": f"{len(on):,}", "off": f"{off:,}"})
    if not on:
        title = Reason("smtp-mailboxes-inherit")
        return Finding(title=title, state=FindingState.PASS, subject=MAILBOXES, evidence=(counted,))
    title = Reason("smtp-mailboxes-on", {"count": f"{len(on):,}"})
    evidence = (Reason("smtp-named", {"names": _some(sorted(on))}), counted, Reason("smtp-move-mailboxes"))
    return Finding(title=title, state=FindingState.FAIL, subject=MAILBOXES, evidence=evidence)


async def senders(tenant: TenantReader) -> Finding:
    """Who sent with it in the last 30 days. A failure is somebody guessing passwords, and nobody's use."""
    used = _Used()
    try:
        async for each in tenant.sign_ins(tenant.now() - LOG_REACHES, clients=CLIENTS):
            used.note(each.upn or each.user_id, each.app, succeeded=each.succeeded)
    except Unlicensed as trouble:
        return unread(SENDERS, trouble, besides=(Reason("smtp-report-instead"),))
    if not used.times:
        title, state = Reason("smtp-unused"), FindingState.PASS
        return Finding(title=title, state=state, subject=SENDERS, evidence=tuple(used.failures()))
    title = Reason("smtp-used", {"people": f"{len(used.times):,}", "times": f"{used.times.total():,}"})
    shown = (*used.shown(), *used.failures(), Reason("smtp-move-senders"))
    return Finding(title=title, state=FindingState.FAIL, subject=SENDERS, evidence=shown)


@dataclass(slots=True)
class _Used:
    """Successes by person, with the applications they were for; failures are only counted."""

    times: Counter[str] = field(default_factory=Counter)
    apps: dict[str, Counter[str]] = field(default_factory=dict)
    failed: int = 0

    def note(self, who: str, app: str, *, succeeded: bool) -> None:
        if not succeeded:
            self.failed += 1
            return
        self.times[who] += 1
        self.apps.setdefault(who, Counter())[app] += 1

    def shown(self) -> list[Reason]:
        """The busiest first."""
        ordered = sorted(self.times, key=lambda who: (-self.times[who], who))
        more = [Reason("smtp-more-senders", {"count": f"{len(ordered) - NAMED:,}"})] if len(ordered) > NAMED else []
        return [*map(self._one, ordered[:NAMED]), *more]

    def failures(self) -> list[Reason]:
        return [Reason("smtp-guessed", {"count": f"{self.failed:,}"})] if self.failed else []

    def _one(self, who: str) -> Reason:
        apps = ", ".join(app for app, _ in self.apps[who].most_common(2) if app) or "no app named"
        return Reason("smtp-sender", {"who": who, "times": f"{self.times[who]:,}", "app": apps})


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
