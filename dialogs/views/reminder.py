"""A person's message of the day, in their language: what they are reminded of, and what is said to its buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from actions.spec import CampaignTexts, Reason, Refusal
from dialogs.reply import Button, Input, ReminderShown
from dialogs.views.house_reminders import about, typed
from dialogs.words import name, plain
from dialogs.words.people import Speech, translated
from dialogs.words.people import reminders as words
from engine import DECIDED, Answer, Hours, Reminder, ReminderSeen, last_day

SETUP = "https://aka.ms/mfasetup"  # Microsoft's own short address of myaccount.microsoft.com > Security info
DONE, LATER, TOMORROW, DAY = "reminder.done", "reminder.later", "reminder.tomorrow", "reminder.day"
HELP, NO_SMARTPHONE = "reminder.help", "reminder.no-smartphone"
ANSWERS = MappingProxyType(
    {
        DONE: Answer.DONE,
        LATER: Answer.LATER,
        TOMORROW: Answer.TOMORROW,
        DAY: Answer.DAY,
        HELP: Answer.HELP,
        NO_SMARTPHONE: Answer.NO_SMARTPHONE,
    }
)
TITLES = MappingProxyType(
    {
        DONE: words.I_HAVE,
        LATER: words.LATER,
        TOMORROW: words.TOMORROW,
        DAY: words.PICK,
        HELP: words.HELP,
        NO_SMARTPHONE: words.NO_SMARTPHONE,
    }
)
SNOOZES = (LATER, TOMORROW, DAY)
PICKED = "day"  # the id of the field
AHEAD = timedelta(days=30)  # how far a day can be picked where nothing ends before
MOST_TEXT = 300
UNSAID = CampaignTexts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A reminder as it is told: with the texts of its campaign, and who it is for in whose language and zone."""

    reminder: Reminder
    now: datetime
    campaign: str = ""
    texts: CampaignTexts = UNSAID
    others: bool = False  # of a request: others are asked before it expires

    @property
    def speech(self) -> Speech:
        """The person's."""
        return translated(hours_of(self.reminder).language)

    @property
    def zone(self) -> ZoneInfo:
        """The person's."""
        return ZoneInfo(hours_of(self.reminder).zone)

    @property
    def today(self) -> date:
        """The person's."""
        return self.now.astimezone(self.zone).date()

    @property
    def about_them(self) -> bool:
        """Is it about their own sign-in, or about something of the house?"""
        return self.reminder.fact not in words.OF_THE_HOUSE

    @property
    def wanted(self) -> words.Wanted:
        """What it waits for."""
        fact = self.reminder.fact
        wanted = words.OF_THE_HOUSE.get(fact) or words.OF_PEOPLE.get(fact, words.USUAL)
        return replace(wanted, why=words.EXPIRES) if fact == DECIDED and not self.others else wanted


def hours_of(reminder: Reminder) -> Hours:
    """The person's, as far as anybody has looked."""
    return reminder.hours or Hours(zone="UTC")


def message(told: Sequence[Told]) -> ReminderShown:
    """One message for all that is due: the most urgent that is about their sign-in in full, the others in a line each.
    What two campaigns wait for is one thing, to be done by the earlier end; a warning of any is said.
    """
    main = min((each for each in told if each.about_them), key=_urgency, default=told[0])
    same = [each for each in told if main.about_them and each.reminder.fact == main.reminder.fact] or [main]
    rest = [each for each in told if each not in same]
    speech = main.speech
    lines = (
        *_lines(main, *(each for each in same if each is not main)),
        *(line for each in rest for line in _beside(speech, each)),
        *_closing(main),
    )
    return ReminderShown(
        title=words.things(speech, len(rest) + 1) if rest else speech.gettext(main.wanted.title),
        lines=lines,
        by_mail=_by_mail(main, lines),
        inputs=_inputs(main),
        buttons=_buttons(main, *ANSWERS) if main.about_them else (),
        next=tuple(dict.fromkeys(typed for each in (main, *rest) for typed in _next(each))),
        onward=speech.gettext(words.NEXT),
    )


def _urgency(told: Told) -> tuple[bool, float]:
    until = told.reminder.until
    return not _warns(told.reminder), until.timestamp() if until is not None else float("inf")


def _warns(reminder: Reminder) -> bool:
    return reminder.warned and not reminder.told_manager


def _lines(told: Told, *same: Told) -> tuple[str, ...]:
    speech = told.speech
    return (
        speech.gettext(told.wanted.lacks, **_facts(speech, told)),
        speech.gettext(told.wanted.why),
        *dict.fromkeys(line for each in (told, *same) for line in _of_campaign(speech, each)),
        *_ending(speech, told),
        *((speech.gettext(words.LAST),) if all(each.reminder.last_sent for each in (told, *same)) else ()),
        *_warning(speech, told),
        *((speech.gettext(words.PRESS),) if _warns(told.reminder) else ()),
    )


def _warning(speech: Speech, told: Told) -> tuple[str, ...]:
    return (speech.gettext(words.WARNED),) if _warns(told.reminder) else ()


def _by_mail(told: Told, lines: Sequence[str]) -> tuple[str, ...]:
    """Nothing can be pressed there; the help desk's number stands in it already, where the campaign names one."""
    press = told.speech.gettext(words.PRESS)
    instead = () if told.texts.desk_phone else (told.speech.gettext(words.WRITE),)
    return tuple(line for each in lines for line in (instead if each == press else (each,)))


def _facts(speech: Speech, told: Told) -> Mapping[str, str]:
    who = {"name": name(told.reminder.person.name)}
    return who if told.about_them else {**who, **about(speech, told.reminder)}


def _of_campaign(speech: Speech, told: Told) -> tuple[str, ...]:
    texts = told.texts
    title = plain(texts.title or told.campaign, most=MOST_TEXT)
    return (
        *((speech.gettext(words.CAMPAIGN, campaign=title),) if title else ()),
        *((plain(texts.why, most=MOST_TEXT),) if texts.why else ()),
        *((speech.gettext(words.DESK, phone=plain(texts.desk_phone)),) if texts.desk_phone else ()),
    )


def _ending(speech: Speech, told: Told) -> tuple[str, ...]:
    until = told.reminder.until
    if until is None:
        return ()
    if told.reminder.fact == "exemption-over":
        return (speech.gettext(words.ENDS, moment=speech.moment(until, told.zone)),)
    by = speech.day(max(told.today, last_day(hours_of(told.reminder), until)))
    return (speech.gettext(words.BY, day=by),) if told.about_them else ()


def _beside(speech: Speech, told: Told) -> tuple[str, ...]:
    if told.wanted.beside:
        line = speech.gettext(told.wanted.beside, **_facts(speech, told))
    else:
        line = speech.gettext(words.ALSO, what=speech.gettext(told.wanted.title))
    return (line, *_warning(speech, told))


def _closing(told: Told) -> tuple[str, ...]:
    said = (words.HOW, words.NEVER) if told.about_them else (words.NEVER,)
    return tuple(told.speech.gettext(each) for each in said)


def _next(told: Told) -> tuple[str, ...]:
    """What can be typed about it."""
    return words.own(told.speech) if told.about_them else (typed(told.reminder),)


def answered(seen: ReminderSeen, told: Told) -> ReminderShown:
    """What Muster saw or will do. "Done" is believed when the methods say so."""
    match seen.answer:
        case Answer.DONE:
            return _thanks(seen, told) if seen.true else _not_yet(seen, told)
        case Answer.HELP:
            return _open(told, words.HELP_COMES, _help(seen, told), DONE)
        case Answer.NO_SMARTPHONE:
            return _open(told, words.NO_PHONE, _ways(seen, told), DONE, *SNOOZES, HELP)
        case Answer.LATER | Answer.TOMORROW | Answer.DAY:
            return _open(told, _fine(seen, told), (_back(seen, told),), DONE, HELP)


def _fine(seen: ReminderSeen, told: Told) -> str:
    """Their next workday need not be tomorrow."""
    tomorrow = told.now.astimezone(told.zone).date() + timedelta(days=1)
    is_then = seen.until is None or seen.until.astimezone(told.zone).date() == tomorrow
    return words.FINE_TOMORROW if seen.answer is Answer.TOMORROW and is_then else words.FINE


def _back(seen: ReminderSeen, told: Told) -> str:
    if seen.until is None:
        return told.speech.gettext(words.BACK_TOMORROW)
    return told.speech.gettext(words.BACK, moment=told.speech.moment(seen.until, told.zone))


def _help(seen: ReminderSeen, told: Told) -> tuple[str, ...]:
    speech = told.speech
    if seen.desk:
        said = speech.gettext(words.DESK_HAS, number=str(seen.help_number))
    else:
        said = speech.gettext(words.PERSON_KNOWS, name=name(seen.reminder.asked_by.name))
    phone = plain(told.texts.desk_phone)
    return said, *((speech.gettext(words.DESK, phone=phone),) if phone else ())


def _ways(seen: ReminderSeen, told: Told) -> tuple[str, ...]:
    speech = told.speech
    ways = speech.listed([way(speech, each) for each in seen.alternatives])
    said = speech.gettext(words.OTHER_WAYS, ways=ways) if ways else speech.gettext(words.NO_OTHER_WAY)
    return said, speech.gettext(words.NOT_PRIVATE)


def _thanks(seen: ReminderSeen, told: Told) -> ReminderShown:
    speech, found = told.speech, _methods(seen, told.speech)
    return ReminderShown(
        title=speech.gettext(words.ALL_DONE),
        lines=(
            speech.gettext(words.FOUND, methods=found) if found else speech.gettext(words.FOUND_IT),
            speech.gettext(words.NO_MORE_REMINDERS),
            speech.gettext(words.NEVER),
        ),
        next=words.own(speech),
        onward=speech.gettext(words.NEXT),
    )


def _not_yet(seen: ReminderSeen, told: Told) -> ReminderShown:
    if seen.true is None:
        return _open(told, words.COULD_NOT, (told.speech.gettext(words.UNREAD),), *ANSWERS)
    said = told.speech.gettext(_short(seen, told), methods=_methods(seen, told.speech), method=_missing(seen, told))
    return _open(told, words.NOT_YET, (said, told.speech.gettext(words.A_MINUTE)), *ANSWERS)


def _short(seen: ReminderSeen, told: Told) -> str:
    """What is missing, as far as it is known."""
    if seen.missing is not None and seen.missing.code in words.MISSING:
        return words.MISSING[seen.missing.code]
    usual = words.MISSING["not-allowed-here"]
    return words.SHORT.get(told.reminder.fact, usual) if seen.methods else words.FOUND_NONE


def _missing(seen: ReminderSeen, told: Told) -> str:
    return _labelled(seen.missing, told.speech) if seen.missing is not None else ""


def _methods(seen: ReminderSeen, speech: Speech) -> str:
    """``phone (+1 XXXXXX12) and Microsoft Authenticator``; labels are masked where they come from."""
    named = (_labelled(each, speech) for each in seen.methods)
    return speech.listed(tuple(dict.fromkeys(named)))


def _labelled(each: Reason, speech: Speech) -> str:
    label = plain(each.facts.get("label", ""))
    kind = method(speech, each.facts.get("kind", ""))
    return f"{kind} ({label})" if label else kind


def way(speech: Speech, kind: str) -> str:
    """What can be used without a smartphone."""
    return speech.gettext(words.WITHOUT[kind]) if kind in words.WITHOUT else method(speech, kind)


def method(speech: Speech, kind: str) -> str:
    """A kind of method as people know it."""
    return speech.gettext(words.METHODS[kind]) if kind in words.METHODS else plain(kind)


def _open(told: Told, title: str, said: Sequence[str], *verbs: str) -> ReminderShown:
    """It goes on: what was said, and what can be pressed now."""
    speech = told.speech
    return ReminderShown(
        title=speech.gettext(title),
        lines=(*said, *_closing(told)),
        inputs=_inputs(told) if DAY in verbs else (),
        buttons=_buttons(told, *verbs),
        next=words.own(speech),
        onward=speech.gettext(words.NEXT),
    )


def _snoozes_left(told: Told) -> bool:
    return not told.reminder.most_snoozes or told.reminder.snoozed < told.reminder.most_snoozes


def _days(told: Told) -> tuple[date, date]:
    """The first and the last day that can be picked."""
    until = told.reminder.until
    last = last_day(hours_of(told.reminder), until) if until is not None else told.today + AHEAD
    return told.today + timedelta(days=1), last


def _may_put_off(told: Told, verb: str = DAY) -> bool:
    """On the last day there is a later today, and no other day."""
    first, last = _days(told)
    return _snoozes_left(told) and (told.today if verb == LATER else first) <= last


def _inputs(told: Told) -> tuple[Input, ...]:
    if not told.about_them or not _may_put_off(told):
        return ()
    return (Input(PICKED, told.speech.gettext(words.WHICH_DAY), days=_days(told)),)


def _buttons(told: Told, *verbs: str) -> tuple[Button, ...]:
    data = {"reminder": told.reminder.id}
    setup = Button(told.speech.gettext(words.SET_UP), "reminder.open", data, url=SETUP, primary=True)
    offered = [verb for verb in verbs if verb not in SNOOZES or _may_put_off(told, verb)]
    return setup, *(_button(told, verb, data) for verb in offered)


def _button(told: Told, verb: str, data: Mapping[str, str]) -> Button:
    """Teams shows six buttons in a row: of seven, one stands behind the three dots."""
    title = told.speech.gettext(TITLES[verb])
    return Button(title, verb, data, with_inputs=verb == DAY, aside=verb == LATER)


def refused(reason: Reason, told: Told) -> str:
    """Why an answer cannot be taken, in the person's language; raises Refusal where nothing is said of it here."""
    said = words.CANNOT.get(reason.code)
    if said is None:
        raise Refusal(reason.code, **reason.facts)
    facts = {key: _dated(value, told) for key, value in reason.facts.items()}
    return told.speech.gettext(said, **{"day": facts.get("until", ""), **facts})


def _dated(value: str, told: Told) -> str:
    """A date or a moment as the person writes it, anything else as it is."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return plain(value)
    return told.speech.day((at.astimezone(told.zone) if at.tzinfo else at).date())
