"""``reject N reason``: turn a plan down."""

from actions.spec import ask
from dialogs.arguments import Line, Number
from dialogs.command import APPROVERS, Turn
from dialogs.commands.on_request import RequestCommand, done, existing
from dialogs.reply import Text
from engine import Request


class Reject(RequestCommand, name="reject", aliases=("deny", "decline"), needs=APPROVERS):
    """Turn a request down and say why. One no is enough."""

    number: Number = ask("Which request?", like="1")
    reason: Line = ask("Why not? The asker reads it.", like="Finance closes its books this week")

    async def act(self, turn: Turn) -> Request:
        """Ends the request; nothing is written."""
        number = (await existing(turn, self.number.value)).number
        return await turn.engine.reject(number, turn.person, turn.digest, self.reason.text)

    def told(self, request: Request) -> Text:
        """It is over."""
        return done(f"You rejected request {request.number}. {request.asker.name} reads why.", next_=("requests",))
