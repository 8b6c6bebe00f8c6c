"""Small declared things for tests."""

from collections.abc import AsyncIterator, Sequence

from actions.args import Block, Include, People, TypedNumber, Until, nobody
from actions.spec import Action, Change, Direction, Finding, Outcome, Row, Seen, ask
from actions.spec import Check as SpecCheck
from dialogs.arguments import Line, Number
from dialogs.command import Command
from tenant.ports import TenantReader, TenantWriter


class Tidy(Action, name="desk tidy", aliases=("tidy up",), direction=Direction.STRENGTHEN, scopes=("Desk.ReadWrite",)):
    """Tidy people's desks."""

    who: People = ask("Whose desk?", like="ana@contoso.com")
    skip: People = ask("Anyone to leave out?", like="bea@contoso.com", default=nobody)
    include: Include = ask("Who else?", like="not-ready", default=Include())

    def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        raise NotImplementedError

    def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        raise NotImplementedError

    def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        raise NotImplementedError


class Inspect(SpecCheck, name="desk status"):
    """Look at people's desks."""

    who: People = ask("Whose desk?", like="ana@contoso.com")

    def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        raise NotImplementedError


class TurnDown(Command, name="turn down", aliases=("refuse",)):
    """Turn something down."""

    number: Number = ask("Which?", like="1")
    reason: Line = ask("Why not?", like="too early")


class Nudge(Command, name="nudge", slow=True):
    """Nudge people."""

    number: Number = ask("Which?", like="1", default=Number())
    reason: Line = ask("Why?", like="it is time")


class Inventory(Command, name="desk list", slow=True):
    """Keep a pasted list of desks."""

    name_: Line = ask("What is it called?", like="July", default=Line())
    pasted: Block = ask("Which desks? Paste them.", like="desk 1")


class Ring(Command, name="ring", slow=True):
    """Ring somebody."""

    who: People = ask("Whom?", like="ana@contoso.com")
    number: TypedNumber = ask("Which number?", like="+31 6 12345678")
    until: Until = ask("Until when?", like="90 days", default=Until())
