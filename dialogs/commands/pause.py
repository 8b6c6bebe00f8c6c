"""``pause N``: hold a run."""

from actions.spec import ask
from dialogs.arguments import Number
from dialogs.command import STAFF, Turn
from dialogs.commands.on_request import RequestCommand, done, meant
from dialogs.reply import Text
from engine import Request, State


class Pause(RequestCommand, name="pause", aliases=("hold",), needs=STAFF):
    """Let a run finish what it is writing, then wait."""

    number: Number = ask("Which request?", like="1", default=Number())

    async def act(self, turn: Turn) -> Request:
        """Between two chunks of rows."""
        return await turn.engine.pause(await meant(turn, self.number, (State.RUNNING,)), turn.person)

    def told(self, request: Request) -> Text:
        """What happens now."""
        return done(
            f"Request {request.number} is pausing: it finishes what it is writing now.",
            next_=(f"resume {request.number}", f"stop {request.number}"),
        )
