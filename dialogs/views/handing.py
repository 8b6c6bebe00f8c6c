"""What waits for the one person who hands it over: told in their own chat, shown in a dialog, once."""

from collections.abc import Sequence

from dialogs.reply import Button, Fact, PhoneShown, Tone
from dialogs.words import listed, name, plain
from engine import Decision, PlannedRow, Request, State, Verdict

HAND_OVER = "hand-over"  # the verb of the button that opens the dialog
OPEN = frozenset({State.APPROVED, State.RUNNING})


def waiting(request: Request, row: PlannedRow, decisions: Sequence[Decision]) -> PhoneShown:
    """For whom, asked and approved by whom, and what to see to before pressing."""
    who = name(row.subject.name, row.subject.upn)
    return PhoneShown(
        title=f"For you to hand over: {who}",
        lines=(
            f"{who} needs it to sign in, and you are the one who gives it to them.",
            "Press the button when you see or hear them and are sure that it is them. It is made at that moment and "
            "shown once, to you alone.",
            "Say it to them. Do not write it into a chat, an e-mail or a ticket.",
        ),
        facts=_facts(request, decisions),
        buttons=(Button("Show it once", HAND_OVER, {"request": str(request.number)}, primary=True, dialog=True),),
        next=("help",),
        tone=Tone.WARNING,
    )


def _facts(request: Request, decisions: Sequence[Decision]) -> tuple[Fact, ...]:
    yes = [name(each.approver.name) for each in decisions if each.verdict is Verdict.APPROVE]
    return (
        Fact("Asked by", name(request.asker.name)),
        *((Fact("Approved by", listed(yes)),) if yes else ()),
        *((Fact("Reason", plain(request.reason, most=300)),) if request.reason else ()),
        Fact("Request", str(request.number)),
    )
