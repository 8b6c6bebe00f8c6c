"""``stop N``: end a run where it is."""

from actions.spec import ask
from dialogs.arguments import Number
from dialogs.command import STAFF, Turn
from dialogs.commands.on_request import RequestCommand, done, meant
from dialogs.reply import Text
from engine import Request, State


class Stop(RequestCommand, name="stop", needs=STAFF):
    """End a run where it is. What was done stays done and can be undone."""

    number: Number = ask("Which request?", like="1", default=Number())

    async def act(self, turn: Turn) -> Request:
        """Between two chunks of rows."""
        return await turn.engine.stop(await meant(turn, self.number, (State.RUNNING, State.PAUSED)), turn.person)

    def told(self, request: Request) -> Text:
        """What happens now."""
        return done(
            f"Request {request.number} stops where it is. What was done stays done.",
            next_=(f"undo {request.number}", f"request show {request.number}"),
        )
