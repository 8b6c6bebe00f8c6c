"""``resume N``: let a paused run go on."""

from actions.spec import ask
from dialogs.arguments import Number
from dialogs.command import OPERATORS, Turn
from dialogs.commands.on_request import RequestCommand, done, meant
from dialogs.reply import Text
from engine import Request, State


class Resume(RequestCommand, name="resume", needs=OPERATORS):
    """Let a paused run go on."""

    number: Number = ask("Which request?", like="1", default=Number())

    async def act(self, turn: Turn) -> Request:
        """Between two chunks of rows."""
        return await turn.engine.resume(await meant(turn, self.number, (State.PAUSED,)), turn.person)

    def told(self, request: Request) -> Text:
        """What happens now."""
        return done(
            f"Request {request.number} goes on.",
            next_=(f"pause {request.number}", f"request show {request.number}"),
        )
