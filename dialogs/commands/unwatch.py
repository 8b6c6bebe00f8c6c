"""``unwatch N``: a watch looks no more."""

from actions.spec import ask
from dialogs.command import ASKERS, Command, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.watching import WatchNumber


class Unwatch(Command, name="unwatch", aliases=("watch stop", "stop watch", "end watch"), needs=ASKERS):
    """End a watch. What it has asked for already stays asked for: `cancel` or `undo` those."""

    number: WatchNumber = ask("Which watch?", like="1")

    async def answer(self, turn: Turn) -> Reply:
        """From now on."""
        ended = await turn.engine.unwatch(turn.person, self.number.value)
        still = f" Request {ended.last_request} stays as it is." if ended.last_request else ""
        return done(f"Watch {ended.number} looks no more.{still}", next_=("watches", "requests"))
