"""``unschedule N``: something is said by itself no more."""

from actions.spec import ask
from dialogs.command import ASKERS, Command, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.scheduling import ScheduleNumber
from dialogs.words import plain


class Unschedule(Command, name="unschedule", aliases=("schedule stop", "stop schedule", "end schedule"), needs=ASKERS):
    """End a schedule: from now on nothing is said for it."""

    number: ScheduleNumber = ask("Which schedule?", like="1")

    async def answer(self, turn: Turn) -> Reply:
        """From now on."""
        ended = await turn.engine.unschedule(turn.person, self.number.value)
        return done(
            f"Schedule {ended.number} is over: `{plain(ended.said, most=200)}` is not said by itself any more.",
            next_=("schedules", "help every"),
        )
