"""``smtp-auth off``: let mailboxes send no more with a password alone."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass

from actions.args import People
from actions.legacy.clients import LOG_REACHES, SMTP_CLIENTS
from actions.legacy.tally import Tally, day
from actions.smtp_auth.value import OFF, OWN, sends, text
from actions.spec import (
    Action,
    Already,
    Cannot,
    Change,
    Direction,
    Outcome,
    Reason,
    Refusal,
    Risk,
    Row,
    Seen,
    Subject,
    ask,
)
from tenant.model import Mailbox, MailboxWish, User
from tenant.ports import Area, TenantReader, TenantWriter, Written
from tenant.trouble import Forbidden, LostAnswer, Protected, Trouble, Unavailable

FEW = 50  # mailboxes that are asked for one by one; for more the whole list is read


class SmtpAuthOff(
    Action,
    name="smtp-auth off",
    area=Area.EXCHANGE,
    direction=Direction.STRENGTHEN,
    risk=Risk.HIGH,
    scopes=("Exchange.ManageAsApp", "AuditLog.Read.All", "Directory.Read.All"),
):
    """Stop mailboxes from sending with a user name and a password (basic SMTP AUTH).

    Sets the mailbox's own switch to off, whatever the organisation's says. The plan names the devices and programs that
    sent in the last 30 days and would stop. Undo puts back exactly what was there, "as the organisation" too. Writing
    goes by an interface that Microsoft documents for its own module only, so nothing is written until the owner has set
    MUSTER_EXCHANGE_WRITES=yes; the app that writes needs the role Exchange Administrator.
    """

    who: People = ask("Whose mailbox should send no more with a password?", like="scan@contoso.com")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person. Raises tenant trouble where the switches cannot be read."""
        people = {user.id: user async for user in self.who.expand(tenant)}
        if not people:
            raise Refusal("nobody-there", said=self.who.said())
        organisation_off = await tenant.smtp_auth_off()
        own = {mailbox.id: mailbox async for mailbox in _mailboxes(tenant, people)}
        sending = [id_ for id_ in people if id_ in own and sends(own[id_].smtp_auth, organisation_off=organisation_off)]
        stops = await Stops.read(tenant, sending)
        closed = () if tenant.rules.exchange_writes else (Reason("exchange-writes-off"),)
        for user in people.values():
            mailbox = own.get(user.id)
            if mailbox is not None and user.id in stops.of:
                yield _change(user, mailbox, (*stops.warnings(user), *closed))
            else:
                yield _nothing_to_do(user, mailbox)

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """The switches of just these mailboxes; one that Exchange does not know is gone."""
        missing = dict.fromkeys(change.subject.id for change in changes)
        async for mailbox in tenant.mailboxes(tuple(missing)):
            missing.pop(mailbox.id, None)
            yield Seen(mailbox.id, text(mailbox.smtp_auth))
        for user_id in missing:
            yield Seen(user_id, None, gone=True)

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Set each switch. Raises Forbidden: what one mailbox is refused by a missing role, all are."""
        wishes = [MailboxWish(change.subject.id, OWN[change.after or OFF]) for change in changes]
        async for written in tenant.set_smtp_auth(wishes):
            yield _outcome(written)


@dataclass(frozen=True, slots=True)
class Stops:
    """What would stop sending, for these people. ``seen`` None: the log could not be read, for this reason."""

    of: frozenset[str]
    seen: Tally | None
    why: Reason | None = None

    @classmethod
    async def read(cls, tenant: TenantReader, ids: Collection[str]) -> "Stops":
        """From the sign-in log of 30 days; without Entra ID P1 there is none, and the plan says so."""
        some = ids if len(ids) <= FEW else ()
        try:
            since = tenant.now() - LOG_REACHES
            seen = await Tally.read(tenant, since, SMTP_CLIENTS, some) if ids else Tally()
        except Trouble as trouble:
            return cls(frozenset(ids), None, Reason("smtp-stops-unknown", trouble.facts))
        return cls(frozenset(ids), seen)

    def warnings(self, user: User) -> tuple[Reason, ...]:
        """By what somebody sends today."""
        if self.seen is None:
            return (self.why,) if self.why is not None else ()
        uses = [use for use in self.seen.uses.get(user.id, {}).values() if use.times]
        if not uses:
            return (Reason("smtp-nothing-seen"),)
        times, last = sum(use.times for use in uses), day(max(use.last for use in uses))
        by = ", ".join(dict.fromkeys(name for use in uses for name in use.by)) or "a program that says no name"
        return (Reason("smtp-would-stop", {"what": f"{user.name} ({times:,}×, last on {last}, by {by})"}),)


async def _mailboxes(tenant: TenantReader, people: Mapping[str, User]) -> AsyncIterator[Mailbox]:
    """Of these people, those who have one."""
    async for mailbox in tenant.mailboxes(tuple(people)) if len(people) <= FEW else tenant.mailboxes():
        if mailbox.id in people:
            yield mailbox


def _change(user: User, mailbox: Mailbox, warnings: tuple[Reason, ...]) -> Change:
    return Change(subject=Subject.of(user), before=text(mailbox.smtp_auth), after=OFF, warnings=warnings)


def _nothing_to_do(user: User, mailbox: Mailbox | None) -> Row:
    if mailbox is None:
        return Cannot(Subject.of(user), Reason("no-mailbox"))
    code = "smtp-off-itself" if mailbox.smtp_auth is False else "smtp-off-with-all"
    return Already(Subject.of(user), Reason(code))


def _outcome(written: Written) -> Outcome:
    """A lost answer is neither success nor failure: only a look can tell."""
    match written.trouble:
        case None:
            return Outcome(subject_id=written.user_id)
        case LostAnswer() | Unavailable():
            return Outcome(subject_id=written.user_id, unsure=True)
        case Forbidden() as trouble if not isinstance(trouble, Protected):
            raise trouble
        case trouble:
            return Outcome(subject_id=written.user_id, failed=Reason(trouble.code, trouble.facts))
