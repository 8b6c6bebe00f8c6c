"""``tap``: one hour's way in for somebody who is locked out, from the hand of somebody who knows them."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from actions.access_pass import passes
from actions.access_pass.guarded import Never
from actions.access_pass.handing import HandTo, Verified, by, hands_over
from actions.args import People
from actions.spec import (
    Action,
    Cannot,
    Change,
    Direction,
    Outcome,
    Reason,
    Refusal,
    Risk,
    Row,
    Secret,
    Seen,
    Subject,
    TellThem,
    Then,
    ask,
)
from tenant.model import MethodPolicy, PassSettings, User
from tenant.ports import Area, TenantReader, TenantWriter
from tenant.trouble import LostAnswer, Trouble, Unavailable


class TemporaryPass(
    Action,
    name="tap",
    aliases=("temporary access pass", "access pass"),
    area=Area.METHODS,
    direction=Direction.WEAKEN,
    risk=Risk.HIGH,
    chunk=1,
    repeatable=False,
    handed=True,
    scopes=(
        "UserAuthenticationMethod.ReadWrite.All",
        "User.RevokeSessions.All",
        "User.Read.All",
        "Policy.Read.AuthenticationMethod",
    ),
):
    """Make a Temporary Access Pass for somebody who is locked out, or has a new telephone.

    It opens the account once, within 60 minutes. Once it is approved, whoever hands it over (the person's manager or
    the help desk, never who asked) opens it in a dialog, where it is made and shown this one time; it is in no message
    and no log. The person hears of it and can answer "Not me": it is deleted, their sign-ins are ended, the owners
    are told. Never for who holds an admin role.
    """

    who: People = ask("Who is locked out?", like="yara@contoso.com")
    hand_to: HandTo = ask("Who hands it over: their manager, or the help desk?", like="manager")
    verified: Verified = ask("How was made sure that it is them: callback, video or badge?", like="callback")

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        """What approvers and the hander-over must know."""
        return Reason(f"verified-{self.verified.words[0]}"), Reason("pass-shown-once")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row. Raises Refusal where more than one person is meant, or the tenant's rules shut such a pass out."""
        if len(self.who.selectors) != 1 or self.who.selectors[0].kind != "person":
            raise Refusal("one-at-a-time")
        bounds = (await tenant.method_settings()).passes or PassSettings()
        if not bounds.shortest <= passes.MINUTES <= bounds.longest:
            raise Refusal("pass-minutes", least=str(bounds.shortest), most=str(bounds.longest))
        never, policy = await Never.read(tenant), await tenant.method_policy()
        people = [user async for user in self.who.expand(tenant)]
        if not people:
            raise Refusal("nobody-there", said=self.who.said())
        for user in people:
            yield await self._row(user, never.why_not(user) or _shut_out(user, policy), tenant)

    async def _row(self, user: User, why: Reason | None, tenant: TenantReader) -> Row:
        subject = Subject.of(user)
        handers = why or await hands_over(self.hand_to, user, tenant)
        if isinstance(handers, Reason):
            return Cannot(subject, handers)
        found = {user_id: ids async for user_id, ids in passes.ids([user.id], tenant)}
        if user.id not in found:
            return Cannot(subject, Reason("methods-unknown"))
        older = (Reason("pass-ends-older"),) if found[user.id] else ()
        return by(
            handers, Change(subject=subject, before=passes.value(found[user.id]), after=passes.PASS, warnings=older)
        )

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """Whether there is a pass, and whether it is the one from before."""
        by_id = {change.subject.id: change for change in changes}
        async for user_id, found in passes.ids(tuple(by_id), tenant):
            change = by_id[user_id]
            yield Seen(user_id, passes.seen(found, change.before, change.after))

    def counts_as(self, wanted: str | None, seen: str | None) -> bool:
        """An older pass ended when the new one was made: taken back, there is none."""
        gone = (wanted or "").startswith(passes.OLDER) and seen == passes.NO_PASS
        return gone or super().counts_as(wanted, seen)

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Make it, or, in a reversal, delete it and end the sign-ins that it opened."""
        for change in changes:
            try:
                yield await (_make(change, tenant) if change.after == passes.PASS else _end(change, tenant))
            except (LostAnswer, Unavailable):
                yield Outcome(subject_id=change.subject.id, unsure=True)
            except Trouble as trouble:
                yield Outcome(subject_id=change.subject.id, failed=Reason(trouble.code, trouble.facts))

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        """The person hears of it, whichever way."""
        return (TellThem(person=change.subject),)


def _shut_out(user: User, policy: MethodPolicy) -> Reason | None:
    """A pass that the policy does not let them use opens nothing."""
    rule = policy.rule("TemporaryAccessPass")
    return None if rule is not None and rule.allows(user.id) else Reason("pass-not-allowed")


async def _make(change: Change, tenant: TenantWriter) -> Outcome:
    """Never for who was given a role since the plan."""
    user_id = change.subject.id
    if (why := (await Never.read(tenant)).why(user_id)) is not None:
        return Outcome(subject_id=user_id, failed=why)
    made = await tenant.issue_pass(user_id, minutes=passes.MINUTES)
    return Outcome(
        subject_id=user_id,
        secret=Secret(text=made.secret, until=made.until, unusable="" if made.usable else made.why_not),
    )


async def _end(change: Change, tenant: TenantWriter) -> Outcome:
    found = {user_id: ids async for user_id, ids in passes.ids([change.subject.id], tenant)}
    await passes.end(change.subject.id, found, tenant)
    return Outcome(subject_id=change.subject.id)
