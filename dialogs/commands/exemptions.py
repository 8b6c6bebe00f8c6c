"""``exemptions``: what is open for a while, and when each ends by itself."""

from datetime import tzinfo

from dialogs.command import STAFF, Command, Turn
from dialogs.reply import Listing, Reply, Section, Text
from dialogs.words import listed, moment, name, plain
from engine import OpenEnd

SHOWN = 20
NAMED = 5


class Exemptions(Command, name="exemptions", aliases=("list exemptions", "exemptions list"), needs=STAFF, reads=True):
    """List what ends by itself: who is exempted, until when, why, and by which request."""

    async def answer(self, turn: Turn) -> Reply:
        """The soonest end first; one that is late says so."""
        found = await turn.engine.open_ends()
        if not found:
            return Text(lines=("Nobody is exempted.",), next=("exempt <person> for:2h", "help exempt"))
        rows = tuple(_row(each, turn.zone) for each in found[:SHOWN])
        rest = len(found) - SHOWN
        more = f"and {rest} more" if rest > 0 else ""
        table = Section("Open", ("Who", "Ends", "Request", "What", "Asked by", "Reason"), rows, more)
        sooner = tuple(f"undo {each.request.number}" for each in found[:2])
        return Listing(title="Exemptions", sections=(table,), next=(*sooner, "help exempt"))


def _row(each: OpenEnd, zone: tzinfo) -> tuple[str, ...]:
    names = [name(subject.name) for subject in each.subjects[:NAMED]]
    rest = len(each.subjects) - NAMED
    who = listed([*names, f"{rest} more"] if rest > 0 else names)
    asker, reason = name(each.request.asker.name), plain(each.request.reason, most=100)
    return who, moment(each.at, zone), str(each.request.number), plain(each.request.action), asker, reason
