"""Small actions whose ways no real one has yet: one breaks, one must never be sent twice, one leaves things behind."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

from actions.args import People
from actions.mfa.per_user import PerUserAction
from actions.spec import Change, Direction, Outcome, Reason, Remind, Risk, Row, RunLater, Subject, Then, ask
from tenant.model import PerUserState, StateWish
from tenant.ports import TenantReader, TenantWriter

ON, OFF = PerUserState.ENABLED.value, PerUserState.DISABLED.value
NEEDED = {"direction": Direction.STRENGTHEN, "risk": Risk.LOW, "scopes": ("Policy.ReadWrite.AuthenticationMethod",)}


LATER = RunLater(at=datetime(2027, 1, 1, tzinfo=UTC), action="mfa disable", arguments={})


class Simple(PerUserAction):
    """Its plan is everybody who was named."""

    who: People

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        async for user in self.who.expand(tenant):
            yield Change(subject=Subject.of(user), before=OFF, after=ON)


class Breaks(Simple, name="test breaks", **NEEDED):  # type: ignore[arg-type]
    """Writes the first row of a chunk and then trips over itself."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        async for written in tenant.set_states([StateWish(changes[0].subject.id, PerUserState.ENABLED)]):
            yield Outcome(subject_id=written.user_id)
        raise ZeroDivisionError("a fault of the action's own")


class Silent(Simple, name="test silent", repeatable=False, **NEEDED):  # type: ignore[arg-type]
    """Must never be sent twice, and says nothing about any row."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        for change in changes:
            SENT.append(change.subject.id)
        return
        yield


class Deaf(Simple, name="test deaf", **NEEDED):  # type: ignore[arg-type]
    """Every answer is lost, and nothing was done."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        for change in changes:
            SENT.append(change.subject.id)
            yield Outcome(subject_id=change.subject.id, unsure=True)


class Follows(Simple, name="test follows", **NEEDED):  # type: ignore[arg-type]
    """Leaves a reminder behind where it went well, and a schedule that nobody keeps yet."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        wishes = [StateWish(change.subject.id, PerUserState.ENABLED) for change in changes]
        async for written in tenant.set_states(wishes):
            failed = Reason(written.trouble.code) if written.trouble else None
            yield Outcome(subject_id=written.user_id, failed=failed)

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        return (Remind(person=change.subject, fact="registered"), LATER)


SENT: list[str] = []
