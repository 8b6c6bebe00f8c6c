"""A sign-in method that appeared on somebody: whether it is theirs, and what follows from their answer."""

from datetime import datetime, timedelta, tzinfo

from actions.spec import Reason
from dialogs.reply import Button, Fact, PhoneShown, Tone
from dialogs.words import moment, name, phrase, plain
from engine import Person, Request, State
from tenant.model import Statement

YES, NO = "method-yes", "method-no"
NEVER = "Muster never asks for a password or a code, here or anywhere else."
STOLEN = (
    "Change your password now, as somebody may know it. Then open aka.ms/mysecurityinfo and delete what is not yours."
)
PAGE = "Your methods are at myaccount.microsoft.com under Security info; type that yourself rather than click a link."
ENDING = {
    State.DONE: "Your sign-ins were ended everywhere: sign in again with the new password.",
    State.FAILED: "I could not end your sign-ins. The owners of Muster know, and come to you.",
    State.PARTLY_DONE: "I could not end your sign-ins. The owners of Muster know, and come to you.",
    State.PAUSED: "I cannot write at the moment, so your sign-ins still have to be ended. The owners of Muster know.",
}


def asked(statement: Statement, person: Person, now: datetime, zone: tzinfo) -> PhoneShown:
    """One question: what it is, since when, and whether they added it."""
    at = when(statement.at, now, zone)
    data = {"key": statement.key, "asked": statement.at.isoformat()}
    return PhoneShown(
        title="A new sign-in method: you?",
        lines=(
            f"Hi {name(person.name)}, {what(statement)} was added to your account {at}. You?",
            "Yes: nothing else happens. Not me: your sign-ins are ended everywhere, and the owners of Muster are told.",
            NEVER,
        ),
        buttons=(Button("Yes", YES, data, primary=True), Button("Not me", NO, data)),
        next=("my mfa", "help"),
        tone=Tone.WARNING,
    )


def theirs(statement: Statement) -> PhoneShown:
    """They said yes."""
    return PhoneShown(
        title="Thank you",
        lines=(f"Good: {what(statement)} is yours, and nothing else happens.", PAGE),
        next=("my mfa",),
        tone=Tone.GOOD,
    )


def not_theirs(statement: Statement, ending: Request | None) -> PhoneShown:
    """They said no: where the ending of their sign-ins stands, and what they do themselves."""
    now = "I am ending your sign-ins everywhere now; you will be asked to sign in again."
    facts = (Fact("Ended by", f"request {ending.number}"),) if ending is not None else ()
    return PhoneShown(
        title="Thank you for telling",
        lines=(
            *((ENDING.get(ending.state, now),) if ending is not None else ()),
            STOLEN,
            f"The owners of Muster know that {what(statement)} is not yours, and come to you.",
            NEVER,
        ),
        facts=facts,
        next=("my mfa",),
        tone=Tone.WARNING,
    )


def what(statement: Statement) -> str:
    """``Microsoft Authenticator (iPhone)``."""
    label = "" if statement.value == statement.source else plain(statement.value)
    kind = phrase(Reason("mine-method", {"kind": statement.source, "label": label})) if statement.source else label
    return kind or "a sign-in method"


def when(at: datetime, now: datetime, zone: tzinfo) -> str:
    """``today 10:12``, ``yesterday 23:50``, else ``on Tue 24 Nov 09:00``."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"today {local:%H:%M}"
    if local.date() == today - timedelta(days=1):
        return f"yesterday {local:%H:%M}"
    return f"on {moment(at, zone)}"
