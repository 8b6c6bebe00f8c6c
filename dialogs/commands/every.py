"""``every monday 08:00: mfa report to:here``: say something here again and again, by itself."""

from zoneinfo import ZoneInfo

from actions.spec import ask
from dialogs.command import ASKERS, Command, Turn
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.scheduling import Scheduled, sayable, where_of
from dialogs.words import moment, plain
from dialogs.words.schedules import HOLIDAYS, NO_HOLIDAYS
from engine import Recurrence, Schedule


class Every(Command, name="every", aliases=("daily",), needs=ASKERS, slow=True):
    """Say a check, a report or a list here again and again: `every workday 09:00: next`.

    Say when as you would to a person: `monday,thursday 08:00`, `2 weeks on friday at 17`, `last day of the month 5pm`.
    `workday` leaves out public holidays. The time is yours, as your mailbox says it. What nobody could say because I
    was not running is said once, later. Changes are not made by a schedule: `watch` plans those.
    """

    what: Scheduled = ask("When, and what? Put a colon between the two.", like="monday 08:00: mfa report to:here")

    async def answer(self, turn: Turn) -> Reply:
        """From the next such moment on."""
        said, where = await sayable(turn, self.what.command), await where_of(turn)
        schedule = await turn.engine.schedule(
            turn.person, turn.place, self.what.rule, said, where=where, activity_id=turn.activity_id
        )
        whose = "your mailbox's time zone" if where.zone else "the office's time zone, for your mailbox names none"
        return done(
            f"Schedule {schedule.number}: every {schedule.rule} I say `{plain(said, most=200)}` here, first on "
            f"{moment(schedule.next, ZoneInfo(schedule.zone))}.",
            f"Times are those of {schedule.zone}: {whose}. It is said in your name, with what you may see then.",
            *_holidays(schedule),
            next_=("schedules", f"unschedule {schedule.number}"),
        )


def _holidays(schedule: Schedule) -> tuple[str, ...]:
    """Which of its days are left out."""
    if not Recurrence.parse(schedule.rule).workdays:
        return ()
    return (HOLIDAYS.format(country=schedule.country) if schedule.country else NO_HOLIDAYS,)
