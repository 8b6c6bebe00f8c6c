"""Every message of a campaign as its people will see it, shown to whoever asked; nothing in it does anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from actions.spec import Reason
from dialogs.desk import Desk
from dialogs.reply import ReminderShown, Reply, Text
from dialogs.views import personal
from dialogs.views.help_request import LANGUAGE
from dialogs.views.reminder import Told, answered, hours_of, message
from dialogs.words.people import LANGUAGES
from engine import Answer, Campaign, Hours, Notice, Person, Place, Reminder, ReminderSeen, last_day

SHOWN = "preview"  # the id of a reminder that is none: a press on its buttons finds nothing
PHONE = (Reason("method", {"kind": "phone", "label": "+1 XXXXXX12"}),)
LATER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Example:
    """A campaign, and somebody in it who reads one language. ``desk``: is there a help desk's channel?"""

    told: Told
    campaign: Campaign
    desk: bool

    def seen(self, answer: Answer) -> ReminderSeen:
        """What came of a button."""
        return ReminderSeen(reminder=self.told.reminder, answer=answer, until=self.told.now + LATER)

    def says(self, seen: ReminderSeen) -> ReminderShown:
        """What is said to it."""
        return answered(seen, self.told)

    def with_(self, reminder: Reminder) -> ReminderShown:
        """The message itself."""
        return message([replace(self.told, reminder=reminder)])


def _first(example: Example) -> Reply:
    return example.with_(example.told.reminder)


def _last(example: Example) -> Reply:
    return example.with_(replace(example.told.reminder, last_sent=True))


def _warned(example: Example) -> Reply:
    return example.with_(replace(example.told.reminder, warned=True))


def _done(example: Example) -> Reply:
    return example.says(replace(example.seen(Answer.DONE), true=True, methods=PHONE))


def _not_yet(example: Example) -> Reply:
    return example.says(replace(example.seen(Answer.DONE), true=False))


def _later(example: Example) -> Reply:
    return example.says(example.seen(Answer.TOMORROW))


def _help(example: Example) -> Reply:
    return example.says(replace(example.seen(Answer.HELP), help_number=1, desk=example.desk))


def _no_smartphone(example: Example) -> Reply:
    return example.says(replace(example.seen(Answer.NO_SMARTPHONE), alternatives=("fido2", "hardwareOath")))


def _answer(example: Example) -> Reply:
    facts = {"by": example.campaign.by.name, "number": "1", "text": "…"}
    return personal.said(example.told.speech, "help-answered", facts, example.told.reminder.person)


def _manager(example: Example) -> Reply:
    terms = example.campaign.terms
    facts = {
        "name": example.told.reminder.person.name,
        "campaign": terms.name,
        "title": terms.texts.title,
        "until": last_day(hours_of(example.told.reminder), terms.until).isoformat(),
    }
    return personal.said(example.told.speech, "manager-told", facts, example.campaign.by)


def _stop(example: Example) -> Reply:
    terms = example.campaign.terms
    return personal.cannot_stop(example.told.speech, (terms.texts.title or terms.name,), example.campaign.by)


MESSAGES: Mapping[str, Callable[[Example], Reply]] = MappingProxyType(
    {
        "first": _first,
        "last": _last,
        "warned": _warned,
        "done": _done,
        "not-yet": _not_yet,
        "later": _later,
        "help": _help,
        "answer": _answer,
        "no-smartphone": _no_smartphone,
        "manager": _manager,
        "stop": _stop,
    }
)


async def preview(desk: Desk, notice: Notice, receiver: Person | Place) -> Reply | None:
    """One message in one language, with a line that says which."""
    _, key, language, which = notice.about.split(":")
    campaign = await desk.engine.previewed(key)
    if campaign is None or which not in MESSAGES or language not in LANGUAGES:
        return None
    who = receiver if isinstance(receiver, Person) else campaign.by
    told = _example(campaign, who, language, desk.clock.now())
    example = Example(told, campaign, desk=desk.engine.house.help_place is not None)
    return _marked(MESSAGES[which](example), f"Preview of {campaign.terms.name}, {LANGUAGE[language]}: {which}")


def _example(campaign: Campaign, who: Person, language: str, now: datetime) -> Told:
    terms = campaign.terms
    reminder = Reminder(
        tenant_id=campaign.tenant_id,
        id=SHOWN,
        person=who,
        fact=terms.fact,
        began=now,
        due=now,
        asked_by=campaign.by,
        campaign=campaign.number,
        until=terms.until,
        hours=Hours(zone="UTC", language=language),
        most_snoozes=terms.snoozes or -1,  # none at all, as the engine has it
        sent=1,
    )
    return Told(reminder=reminder, now=now, campaign=terms.name, texts=terms.texts)


def _marked(shown: Reply, mark: str) -> Reply:
    """The line stands first: nobody should take it for the message itself."""
    if isinstance(shown, ReminderShown | Text):
        return replace(shown, lines=(f"[{mark}]", *shown.lines))
    return shown
