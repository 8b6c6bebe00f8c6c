"""Small actions whose ways no real one has yet: one breaks, one must never be sent twice, one leaves things behind."""

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

from actions.args import People
from actions.mfa.per_user import PerUserAction
from actions.spec import (
    Action,
    Cannot,
    Change,
    Direction,
    Outcome,
    Reason,
    Remember,
    Remind,
    Risk,
    Row,
    Seen,
    Subject,
    Tell,
    TellThem,
    Then,
    UndoAt,
    ask,
)
from tenant.model import Kind, PerUserState, StateWish
from tenant.ports import TenantReader, TenantWriter
from tenant.trouble import Forbidden

ON, OFF = PerUserState.ENABLED.value, PerUserState.DISABLED.value
NEEDED = {"direction": Direction.STRENGTHEN, "risk": Risk.LOW, "scopes": ("Policy.ReadWrite.AuthenticationMethod",)}


LATER = UndoAt(at=datetime(2027, 1, 1, tzinfo=UTC))


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
    """Leaves a reminder behind where it went well, and ends by itself."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        wishes = [StateWish(change.subject.id, PerUserState.ENABLED) for change in changes]
        async for written in tenant.set_states(wishes):
            failed = Reason(written.trouble.code) if written.trouble else None
            yield Outcome(subject_id=written.user_id, failed=failed)

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        return (Remind(person=change.subject, fact="registered"), LATER)


class Refused(Simple, name="test refused", **NEEDED):  # type: ignore[arg-type]
    """Microsoft says no to everybody; to those in SAVED although it was done."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        saved = [StateWish(each.subject.id, PerUserState.ENABLED) for each in changes if each.subject.id in SAVED]
        async for _ in tenant.set_states(saved):
            pass
        for change in changes:
            SENT.append(change.subject.id)
            yield Outcome(subject_id=change.subject.id, unsure=True, failed=Reason("number-not-unique"))


class Died(BaseException):
    """The end of a worker, between a write and its record."""


class Book(Action, name="test book", chunk=2, **NEEDED):  # type: ignore[arg-type]
    """Writes the numbers of WANTED into BOOK; those of somebody in UNBELIEVED wait for their word."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        async for user in self.who.expand(tenant):
            subject, after = Subject.of(user), WANTED[user.id]
            if user.id in UNBELIEVED:
                yield Cannot(subject, Reason("not-confirmed"), after)
            else:
                warnings = (Reason("synced"), Reason("replaces"), Reason("synced"))
                yield Change(subject=subject, before=BOOK.get(user.id), after=after, warnings=warnings)

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        LOOKED.append(len(changes))
        if BREAKS.pop("look", None):
            raise ZeroDivisionError("a fault of the action's own")
        for change in changes:
            yield Seen(change.subject.id, BOOK.get(change.subject.id))

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        if BREAKS.pop("apply", None):
            raise Forbidden(scope="User.Read.All")
        for change in changes:
            SENT.append(change.subject.id)
            if change.subject.id not in LOST:
                BOOK[change.subject.id] = change.after
            yield Outcome(subject_id=change.subject.id)
        if SENT[-1] in DIES:
            raise Died

    async def vet(self, changes: AsyncIterable[Change], tenant: TenantReader) -> AsyncIterator[Row]:
        VETTED.append(1)
        async for change in changes:
            barred = change.after is not None and change.subject.id in BARRED
            yield Cannot(change.subject, Reason("role-holder-never", {"role": "x"})) if barred else change

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        kept = Remember(kind=Kind.SET_FOR_THEM, subject=change.subject, key=MOBILE, forget=change.after is None)
        end = Tell(at=now + timedelta(days=90), code="bridge-ended", facts={"command": "phone retire"})
        return (TellThem(person=change.subject), kept, *(() if change.after is None else (end,)))


class Swallows(Book, name="test swallows", **NEEDED):  # type: ignore[arg-type]
    """Answers for nobody."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def vet(self, changes: AsyncIterable[Change], tenant: TenantReader) -> AsyncIterator[Row]:
        async for _ in changes:
            pass
        return
        yield


class Swaps(Book, name="test swaps", **NEEDED):  # type: ignore[arg-type]
    """Answers in another order."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def vet(self, changes: AsyncIterable[Change], tenant: TenantReader) -> AsyncIterator[Row]:
        for change in reversed([each async for each in changes]):
            yield change


class Setting(Book, name="test setting", chunk=2, about="setting", **NEEDED):  # type: ignore[arg-type]
    """One row about nobody."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        yield Change(subject=Subject("modern-auth", "Modern authentication"), before=None, after="on")

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        return ()


MOBILE = "3179e48a-750b-4051-897c-87b9720928f7"  # the id of everybody's mobile phone
WANTED: dict[str, str] = {}
BOOK: dict[str, str | None] = {}
UNBELIEVED: set[str] = set()
LOST: set[str] = set()
DIES: set[str] = set()
BREAKS: dict[str, bool] = {}
LOOKED: list[int] = []
SAVED: set[str] = set()
BARRED: set[str] = set()  # for whom nothing is written (any more)
VETTED: list[int] = []
SENT: list[str] = []


def clear() -> None:
    """As it was."""
    for each in (WANTED, BOOK, UNBELIEVED, LOST, DIES, BREAKS, LOOKED, SAVED, BARRED, VETTED, SENT):
        each.clear()
