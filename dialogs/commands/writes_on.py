"""``writes on <area>``: let Muster write, area by area."""

from actions.spec import ask
from dialogs.arguments import OneArea
from dialogs.command import OWNERS, Command, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply


class WritesOn(Command, name="writes on", aliases=("write on", "writes enable"), needs=OWNERS):
    """Let Muster write in one area: mfa, phone, methods, exchange, policies. Each change still needs approval."""

    area: OneArea = ask("Which area?", like="mfa")

    async def answer(self, turn: Turn) -> Reply:
        """From now on."""
        await turn.engine.set_writes(turn.person, self.area.area, on=True)
        area = self.area.area.value
        return done(
            f"Writes for {area} are on. Every change still needs a plan, a reason and approval.",
            next_=("requests", f"writes off {area}", "halt"),
        )
