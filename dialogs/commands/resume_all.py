"""``resume all``: after the red button."""

from dialogs.command import OWNERS, Command, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply, Text


class ResumeAll(Command, name="resume all", aliases=("unhalt", "resume everything"), needs=OWNERS):
    """Let runs and reminders go on after a halt."""

    async def answer(self, turn: Turn) -> Reply:
        """Runs look at every row before they go on."""
        if not await turn.engine.resume_all(turn.person):
            return Text(lines=("Nothing is halted.",), next=("requests", "halt"))
        return done("Runs and reminders go on. Each run first looks at what it was doing.", next_=("requests", "halt"))
