"""``schedules``: what is said by itself, when, where and for whom."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dialogs.command import STAFF, Command, Turn
from dialogs.reply import Listing, Reply, Section, Text
from dialogs.words import moment, name, plain
from engine import Schedule

SHOWN = 20
HEAD = ("Schedule", "Every", "Says", "Next", "Where", "Asked by")


class Schedules(Command, name="schedules", aliases=("schedule list", "list schedules"), needs=STAFF, reads=True):
    """List what is said again and again by itself: when, what, in which time zone and for whom."""

    async def answer(self, turn: Turn) -> Reply:
        """In the order in which they were asked for."""
        found = await turn.engine.schedules()
        if not found:
            return Text(lines=("Nothing is said by itself.",), next=("every monday 08:00: mfa report", "help every"))
        return Listing(
            title="Schedules", sections=(_section(found, turn),), next=(f"unschedule {found[0].number}", "help every")
        )


def _section(found: Sequence[Schedule], turn: Turn) -> Section:
    rows = tuple(_row(each, turn) for each in found[:SHOWN])
    more = f"and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return Section("They are said by themselves", HEAD, rows, more)


def _row(schedule: Schedule, turn: Turn) -> tuple[str, ...]:
    return (
        str(schedule.number),
        schedule.rule,
        plain(schedule.said, most=120),
        f"{moment(schedule.next, ZoneInfo(schedule.zone))} ({schedule.zone})",
        _where(schedule, turn),
        name(schedule.by.name),
    )


def _where(schedule: Schedule, turn: Turn) -> str:
    """Chats have no names that I know."""
    if schedule.place.key == turn.place.key:
        return "here"
    return "a personal chat" if schedule.place.personal else "another chat"
