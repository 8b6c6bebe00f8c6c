"""A sign-in method that appeared on somebody: whether it is theirs, and what follows from their answer."""

from datetime import datetime, timedelta, tzinfo

from dialogs.reply import Button, Fact, PhoneShown, Tone
from dialogs.words import name, plain
from dialogs.words.people import Speech, phones
from dialogs.words.people import methods as words
from dialogs.words.people.reminders import METHODS, NEVER, NEXT
from engine import Person, Request
from tenant.model import Statement

YES, NO = "method-yes", "method-no"


def asked(statement: Statement, person: Person, now: datetime, *, zone: tzinfo, speech: Speech) -> PhoneShown:
    """One question: what it is, since when, and whether they added it."""
    at = when(statement.at, now, zone, speech=speech)
    data = {"key": statement.key, "asked": statement.at.isoformat()}
    return PhoneShown(
        title=speech.gettext(words.NEW_METHOD),
        lines=(
            speech.gettext(words.WAS_ADDED, name=name(person.name), method=what(statement, speech), when=at),
            speech.gettext(words.YES_OR_NOT_ME),
            speech.gettext(NEVER),
        ),
        buttons=(
            Button(speech.gettext(phones.YES), YES, data, primary=True),
            Button(speech.gettext(words.NOT_ME), NO, data),
        ),
        next=("my mfa", "help"),
        tone=Tone.WARNING,
        onward=speech.gettext(NEXT),
    )


def theirs(statement: Statement, speech: Speech) -> PhoneShown:
    """They said yes."""
    return PhoneShown(
        title=speech.gettext(phones.THANK_YOU),
        lines=(speech.gettext(words.IS_YOURS, method=what(statement, speech)), speech.gettext(words.PAGE)),
        next=("my mfa",),
        tone=Tone.GOOD,
        onward=speech.gettext(NEXT),
    )


def not_theirs(statement: Statement, ending: Request | None, speech: Speech) -> PhoneShown:
    """They said no: where the ending of their sign-ins stands, and what they do themselves."""
    return PhoneShown(
        title=speech.gettext(phones.THANKS_FOR_TELLING),
        lines=(
            *((speech.gettext(words.ENDING.get(ending.state, words.ENDING_NOW)),) if ending is not None else ()),
            speech.gettext(words.STOLEN),
            speech.gettext(words.OWNERS_KNOW, method=what(statement, speech)),
            speech.gettext(NEVER),
        ),
        facts=_ended_by(ending, speech),
        next=("my mfa",),
        tone=Tone.WARNING,
        onward=speech.gettext(NEXT),
    )


def _ended_by(ending: Request | None, speech: Speech) -> tuple[Fact, ...]:
    if ending is None:
        return ()
    return (Fact(speech.gettext(words.ENDED_BY), speech.gettext(phones.REQUEST, number=str(ending.number))),)


def what(statement: Statement, speech: Speech) -> str:
    """``Microsoft Authenticator (iPhone)``."""
    label = "" if statement.value == statement.source else plain(statement.value)
    kind = statement.source
    if not kind:
        return label or speech.gettext(words.A_METHOD)
    said = speech.gettext(METHODS[kind]) if kind in METHODS else plain(kind)
    return f"{said} ({label})" if label else said


def when(at: datetime, now: datetime, zone: tzinfo, *, speech: Speech) -> str:
    """``today 10:12``, ``yesterday 23:50``, else ``on Tue 24 Nov 09:00``."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return speech.gettext(words.TODAY, time=f"{local:%H:%M}")
    if local.date() == today - timedelta(days=1):
        return speech.gettext(words.YESTERDAY, time=f"{local:%H:%M}")
    return speech.gettext(words.ON, moment=speech.moment(at, zone))
