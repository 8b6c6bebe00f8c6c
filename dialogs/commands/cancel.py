"""``cancel N``: take a request back before it runs."""

from actions.spec import ask
from dialogs.arguments import Number
from dialogs.command import ASKERS, Turn
from dialogs.commands.on_request import RequestCommand, done, meant
from dialogs.reply import Text
from engine import Request, State

OPEN = (State.ASKED, State.PLANNED, State.WAITING, State.APPROVED)


class Cancel(RequestCommand, name="cancel", aliases=("withdraw",), needs=ASKERS):
    """Take a request back before it runs; in the middle of a question: forget the question.

    Without a number it is your one open request.
    """

    number: Number = ask("Which request?", like="1", default=Number())

    async def act(self, turn: Turn) -> Request:
        """Nothing is written."""
        return await turn.engine.cancel(await meant(turn, self.number, OPEN), turn.person)

    def told(self, request: Request) -> Text:
        """It is over."""
        return done(f"Request {request.number} is cancelled. Nothing was written.", next_=("requests", "help"))
