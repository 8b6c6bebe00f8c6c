"""``allow watch N most:20 until:…``: a standing approval of what a watch asks for."""

from actions.args import Until
from actions.spec import ask
from dialogs.command import APPROVERS, Command, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.watching import ADay, WatchNumber
from dialogs.words import day, headcount, plain


class AllowWatch(Command, name="allow watch", aliases=("allow",), needs=APPROVERS):
    """Approve beforehand what a watch asks for: at most so many people a day, until a day that you say.

    Never by whoever asked for the watch. A plan beyond the limit, one with people whom a guard spares, and one that
    needs two approvers wait for a person as before.
    """

    number: WatchNumber = ask("Which watch?", like="1")
    most: ADay = ask("How many people a day at most?", like="20")
    until: Until = ask("Until when? A year at most.", like="90 days")

    async def answer(self, turn: Turn) -> Reply:
        """From the next plan on."""
        end = self.until.end(turn.clock.now())
        watch = await turn.engine.allow(turn.person, self.number.value, most=self.most.value, until=end)
        return done(
            f"Watch {watch.number} may do `{plain(watch.said, most=200)}` for up to {headcount(self.most.value)} a day "
            f"until {day(end, turn.zone)} without asking again. Each use stands in the audit chain under your name.",
            "A plan beyond that waits for an approver. The asker hears a week ahead that it ends.",
            next_=("watches", f"disallow watch {watch.number}"),
        )
