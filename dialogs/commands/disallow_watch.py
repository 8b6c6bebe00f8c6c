"""``disallow watch N``: take a standing approval back."""

from actions.spec import ask
from dialogs.command import Command, Role, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.watching import WatchNumber

DECIDERS = frozenset({Role.APPROVER, Role.OWNER})


class DisallowWatch(Command, name="disallow watch", aliases=("disallow",), needs=DECIDERS):
    """Take a standing approval back: from now on each plan of the watch waits for an approver again."""

    number: WatchNumber = ask("Which watch?", like="1")

    async def answer(self, turn: Turn) -> Reply:
        """From the next plan on."""
        watch = await turn.engine.disallow(turn.person, self.number.value)
        said = f"Watch {watch.number} goes on looking, and each of its plans waits for an approver again."
        return done(said, next_=("watches", f"unwatch {watch.number}"))
