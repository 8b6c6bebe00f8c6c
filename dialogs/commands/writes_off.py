"""``writes off <area>``: back to watching only, area by area."""

from actions.spec import ask
from dialogs.arguments import OneArea
from dialogs.command import OWNERS, Command, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply


class WritesOff(Command, name="writes off", aliases=("write off", "writes disable"), needs=OWNERS):
    """Stop Muster from writing in one area. Plans, checks and reports go on working."""

    area: OneArea = ask("Which area?", like="mfa")

    async def answer(self, turn: Turn) -> Reply:
        """From now on; a run in that area does not start."""
        await turn.engine.set_writes(turn.person, self.area.area, on=False)
        area = self.area.area.value
        return done(f"Writes for {area} are off: Muster only watches there.", next_=(f"writes on {area}", "requests"))
