"""``close help N``: nothing more is to be said."""

from actions.spec import ask
from dialogs.arguments import Number
from dialogs.command import Command, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.words import name


class CloseHelp(Command, name="close help"):
    """Close a help request. In the help desk's channel anybody may; elsewhere an operator."""

    number: Number = ask("Which help request?", like="3")

    async def answer(self, turn: Turn) -> Reply:
        """It is closed."""
        asked = await turn.engine.close_help(turn.person, turn.place, self.number.value)
        said = f"Help request {asked.number} of {name(asked.person.name)} is closed."
        return done(said, next_=("help list", "reminders"))
