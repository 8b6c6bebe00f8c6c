"""``undo N``: make a new request that reverses what a request did."""

from actions.spec import ask
from dialogs.arguments import Number
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.on_request import existing
from dialogs.reply import Reply
from dialogs.views.material import Gatherer
from dialogs.views.request import request_card


class Undo(Command, name="undo", aliases=("revert", "rollback"), needs=OPERATORS, slow=True):
    """Make a new request whose plan is the reverse of what a request did. It needs approval like any other."""

    number: Number = ask("Which request shall be reversed?", like="1")

    async def answer(self, turn: Turn) -> Reply:
        """The plan of the new request."""
        number = (await existing(turn, self.number.value)).number
        request = await turn.engine.undo(
            number, turn.person, turn.place, activity_id=turn.activity_id, correlation=turn.correlation
        )
        gatherer = Gatherer(turn.records, turn.catalogue, turn.clock, turn.zone)
        return request_card(await gatherer.gather(request, turn.person))
