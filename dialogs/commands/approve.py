"""``approve N``: agree to a plan."""

from dataclasses import replace

from actions.spec import ask
from dialogs.arguments import Number
from dialogs.command import APPROVERS, Turn
from dialogs.commands.on_request import RequestCommand, done, existing
from dialogs.reply import Reply, Text
from engine import Request, State

HALTED = "Everything is halted, though: it starts when an owner types `resume all`."


class Approve(RequestCommand, name="approve", needs=APPROVERS):
    """Agree to a request's plan, exactly as it was shown. Never your own request."""

    number: Number = ask("Which request?", like="1")

    async def act(self, turn: Turn) -> Request:
        """Bound to the plan on the card; typed, to the plan as it is now."""
        number = (await existing(turn, self.number.value)).number
        return await turn.engine.approve(number, turn.person, turn.digest)

    async def answer(self, turn: Turn) -> Reply:
        """Said to whoever typed it; halted, it does not start."""
        request = await self.act(turn)
        halted = request.state is State.APPROVED and await turn.records.halted(turn.tenant_id)
        told = self.told(request)
        return replace(told, lines=(*told.lines, HALTED)) if halted else told

    def told(self, request: Request) -> Text:
        """Does it start, or is another approver needed?"""
        show = f"request show {request.number}"
        if request.state is State.WAITING:
            return done(f"You approved request {request.number}. Another approver is needed.", next_=(show, "requests"))
        return done(
            f"You approved request {request.number}. That is enough: it runs.", next_=(show, f"pause {request.number}")
        )
