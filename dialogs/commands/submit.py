"""``submit``: put a plan before the approvers."""

from actions.spec import ask
from dialogs.arguments import Line, Number
from dialogs.command import ASKERS, Turn
from dialogs.commands.on_request import RequestCommand, done, meant
from dialogs.reply import Text
from dialogs.words import count
from engine import Request, State


class Submit(RequestCommand, name="submit", needs=ASKERS):
    """Put a planned request before the approvers, with a reason.

    Without a number it is your one planned request.
    """

    number: Number = ask("Which request?", like="1", default=Number())
    reason: Line = ask("Why is this right? Approvers read it.", like="agreed in CAB 42")

    async def act(self, turn: Turn) -> Request:
        """Hand it over; the approvers get a card."""
        number = await meant(turn, self.number, (State.PLANNED,))
        return await turn.engine.submit(number, turn.person, self.reason.text)

    def told(self, request: Request) -> Text:
        """Who has to say yes now."""
        if request.state is not State.WAITING:
            return done(
                f"Request {request.number} is {request.state.value}.",
                next_=("requests", f"request show {request.number}"),
            )
        needed = count(request.quorum, "approval")
        return done(
            f"Request {request.number} waits for {needed}. The approvers have a card with this very plan.",
            next_=(f"request show {request.number}", f"cancel {request.number}"),
        )
