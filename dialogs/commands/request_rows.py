"""``request rows N``: every row of a request as a file."""

from actions.spec import ask
from dialogs.arguments import Number
from dialogs.command import STAFF, Command, Turn
from dialogs.commands.on_request import existing
from dialogs.reply import Reply
from dialogs.views.offers import rows_offered


class RequestRows(Command, name="request rows", aliases=("rows", "request csv"), needs=STAFF, reads=True):
    """Get every row of a request as a CSV file: its plan, why rows are left out, what became of each.

    Teams asks whether the file may be put into your OneDrive, so this is for our own chat.
    """

    number: Number = ask("Which request?", like="1")

    async def answer(self, turn: Turn) -> Reply:
        """An offer."""
        return rows_offered(await existing(turn, self.number.value), turn.place)
