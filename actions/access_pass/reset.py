"""``mfa reset``: take all sign-in methods of somebody away, without leaving a door open meanwhile."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from actions.access_pass import held, passes
from actions.access_pass.guarded import Never
from actions.access_pass.handing import HandTo, Verified, by, hands_over
from actions.args import BadArgument, People, Words
from actions.registration.guarding import guards, trusted
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
    Secret,
    Seen,
    Subject,
    TellThem,
    Then,
    ask,
)
from tenant.model import MethodKind, Pass, User
from tenant.ports import Area, TenantReader, TenantWriter
from tenant.trouble import LostAnswer, Trouble, Unavailable, Unlicensed

TAP = "tap"
WITH_PASS = f"{held.NOTHING}; {passes.PASS}"


class Next(Words):
    """What comes after the reset."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """A Temporary Access Pass, with which the person registers anew."""
        return (TAP,)


class MfaReset(
    Action,
    name="mfa reset",
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
        "Policy.Read.All",
        "Policy.Read.AuthenticationMethod",
    ),
    irreversible="a method that was deleted can only be registered again by the person.",
):
    """Take away all sign-in methods of somebody whose telephone is lost, and sign them out everywhere.

    Whoever knows the password could then register first. So it is refused unless registering is protected
    (`registration check`), or a pass comes with it: `then:tap hand-to:manager verified:callback`. Then nothing happens
    until whoever hands the pass over opens it; at that moment the pass is made, the methods are deleted, the first
    choice last, and the sign-ins are ended. Never for who holds an admin role.
    """

    who: People = ask("Whose methods should be taken away?", like="yara@contoso.com")
    then_: Next = ask("What comes next?", like="tap", default=Next())
    hand_to: HandTo = ask("With then:tap: who hands the pass over?", like="manager", default=HandTo())
    verified: Verified = ask("With then:tap: how was made sure that it is them?", like="callback", default=Verified())

    def hands_over(self) -> bool:
        """Only where a pass comes with it."""
        return TAP in self.then_

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        """What approvers and the hander-over must know."""
        if not self.hands_over() or not self.verified.words:
            return (Reason("reset-signs-out"),)
        return Reason(f"verified-{self.verified.words[0]}"), Reason("pass-shown-once"), Reason("reset-at-hand-over")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row. Raises Refusal where it would leave a door open, or more than one person is meant."""
        if len(self.who.selectors) != 1 or self.who.selectors[0].kind != "person":
            raise Refusal("one-at-a-time")
        if self.hands_over() and not (self.hand_to.words and self.verified.words):
            raise BadArgument("reset-pass-how")
        async for user in self.who.expand(tenant):
            warning = None if self.hands_over() else await _protected(user, tenant)
            never = (await Never.read(tenant)).why_not(user)
            yield Cannot(Subject.of(user), never) if never else await self._row(user, warning, tenant)

    async def _row(self, user: User, warning: Reason | None, tenant: TenantReader) -> Row:
        subject, found = Subject.of(user), await held.read(user.id, tenant)
        if found is None:
            return Cannot(subject, Reason("methods-unknown"))
        if not held.of(found):
            return Already(subject, Reason("reset-nothing"))
        before, warnings = held.value(held.of(found)), () if warning is None else (warning,)
        if not self.hands_over():
            return Change(subject=subject, before=before, after=held.NOTHING, warnings=warnings)
        handers = await self._handers(user, tenant)
        if isinstance(handers, Reason):
            return Cannot(subject, handers)
        return by(handers, Change(subject=subject, before=before, after=WITH_PASS))

    async def _handers(self, user: User, tenant: TenantReader) -> Sequence[User] | Reason:
        rule = (await tenant.method_policy()).rule("TemporaryAccessPass")
        if rule is None or not rule.allows(user.id):
            return Reason("pass-not-allowed")
        return await hands_over(self.hand_to, user, tenant)

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """What is registered now; with a pass, whether that is there too."""
        for change in changes:
            found = await held.read(change.subject.id, tenant)
            if found is None:
                continue
            left, ids = held.of(found), [each.id for each in found if each.kind is MethodKind.TEMPORARY_PASS]
            done = WITH_PASS if ids and change.after == WITH_PASS else held.NOTHING
            yield Seen(change.subject.id, held.value(left) if left else done)

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """The pass first, so that there is no moment without one; what failed after it takes the pass away again."""
        for change in changes:
            try:
                yield await _reset(change, tenant)
            except (LostAnswer, Unavailable):
                yield Outcome(subject_id=change.subject.id, unsure=True)
            except Trouble as trouble:
                yield Outcome(subject_id=change.subject.id, failed=Reason(trouble.code, trouble.facts))

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        """The person hears of it."""
        return (TellThem(person=change.subject),)


async def _protected(user: User, tenant: TenantReader) -> Reason:
    """Which policy stands in the way of whoever would register first. Raises Refusal where none does."""
    lock = await _lock(user.id, tenant)
    if lock is None:
        raise Refusal("reset-open-door", upn=user.upn)
    return Reason("reset-guarded", {"policy": lock})


async def _lock(user_id: str, tenant: TenantReader) -> str | None:
    """The policy that protects this person's registering at this moment, by name; None where none does."""
    try:
        policies = await tenant.access_policies()
        found = guards(policies, await trusted(policies, tenant))
    except Unlicensed:
        return None
    mine = (await tenant.policies_for([user_id])).get(user_id, ()) if found else ()
    return next((policy.name for policy in found if policy.id in mine), None)


async def _reset(change: Change, tenant: TenantWriter) -> Outcome:
    """Looks once more at who it is and what there is. Raises tenant trouble."""
    user_id = change.subject.id
    if (why := (await Never.read(tenant)).why(user_id)) is not None:
        return Outcome(subject_id=user_id, failed=why)
    if change.after == held.NOTHING and await _lock(user_id, tenant) is None:
        return Outcome(subject_id=user_id, failed=Reason("reset-open-door", {"upn": change.subject.upn}))
    found = held.of(await held.read(user_id, tenant) or ())
    preferences = {one: preference async for one, preference in tenant.preferences([user_id])}
    made = await tenant.issue_pass(user_id, minutes=passes.MINUTES) if change.after == WITH_PASS else None
    trouble = await held.take_away(user_id, held.ordered(found, preferences.get(user_id)), tenant)
    async for written in tenant.revoke_sessions([user_id]):
        trouble = trouble or written.trouble
    if trouble is not None:
        await _drop(user_id, made, tenant)
        raise trouble
    return Outcome(subject_id=user_id, secret=None if made is None else _secret(made))


async def _drop(user_id: str, made: Pass | None, tenant: TenantWriter) -> None:
    if made is not None:
        await tenant.delete_pass(user_id, made.id)


def _secret(made: Pass) -> Secret:
    return Secret(text=made.secret, until=made.until, unusable="" if made.usable else made.why_not)
