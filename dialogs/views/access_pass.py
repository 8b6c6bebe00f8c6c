"""What a request did to somebody's ways of signing in, told in their own chat, and their way to say no to it."""

from collections.abc import Sequence
from datetime import tzinfo

from dialogs.reply import Button, PhoneShown, Tone
from dialogs.views.phone import NOT_MINE, by, when
from dialogs.words import name
from dialogs.words.people import Speech
from dialogs.words.people import methods as words
from dialogs.words.people.phones import STOLEN
from dialogs.words.people.reminders import NEVER, NEXT
from engine import Decision, PlannedRow, Request

RESET = "mfa reset"
ACTIONS = frozenset({"tap", RESET})
MADE = (words.LOCKED_OUT, words.IN_PERSON, words.NOT_ASKED)


def changed(
    request: Request, row: PlannedRow, decisions: Sequence[Decision], *, zone: tzinfo, speech: Speech
) -> PhoneShown:
    """A pass was made, or taken back; or all methods were taken away."""
    if request.action == RESET:
        return _reset(request, row, decisions, zone=zone, speech=speech)
    made, own = request.undo_of is None, request.undo_of is not None and request.asker.id == row.subject.id
    buttons = (_not_me(request, row, speech),) if made and row.undone_by is None else ()
    gone = (words.PASS_DELETED_AS_ASKED, STOLEN) if own else (words.PASS_DELETED,)
    return PhoneShown(
        title=speech.gettext(words.PASS_MADE if made else words.PASS_GONE),
        lines=(
            speech.gettext(words.HI, name=name(row.subject.name)),
            *(speech.gettext(each) for each in (*(MADE if made else gone), NEVER)),
        ),
        facts=(*(() if own else by(request, decisions, speech)), *when(request, zone, speech)),
        buttons=buttons,
        next=("my mfa", "help"),
        tone=Tone.WARNING if buttons else Tone.NEUTRAL,
        onward=speech.gettext(NEXT),
    )


def _reset(
    request: Request, row: PlannedRow, decisions: Sequence[Decision], *, zone: tzinfo, speech: Speech
) -> PhoneShown:
    """It cannot be taken back: what can be done is to tell somebody at once."""
    return PhoneShown(
        title=speech.gettext(words.TAKEN_AWAY),
        lines=(
            speech.gettext(words.SIGNED_OUT, name=name(row.subject.name)),
            speech.gettext(words.CALL_DESK),
            speech.gettext(NEVER),
        ),
        facts=(*by(request, decisions, speech), *when(request, zone, speech)),
        next=("my mfa", "help"),
        tone=Tone.WARNING,
        onward=speech.gettext(NEXT),
    )


def _not_me(request: Request, row: PlannedRow, speech: Speech) -> Button:
    return Button(speech.gettext(words.NOT_ME), NOT_MINE, {"request": str(request.number), "n": str(row.n)})
