"""``smtp-auth who``: which mailboxes may send with a password alone, and which do."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from actions.legacy.clients import LOG_REACHES, SMTP_CLIENTS
from actions.legacy.tally import Tally
from actions.modern_auth import smtp
from actions.modern_auth.unread import unread
from actions.smtp_auth.value import sends, text
from actions.spec import Check, Finding, FindingState, Reason, Subject
from tenant.model import Mailbox, User
from tenant.ports import TenantReader
from tenant.trouble import Trouble


class SmtpAuthWho(
    Check,
    name="smtp-auth who",
    scopes=("Exchange.ManageAsApp", "AuditLog.Read.All", "Directory.Read.All", "User.Read.All"),
):
    """Show which mailboxes may send with a password alone (basic SMTP AUTH), and which of them do.

    The organisation's switch, the mailboxes that override it, and from the sign-in log of 30 days who sent, with which
    device or program and when last. Who only had passwords guessed is not named: that is in `legacy report`.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """The sum and the organisation's switch first, then a finding for each mailbox, those that send before others.

        Each part that cannot be read is said, and the rest is answered.
        """
        found = await _Found.read(tenant)
        yield found.sum()
        for each in found.parts:
            yield each
        known = await _known(tenant, found.ids())
        for who in found.ids():
            yield found.about(who, known.get(who))


@dataclass(slots=True)
class _Found:
    """Everything that was read. ``log`` None: it could not be. ``own``: mailboxes that are on, or whose owner sent."""

    organisation_off: bool | None = None
    log: Tally | None = None
    own: dict[str, Mailbox] = field(default_factory=dict)
    parts: list[Finding] = field(default_factory=list)

    @classmethod
    async def read(cls, tenant: TenantReader) -> "_Found":
        found = cls()
        try:
            found.log = await Tally.read(tenant, tenant.now() - LOG_REACHES, SMTP_CLIENTS)
        except Trouble as trouble:
            found.parts.append(unread(smtp.SENDERS, trouble, besides=(Reason("smtp-report-instead"),)))
        await found._switches(tenant)
        return found

    async def _switches(self, tenant: TenantReader) -> None:
        try:
            switch = await smtp.switch(tenant)
            self.organisation_off = {"smtp-off": True, "smtp-on": False}.get(switch.title.code)
            self.parts.append(switch)
        except Trouble as trouble:
            self.parts.append(unread(smtp.SWITCH, trouble))
        try:
            async for mailbox in tenant.mailboxes():
                who = mailbox.id or mailbox.address
                if mailbox.smtp_auth or (self.log is not None and who in self.log.uses):
                    self.own[who] = mailbox
        except Trouble as trouble:
            self.parts.append(unread(smtp.MAILBOXES, trouble))

    def sum(self) -> Finding:
        """How many there are of each."""
        on = [who for who in self.own if self.own[who].smtp_auth]
        facts = {"on": f"{len(on):,}", "senders": "?" if self.log is None else f"{len(self.log.used):,}"}
        state = FindingState.FAIL if self.ids() else FindingState.PASS
        if state is FindingState.PASS and any(each.state is FindingState.COULD_NOT_READ for each in self.parts):
            state = FindingState.COULD_NOT_READ
        return Finding(title=Reason("smtp-sum", facts), state=state)

    def ids(self) -> list[str]:
        """Those who send first, the busiest of them before the others."""
        return list(dict.fromkeys((*(self.log.used if self.log is not None else ()), *self._switched_on())))

    def _switched_on(self) -> list[str]:
        on = [who for who in self.own if self.own[who].smtp_auth]
        return sorted(on, key=lambda who: self.own[who].address)

    def about(self, who: str, user: User | None) -> Finding:
        """One mailbox."""
        subject, mailbox = self._subject(who, user), self.own.get(who)
        used = self.log is not None and bool(self.log.protocols(who))
        switch = (Reason("smtp-own-switch", {"state": text(mailbox.smtp_auth)}),) if mailbox is not None else ()
        evidence = (*(self.log.evidence(who) if self.log is not None else ()), *switch)
        if mailbox is not None and not sends(mailbox.smtp_auth, organisation_off=self.organisation_off):
            title = Reason("smtp-sent-before")
            return Finding(title=title, state=FindingState.PASS, subject=subject, evidence=evidence)
        return Finding(
            title=Reason("smtp-sends" if used else "smtp-may-send" if self.log is None else "smtp-may-send-unused"),
            state=FindingState.FAIL,
            subject=subject,
            evidence=(*evidence, Reason("smtp-move-senders")) if used else evidence,
            remedy=f"smtp-auth off {subject.upn}",
        )

    def _subject(self, who: str, user: User | None) -> Subject:
        if user is not None:
            return Subject.of(user)
        address = self.own[who].address if who in self.own else self.log.upns[who] if self.log is not None else who
        return Subject(who, address.partition("@")[0], address)


async def _known(tenant: TenantReader, ids: list[str]) -> Mapping[str, User]:
    try:
        return {user.id: user async for user in tenant.users(ids)}
    except Trouble:
        return {}
