"""``answer N <text>``: answer somebody who asked for help."""

from actions.spec import ask
from dialogs.arguments import Line, Number
from dialogs.command import Command, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.words import name


class AnswerHelp(Command, name="answer help", aliases=("answer",)):
    """Answer somebody who asked for help: they read it with your name, as plain text.

    In the help desk's channel anybody may; elsewhere an operator. Links are refused, and so is whatever asks for a
    code, a password or a number.
    """

    number: Number = ask("Which help request?", like="3")
    text: Line = ask("What do you answer?", like="Open the page again; I have cleared your old phone.")

    async def answer(self, turn: Turn) -> Reply:
        """It is on its way."""
        asked = await turn.engine.answer_help(turn.person, turn.place, self.number.value, self.text.text)
        return done(
            f"{name(asked.person.name)} gets your answer now, with your name.",
            next_=(f"close help {asked.number}", "help list"),
        )
