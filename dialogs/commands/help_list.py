"""``help list``: who asks the help desk."""

from collections.abc import Sequence

from dialogs.command import STAFF, Command, Turn
from dialogs.reply import Listing, Reply, Section, Text
from dialogs.words import ago, name
from engine import HelpRequest, HelpState

SHOWN = 20
STATES = {HelpState.OPEN: "waits for an answer", HelpState.ANSWERED: "answered", HelpState.CLOSED: "closed"}


class HelpList(Command, name="help list", aliases=("help desk", "list help"), needs=STAFF, reads=True):
    """List the help requests that are not closed: who waits since when, and who was answered."""

    async def answer(self, turn: Turn) -> Reply:
        """Newest first."""
        found = await turn.engine.help_requests()
        if not found:
            return Text(lines=("Nobody waits for help.",), next=("reminders", "help answer help"))
        first = found[0].number
        return Listing(
            title="Help requests",
            sections=(_section(found, turn),),
            next=(f"answer {first} <your words>", f"close help {first}"),
        )


def _section(found: Sequence[HelpRequest], turn: Turn) -> Section:
    now = turn.clock.now()
    rows = tuple(
        (str(each.number), name(each.person.name), ago(each.at, now), STATES[each.state]) for each in found[:SHOWN]
    )
    rest = len(found) - SHOWN
    return Section("Not closed", ("Number", "Who", "Asked", "State"), rows, f"and {rest} more" if rest > 0 else "")
