"""``halt``: the red button."""

from dialogs.command import STAFF, Command, Turn
from dialogs.reply import Reply, Text, Tone


class Halt(Command, name="halt", aliases=("emergency stop", "stop all", "stop everything", "halt all"), needs=STAFF):
    """Stop all runs and reminders at once. Only an owner can let them go on."""

    async def answer(self, turn: Turn) -> Reply:
        """At once: a run stops before its next chunk of at most 20."""
        first = await turn.engine.halt(turn.person)
        if not first:
            return Text(lines=("Everything is halted already.",), next=("requests", "resume all (an owner)"))
        lines = (
            "Halted: no run writes any more and no reminder goes out.",
            "What is on its way to Microsoft is finished.",
        )
        return Text(lines=lines, next=("requests", "resume all (an owner)"), tone=Tone.WARNING)
