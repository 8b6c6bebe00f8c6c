"""``reminders``: who is being reminded, and who cannot be reached."""

from collections.abc import Sequence
from datetime import tzinfo

from dialogs.command import STAFF, Command, Turn
from dialogs.reply import Listing, Reply, Section, Text
from dialogs.words import moment, name
from engine import Reminder, ReminderState

MOST = 100
SHOWN = 20


class Reminders(Command, name="reminders", aliases=("list reminders", "reminders list"), needs=STAFF, reads=True):
    """List who is being reminded, when next, and who cannot be reached or asks for help."""

    async def answer(self, turn: Turn) -> Reply:
        """Open ones by their next date, then those who cannot be reached."""
        records = await turn.records.reminders(turn.tenant_id, limit=MOST)
        found = sorted(records, key=lambda each: (each.due, each.person.name, each.id))
        if not found:
            return Text(lines=("Nobody is being reminded.",), next=('remind group:"MFA Users"', "help remind"))
        return Listing(title="Reminders", sections=_sections(found, turn.zone), next=("remind <people>", "requests"))


def _sections(found: Sequence[Reminder], zone: tzinfo) -> tuple[Section, ...]:
    wanting = [each for each in found if each.help_asked and each.state is ReminderState.OPEN]
    going = [each for each in found if each.state is ReminderState.OPEN and not each.help_asked]
    lost = [each for each in found if each.state is ReminderState.NOT_REACHABLE]
    groups = (("Asked for help", wanting), ("Open", going), ("Not reachable: blocked Muster, or no chat", lost))
    return tuple(_section(title, group, zone) for title, group in groups if group)


def _section(title: str, group: Sequence[Reminder], zone: tzinfo) -> Section:
    rows = tuple((name(each.person.name), _next(each, zone), str(each.sent)) for each in group)
    rest = len(rows) - SHOWN
    return Section(title, ("Who", "Next", "Sent"), rows[:SHOWN], f"and {rest} more" if rest > 0 else "")


def _next(each: Reminder, zone: tzinfo) -> str:
    return moment(each.due, zone) if each.state is ReminderState.OPEN else "never"
