"""``approve N``: agree to a plan."""

from actions.spec import ask
from dialogs.arguments import Number
from dialogs.command import APPROVERS, Turn
from dialogs.commands.on_request import RequestCommand, done, existing
from dialogs.reply import Text
from engine import Request, State


class Approve(RequestCommand, name="approve", needs=APPROVERS):
    """Agree to a request's plan, exactly as it was shown. Never your own request."""

    number: Number = ask("Which request?", like="1")

    async def act(self, turn: Turn) -> Request:
        """Bound to the plan on the card; typed, to the plan as it is now."""
        number = (await existing(turn, self.number.value)).number
        return await turn.engine.approve(number, turn.person, turn.digest)

    def told(self, request: Request) -> Text:
        """Does it start, or is another approver needed?"""
        more = "It needs another approver." if request.state is State.WAITING else "It starts now."
        return done(
            f"You approved request {request.number}. {more}",
            next_=(f"request show {request.number}", f"pause {request.number}", "requests"),
        )
