"""``next stop``: this chat is told no more every morning."""

from dialogs.command import STAFF, Command, Turn
from dialogs.commands.next_daily import NEXT
from dialogs.commands.on_request import done
from dialogs.reply import Reply, Text


class NextStop(Command, name="next stop", aliases=("next daily stop", "next daily off"), needs=STAFF):
    """Stop saying `next` in this chat every morning. Whoever asked for it, an operator or an owner."""

    async def answer(self, turn: Turn) -> Reply:
        """From now on."""
        if await turn.engine.unsubscribe(turn.person, turn.place, NEXT):
            return done("This chat is told no more every morning.", next_=("next", "next daily here"))
        return Text(lines=("This chat is not told every morning.",), next=("next", "next daily here"))
