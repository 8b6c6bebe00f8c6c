"""What a request did to somebody's ways of signing in, told in their own chat, and their way to say no to it."""

from collections.abc import Sequence
from datetime import tzinfo

from dialogs.reply import Button, Fact, PhoneShown, Tone
from dialogs.views.phone import NEVER, NOT_MINE, STOLEN
from dialogs.words import listed, moment, name, plain
from engine import Decision, PlannedRow, Request, Verdict

RESET = "mfa reset"
ACTIONS = frozenset({"tap", RESET})
MADE = (
    "Somebody said that you are locked out, so a pass was made that opens your account once, within 60 minutes.",
    "Whoever hands it over tells you in person, by telephone or in a video call. I never send it.",
    "You did not ask for it? Press Not me: it is deleted, your sign-ins are ended, and the owners of Muster are told.",
)


def changed(request: Request, row: PlannedRow, decisions: Sequence[Decision], zone: tzinfo) -> PhoneShown:
    """A pass was made, or taken back; or all methods were taken away."""
    if request.action == RESET:
        return _reset(request, row, decisions, zone)
    made, own = request.undo_of is None, request.undo_of is not None and request.asker.id == row.subject.id
    buttons = (_not_me(request, row),) if made and row.undone_by is None else ()
    end = f"The pass was deleted{', as you asked' if own else ''}, and your sign-ins were ended: sign in again."
    return PhoneShown(
        title="A pass for your account was made" if made else "The pass for your account is gone",
        lines=(f"Hi {name(row.subject.name)}.", *(MADE if made else (end, *((STOLEN,) if own else ()))), NEVER),
        facts=(*(() if own else _by(request, decisions)), *_when(request, zone)),
        buttons=buttons,
        next=("my mfa", "help"),
        tone=Tone.WARNING if buttons else Tone.NEUTRAL,
    )


def _reset(request: Request, row: PlannedRow, decisions: Sequence[Decision], zone: tzinfo) -> PhoneShown:
    """It cannot be taken back: what can be done is to tell somebody at once."""
    return PhoneShown(
        title="Your sign-in methods were taken away",
        lines=(
            f"Hi {name(row.subject.name)}, you were signed out everywhere, and register your methods anew.",
            "You did not ask for it? Call your help desk now, by telephone: somebody may be taking your account over.",
            NEVER,
        ),
        facts=(*_by(request, decisions), *_when(request, zone)),
        next=("my mfa", "help"),
        tone=Tone.WARNING,
    )


def _not_me(request: Request, row: PlannedRow) -> Button:
    return Button("Not me", NOT_MINE, {"request": str(request.number), "n": str(row.n)})


def _by(request: Request, decisions: Sequence[Decision]) -> tuple[Fact, ...]:
    yes = [name(each.approver.name) for each in decisions if each.verdict is Verdict.APPROVE]
    return (
        Fact("Asked by", name(request.asker.name)),
        *((Fact("Approved by", listed(yes)),) if yes else ()),
        *((Fact("Reason", plain(request.reason, most=300)),) if request.reason else ()),
        Fact("Request", str(request.number)),
    )


def _when(request: Request, zone: tzinfo) -> tuple[Fact, ...]:
    at = request.finished_at or request.moved_at
    return (Fact("When", moment(at, zone)),) if at is not None else ()
