"""Sentences for ordinary people, in their language: the help desk's answer, a word to a manager, ``stop``."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from dialogs.reply import Text, Tone
from dialogs.words import name, plain
from dialogs.words.people import Speech, desk
from dialogs.words.people import reminders as words
from engine import Person

MOST_ANSWER = 2000


def said(speech: Speech, code: str, facts: Mapping[str, str], to: Person) -> Text:
    """What a code of `SAYS` says to this person."""
    return SAYS[code](speech, facts, to)


def help_answered(speech: Speech, facts: Mapping[str, str], to: Person) -> Text:
    """The help desk's words, by name, as plain text."""
    del to
    intro = speech.gettext(desk.ANSWERED, by=name(facts.get("by", "")), number=plain(facts.get("number", "")))
    answer = tuple(plain(line, most=MOST_ANSWER) for line in facts.get("text", "").splitlines() if line.strip())
    return Text(
        lines=(intro, *answer, speech.gettext(desk.NOT_HELPED), speech.gettext(words.NEVER)),
        next=words.own(speech),
        onward=speech.gettext(words.NEXT),
    )


def manager_told(speech: Speech, facts: Mapping[str, str], to: Person) -> Text:
    """Once, politely: what is still open, and what would help."""
    until, campaign = facts.get("until", ""), plain(facts.get("title") or facts.get("campaign", ""))
    return Text(
        lines=(
            speech.gettext(desk.MANAGER, manager=name(to.name), name=name(facts.get("name", ""))),
            speech.gettext(desk.MANAGER_OPEN),
            *((speech.gettext(words.CAMPAIGN, campaign=campaign),) if campaign else ()),
            *((speech.gettext(desk.MANAGER_LATEST, day=_day(speech, until)),) if until else ()),
            speech.gettext(desk.MANAGER_PLEASE),
        ),
        next=("help",),
        onward=speech.gettext(words.NEXT),
    )


def cannot_stop(speech: Speech, campaigns: Sequence[str], asked_by: Person | None) -> Text:
    """Why the reminders go on, when they end, and who can grant an exemption."""
    who = name(asked_by.name) if asked_by is not None else ""
    part_of = speech.listed([plain(each) for each in campaigns])
    return Text(
        lines=(
            speech.gettext(desk.CANNOT_STOP),
            *((speech.gettext(desk.ASKED_BY, name=who),) if who else ()),
            *((speech.gettext(desk.PART_OF, campaigns=part_of),) if part_of else ()),
            speech.gettext(desk.END_BY_THEMSELVES),
            speech.gettext(desk.EXEMPTION, name=who) if who else speech.gettext(desk.EXEMPTION_BY_DESK),
            speech.gettext(desk.AT_MOST),
        ),
        next=words.own(speech),
        onward=speech.gettext(words.NEXT),
        tone=Tone.WARNING,
    )


def nothing_to_stop(speech: Speech) -> Text:
    """There is no reminder."""
    return Text(lines=(speech.gettext(desk.NOTHING_OPEN),), next=words.own(speech), onward=speech.gettext(words.NEXT))


def _day(speech: Speech, until: str) -> str:
    """The day as the engine has it: by the clock of whoever is to have done it."""
    try:
        return speech.day(datetime.fromisoformat(until).date())
    except ValueError:
        return plain(until)


SAYS: Mapping[str, Callable[[Speech, Mapping[str, str], Person], Text]] = MappingProxyType(
    {"help-answered": help_answered, "manager-told": manager_told}
)
