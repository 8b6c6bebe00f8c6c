"""Somebody asks the help desk: the card in the desk's own place. English, and every number masked."""

from collections.abc import Sequence
from datetime import tzinfo

from actions.spec import Reason
from dialogs.reply import Button, Fact, HelpAsked, Input, Tone
from dialogs.views.reminder import hours_of
from dialogs.words import count, listed, moment, name, phrase, plain
from dialogs.words.people import reminders as words
from engine import Campaign, HelpAnswer, HelpRequest, HelpState, Reminder
from tenant.model import Method, without_numbers

ANSWER, CLOSE = "help.answer", "help.close"
FIELD = "answer"
NO_PROOF = "Sent from a signed-in session: no proof of identity. Before you hand anything over, see or hear them."
PLAIN = (
    "Your answer goes to them with your name, as plain text. No links; never ask for a code, a password or a number, "
    "nor for a yes to a prompt."
)
MOST_ANSWER = 1000
LANGUAGE = {"en": "English", "nl": "Dutch", "de": "German", "fr": "French", "es": "Spanish"}
STATES = {HelpState.OPEN: "open", HelpState.ANSWERED: "answered", HelpState.CLOSED: "closed"}


def help_asked(
    request: HelpRequest,
    reminder: Reminder | None,
    campaign: Campaign | None,
    *,
    methods: Sequence[Method] | None,
    zone: tzinfo,
) -> HelpAsked:
    """``methods``: what they have registered; None where Microsoft did not say."""
    open_ = request.state is not HelpState.CLOSED
    return HelpAsked(
        title=f"Help request {request.number}: {name(request.person.name)}",
        lines=(*(_answer(each, zone) for each in request.answers), NO_PROOF, *((PLAIN,) if open_ else ())),
        facts=(
            *(Fact(title, text) for title, text in _facts(request, reminder, campaign, zone) if text),
            Fact("Registered", _methods(methods)),
            Fact("State", STATES[request.state]),
        ),
        inputs=(Input(FIELD, "Your answer", "What they should do next", most=MOST_ANSWER),) if open_ else (),
        buttons=_buttons(request) if open_ else (),
        next=(f"answer {request.number} <your words>", f"close help {request.number}") if open_ else ("help list",),
        tone=Tone.WARNING if request.state is HelpState.OPEN else Tone.NEUTRAL,
    )


def _facts(
    request: HelpRequest, reminder: Reminder | None, campaign: Campaign | None, zone: tzinfo
) -> tuple[tuple[str, str], ...]:
    wanted = words.OF_PEOPLE.get(request.fact, words.USUAL)
    return (
        ("About", wanted.title),
        ("Campaign", plain(campaign.terms.name) if campaign is not None else ""),
        ("Reminded", _reminded(reminder) if reminder is not None else ""),
        ("Their time zone", plain(hours_of(reminder).zone) if reminder is not None and reminder.hours else ""),
        ("Their language", LANGUAGE.get(request.language, plain(request.language))),
        ("Asked", moment(request.at, zone)),
    )


def _reminded(reminder: Reminder) -> str:
    put_off = f", put off {count(reminder.snoozed, 'time')}" if reminder.snoozed else ""
    return f"{count(reminder.sent, 'time')}{put_off}"


def _methods(methods: Sequence[Method] | None) -> str:
    if methods is None:
        return "Microsoft did not say just now"
    named = [_named(each) for each in methods if each.is_second_factor]
    return listed(named) or "no sign-in method besides the password"


def _named(method: Method) -> str:
    said = phrase(Reason("method", {"kind": method.kind.value, "label": method.label})).removeprefix("method: ")
    return f"{said} (set for them, not used yet)" if method.set_for_them else said


def _answer(answer: HelpAnswer, zone: tzinfo) -> str:
    text = without_numbers(plain(answer.text, most=MOST_ANSWER))
    return f"{name(answer.by.name)}, {moment(answer.at, zone)}: {text}"


def _buttons(request: HelpRequest) -> tuple[Button, ...]:
    data = {"number": str(request.number)}
    return (
        Button("Answer", ANSWER, data, with_inputs=True, primary=True),
        Button("Close", CLOSE, data),
    )
