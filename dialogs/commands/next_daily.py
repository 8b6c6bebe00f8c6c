"""``next daily here``: what to do next, every morning in this chat, when something has changed."""

from dialogs.command import ASKERS, Command, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.words import moment

NEXT = "next"


class NextDaily(Command, name="next daily", aliases=("next daily here",), needs=ASKERS):
    """Say `next` in this chat every morning, as long as its findings have changed since the morning before."""

    async def answer(self, turn: Turn) -> Reply:
        """From the next morning on."""
        due = await turn.engine.subscribe(turn.person, turn.place, NEXT)
        return done(
            f"Every morning I look, and say here what to do next when that has changed; first on "
            f"{moment(due.due, turn.zone)}. A morning without a change is silent.",
            next_=("next", "next stop"),
        )
