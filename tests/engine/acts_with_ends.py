"""Small actions that end by themselves, that a watch asks for, that hand a secret over, or that end sign-ins."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from actions.args import People
from actions.spec import (
    Action,
    Already,
    Change,
    Direction,
    Outcome,
    Reason,
    Risk,
    Row,
    Secret,
    Seen,
    Subject,
    TellThem,
    Then,
    UndoAt,
    ask,
)
from tenant.ports import TenantReader, TenantWriter
from tenant.trouble import Unavailable
from tests.engine.acts import Died

SCOPES = ("Policy.ReadWrite.AuthenticationMethod",)
ON, OFF, PASS = "on", "off", "pass"
BOOK: dict[str, str | None] = {}
SENT: list[tuple[str, str | None]] = []
DIES: set[str] = set()
FAILS: dict[str, str] = {}
HANDS: dict[str, str] = {}
NEXT: dict[str, str] = {}
TROUBLE: dict[str, Exception] = {}
HIDDEN: set[str] = set()
AFTER: dict[str, Callable[[], Awaitable[object]]] = {}
TOLD = "Q7-x9+secret"


def clear() -> None:
    """As it was."""
    for each in (BOOK, SENT, DIES, FAILS, HANDS, NEXT, TROUBLE, HIDDEN, AFTER):
        each.clear()


class InBook(Action):
    """Its values lie in BOOK."""

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        for change in changes:
            yield Seen(change.subject.id, None if change.subject.id in HIDDEN else BOOK.get(change.subject.id))

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        for change in changes:
            SENT.append((change.subject.id, change.after))
            if change.subject.id in FAILS:
                yield Outcome(subject_id=change.subject.id, failed=Reason(FAILS[change.subject.id]))
                continue
            BOOK[change.subject.id] = change.after
            if change.subject.id in DIES:
                raise Died
            if change.subject.id in AFTER:
                await AFTER.pop(change.subject.id)()
            yield self.outcome(change)

    def outcome(self, change: Change) -> Outcome:
        return Outcome(subject_id=change.subject.id)

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        return (TellThem(person=change.subject),)


class Exempt(InBook, name="test exempt", direction=Direction.WEAKEN, risk=Risk.LOW, chunk=1, scopes=SCOPES):
    """Off for two hours. Says so of its reversal too, which must not count."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        async for user in self.who.expand(tenant):
            yield Change(subject=Subject.of(user), before=ON, after=OFF)

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        return (UndoAt(at=now + timedelta(hours=2)), TellThem(person=change.subject))


class Keep(InBook, name="test keep", direction=Direction.STRENGTHEN, risk=Risk.LOW, scopes=SCOPES):
    """On for everybody who is meant."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        if "plan" in TROUBLE:
            raise TROUBLE["plan"]
        if "plan" in AFTER:
            await AFTER.pop("plan")()
        async for user in self.who.expand(tenant):
            if BOOK.get(user.id) == ON:
                yield Already(Subject.of(user), Reason("on"))
            else:
                yield Change(subject=Subject.of(user), before=BOOK.get(user.id), after=ON)


class Pass(
    InBook, name="test pass", direction=Direction.WEAKEN, risk=Risk.LOW, repeatable=False, handed=True, scopes=SCOPES
):
    """A pass, told once to whoever HANDS names."""

    who: People = ask("Who?", like="ana@contoso.com")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        async for user in self.who.expand(tenant):
            first = Change(subject=Subject.of(user), before=None, after=PASS, for_person=HANDS.get(user.id, ""))
            yield replace(first, instead=replace(first, for_person=NEXT[user.id])) if user.id in NEXT else first

    def outcome(self, change: Change) -> Outcome:
        secret = Secret(text=TOLD) if change.after else None
        return Outcome(subject_id=change.subject.id, secret=secret)


class Revoke(InBook, name="sessions revoke", direction=Direction.STRENGTHEN, risk=Risk.LOW, scopes=SCOPES):
    """Ends somebody's sign-ins."""

    who: People = ask("Whose?", like="ana@contoso.com")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        async for user in self.who.expand(tenant):
            yield Change(subject=Subject.of(user), before=None, after="revoked")


BUSY = Unavailable("the directory is away")
