"""What is shown once: in a dialog, to the one person who hands it over, and in no message."""

from datetime import tzinfo

from dialogs.reply import Dialog, Fact, PhoneShown, Text, Tone
from dialogs.words import moment, name, plain
from engine import Handover

UNUSABLE = {
    "NotYetValid": "It cannot be used yet.",
    "Expired": "It has expired already.",
    "DisabledByPolicy": "The method policy does not let this person use it: switch passes on for them first.",
    "OneTimeUsed": "It was used already.",
}
ONCE = "It is shown here once. When you close this, nobody can show it again, not even Muster."


def revealed(handover: Handover, zone: tzinfo) -> Dialog:
    """The secret, for whom it is, how long it is good, and what to do with it."""
    who, secret = name(handover.subject.name, handover.subject.upn), handover.secret
    until = (Fact("Good until", moment(secret.until, zone)),) if secret.until is not None else ()
    unusable = UNUSABLE.get(secret.unusable, f"Microsoft says that it cannot be used: {plain(secret.unusable)}.")
    return Dialog(
        title=f"For {who}, once",
        secret=secret.text,
        facts=(Fact("For", plain(handover.subject.upn) or who), *until),
        lines=(
            f"Say it to {who} now: face to face, or in the call in which you made sure that it is them.",
            "They type it at aka.ms/mysecurityinfo in the place of their password, and register a method there.",
            *((unusable,) if secret.unusable else ()),
            ONCE,
        ),
        tone=Tone.WARNING,
        instead=_opened(handover, who),
    )


def closed(no: Text) -> Dialog:
    """Nothing to show, and why."""
    more = f"Next: {' · '.join(no.next)}" if no.next else ""
    return Dialog(title="Nothing to show", lines=(*no.lines, *((more,) if more else ())), tone=no.tone)


def _opened(handover: Handover, who: str) -> PhoneShown:
    """The card from now on: nothing to press any more."""
    number = handover.request.number
    return PhoneShown(
        title=f"Shown to you once: {who}",
        lines=(
            f"If {who} did not get it, tell {name(handover.request.asker.name)}: `undo {number}` takes it back, then a "
            "new one can be asked for.",
        ),
        facts=(Fact("Request", str(number)),),
        next=("help",),
        tone=Tone.GOOD,
    )
