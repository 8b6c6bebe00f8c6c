"""``request show N``: one request as it stands."""

from actions.spec import ask
from dialogs.arguments import Number
from dialogs.command import STAFF, Command, Turn
from dialogs.commands.on_request import existing
from dialogs.reply import Reply
from dialogs.views.material import Gatherer
from dialogs.views.request import request_card


class RequestShow(Command, name="request show", aliases=("request", "show request", "show"), needs=STAFF, reads=True):
    """Show one request as it stands: its plan, who decided, how far it is."""

    number: Number = ask("Which request?", like="1")
    after: Number = ask("Which row was the last you saw?", like="8", default=Number())

    async def answer(self, turn: Turn) -> Reply:
        """Its card, as the speaker may see it."""
        request = await existing(turn, self.number.value)
        gatherer = Gatherer(turn.records, turn.catalogue, turn.clock, turn.zone)
        return request_card(await gatherer.gather(request, turn.person, start=self.after.value))
