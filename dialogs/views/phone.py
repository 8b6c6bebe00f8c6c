"""A person's own phone number, in their own chat: what was done to it, whether it is theirs, and what they answered."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from re import compile as pattern

from dialogs.reply import Button, Fact, PhoneShown, Tone
from dialogs.words import listed, moment, name, plain
from engine import Decision, Person, PlannedRow, Request, State, Verdict, writes_number
from tenant.model import Kind, Statement

NOT_MINE, YES, NO = "not-mine", "asked-yes", "asked-no"
NEVER = "Muster never asks for a password or a code, here or anywhere else."
STOLEN = "If you did not expect this, change your password now: somebody may know it."
NUMBER = pattern(r"\+\d[\d \u00a0().-]*\d")
TYPES = {"mobile": "mobile phone", "alternate": "other mobile phone", "office": "office phone"}
PREFERRED = "preferred"
FIRST = {
    "sms": "text messages",
    "push": "notifications in Microsoft Authenticator",
    "oath": "codes of an authenticator app",
    "voiceMobile": "calls to the mobile phone",
    "voiceAlternateMobile": "calls to the other mobile phone",
    "voiceOffice": "calls to the office phone",
}
OWN_WORD = "If not, press Not mine: I take it back at once and tell the owners of Muster."
BEFORE_APPROVERS = (
    "If not, press Not mine: I tell the owners of Muster at once, and ask the approvers to put back what was there "
    "before. Nobody's word alone brings a number back, not even yours."
)
#: What to say of a reversal that writes a number.
BRINGING_BACK = {
    State.ASKED: "I am writing it down for the approvers; the owners of Muster know.",
    State.PLANNED: "It is written down, and nobody could be asked to approve it yet. The owners of Muster know.",
    State.WAITING: "I have asked the approvers to put back what was there before: nobody's word alone brings a number "
    "back, not even yours. Until one of them agrees it stays as it is now.",
    State.APPROVED: "The approvers agreed; I am putting it back now, and you hear from me when it is done.",
    State.RUNNING: "The approvers agreed; I am putting it back now, and you hear from me when it is done.",
    State.REJECTED: "The approvers looked at it and said no, so it stays as it is. Talk to your administrators.",
    State.CANCELLED: "An administrator stopped it, so it stays as it is now. The owners of Muster know.",
    State.EXPIRED: "Nobody agreed to it in time, so it stays as it is now. The owners of Muster know.",
    State.STALE: "Something else has changed meanwhile, so it was not put back. The owners of Muster know.",
}
NEVER_WRITTEN = (
    "It stays as it is: I never register a phone number for somebody who holds an admin role or is in a group for "
    "admin roles, neither a new one nor an earlier one. The owners of Muster know, and come to you."
)
NEVER_CODES = frozenset({"role-holder-never", "role-assignable-never"})
OPEN = frozenset({State.ASKED, State.PLANNED, State.WAITING, State.APPROVED, State.RUNNING, State.PAUSED})
REVERSING = {
    State.DONE: "It has been taken back: what was there before is there again.",
    State.PARTLY_DONE: "I could not take all of it back. The owners of Muster know, and come to you.",
    State.FAILED: "I could not take it back. The owners of Muster know, and come to you.",
    State.PAUSED: "I cannot write at the moment, so it still has to be taken back. The owners of Muster know.",
}


def changed(request: Request, row: PlannedRow, decisions: Sequence[Decision], zone: tzinfo) -> PhoneShown:
    """What a request did to somebody's number, by whom it was asked for and approved, and a way to say no to it."""
    own = request.undo_of is not None and request.asker.id == row.subject.id
    buttons = () if own or row.undone_by is not None else (_not_mine(request, row),)
    return PhoneShown(
        title=_title(row),
        lines=(*_lines(row, own=own), NEVER),
        facts=(*_values(row), *_by(request, decisions, own=own), *_when(request, zone)),
        buttons=buttons,
        next=("mfa status me", "help"),
        tone=Tone.WARNING if buttons else Tone.NEUTRAL,
    )


def taken_back(reversing: Request, number: int) -> PhoneShown:
    """After "Not mine", however often it is pressed: where the taking back stands. Where it waits for others, it can be
    pressed again.
    """
    asked = reversing.put_forward
    again = Button("Where it stands", NOT_MINE, {"request": str(number), "n": str(reversing.only)})
    return PhoneShown(
        title="Thank you for telling",
        lines=(
            _standing(reversing),
            "The owners of Muster are told, so somebody will ask how it came about.",
            STOLEN,
            NEVER,
        ),
        facts=(
            Fact("Written down as" if asked else "Taken back by", f"request {reversing.number}"),
            Fact("What was done", f"request {number}"),
        ),
        buttons=(again,) if asked and reversing.state in OPEN else (),
        next=("mfa status me",),
    )


def _standing(reversing: Request) -> str:
    counts = reversing.counts
    if NEVER_CODES & counts.held_why.keys() and not counts.runnable:
        return NEVER_WRITTEN
    if reversing.state is State.DONE and not counts.runnable and counts.held:
        return "There was nothing that could be taken back. The owners of Muster know, and come to you."
    if reversing.put_forward and reversing.state in BRINGING_BACK:
        return BRINGING_BACK[reversing.state]
    return REVERSING.get(reversing.state, "I am taking it back now; you hear from me when it is done.")


def asked(statement: Statement, person: Person) -> PhoneShown | None:
    """Whether a number is theirs, by its end alone: whoever reads it here by mistake learns no number."""
    end = _end(statement.value)
    if not end:
        return None
    data = {"asked": statement.at.isoformat()}
    return PhoneShown(
        title="Is this phone number yours?",
        lines=(
            f"Hi {name(person.name)}, your organisation would like to register a phone for your sign-in, so that "
            "others stay out even if they learn your password.",
            f"We have a number ending in {end}. Still yours?",
            "Yes: it may be registered, after somebody has approved it, and I tell you when. No: it is not used.",
            NEVER,
        ),
        buttons=(Button("Yes", YES, data, primary=True), Button("No", NO, data)),
        next=("mfa status me", "help"),
    )


def answered(statement: Statement, zone: tzinfo) -> PhoneShown:
    """What they said, and what follows from it; the same again for a second press."""
    end = _end(statement.value) or statement.key[-2:]
    said = Fact("You said", f"{'yes' if statement.kind is Kind.CONFIRMED else 'no'}, {moment(statement.at, zone)}")
    if statement.kind is Kind.CONFIRMED:
        return PhoneShown(
            title="Thank you",
            lines=(
                f"The number ending in {end} is yours. It is not registered yet: an administrator plans it, somebody "
                "approves, and then I tell you.",
                NEVER,
            ),
            facts=(said,),
            next=("mfa status me",),
            tone=Tone.GOOD,
        )
    return PhoneShown(
        title="Thank you for telling",
        lines=(
            f"The number ending in {end} is not used for you. The owners of Muster are told, and somebody may ask "
            "which one is right.",
            NEVER,
        ),
        facts=(said,),
        next=("mfa status me",),
    )


def _not_mine(request: Request, row: PlannedRow) -> Button:
    return Button("Not mine", NOT_MINE, {"request": str(request.number), "n": str(row.n)})


def _title(row: PlannedRow) -> str:
    before, after = _phones(row.before), _phones(row.after)
    if after and not before:
        return "A phone number was added to your account"
    if before and not after:
        return "A phone number was taken off your account"
    if before != after:
        return "A phone number of your account was changed"
    return "How your account asks for a second factor was changed"


def _lines(row: PlannedRow, *, own: bool) -> tuple[str, ...]:
    first = f"Hi {name(row.subject.name)}, your administrators keep sign-in methods ready for you."
    if own:
        back = "what was there before is there again" if _phones(row.after) else "this was taken back"
        return (f"Hi {name(row.subject.name)}, as you asked, {back}.",)
    use = _use(row) if _phones(row.after) else "If that is right, there is nothing to do."
    return first, use, BEFORE_APPROVERS if writes_number(row.after, row.before) else OWN_WORD


def _use(row: PlannedRow) -> str:
    """What a number is good for, and nothing that it is not."""
    codes = {each.code for each in row.warnings}
    prompt = "You can answer the sign-in prompt with it from now on."
    if "policy-forbids" in codes:
        prompt = "It is registered, but your organisation does not let it answer sign-in prompts yet."
    reset = " It can also reset your password." if "also-resets-password" in codes else ""
    return f"{prompt}{reset} If it is yours, there is nothing to do."


def _values(row: PlannedRow) -> tuple[Fact, ...]:
    """Of a phone that went, that it went: another one that nobody touched may be left."""
    gone = bool(_phones(row.before)) and not _phones(row.after)
    now = "; ".join(text for text in ("taken off" if gone else "", _said(row.after)) if text)
    return tuple(Fact(title, text) for title, text in (("Before", _said(row.before)), ("Now", now)) if text)


def _by(request: Request, decisions: Sequence[Decision], *, own: bool) -> tuple[Fact, ...]:
    yes = [name(each.approver.name) for each in decisions if each.verdict is Verdict.APPROVE]
    approved = (Fact("Approved by", listed(yes)),) if yes else ()
    if own:
        return (Fact("Asked by", "you"), *approved)
    reason = (Fact("Reason", plain(request.reason, most=300)),) if request.reason else ()
    return (Fact("Asked by", name(request.asker.name)), *approved, *reason, Fact("Request", str(request.number)))


def _when(request: Request, zone: tzinfo) -> tuple[Fact, ...]:
    at: datetime | None = request.finished_at or request.moved_at
    return (Fact("When", moment(at, zone)),) if at is not None else ()


def _parts(value: str | None) -> list[str]:
    return [part.strip() for part in (value or "").split(";") if part.strip()]


def _phones(value: str | None) -> list[str]:
    return [part for part in _parts(value) if NUMBER.search(part)]


def _said(value: str | None) -> str:
    """``mobile +31 612345678; preferred sms`` in words."""
    return plain(listed([_part(part) for part in _parts(value)]), most=200)


def _part(part: str) -> str:
    word, _, number = part.partition(" ")
    if word == PREFERRED:
        return f"{FIRST.get(number, 'another method')} as the first choice"
    return f"{TYPES.get(word.removesuffix('Mobile'), word)} {number}"


def _end(value: str) -> str:
    """The last two digits of the first number, without its extension."""
    found = NUMBER.search(value)
    return "".join(filter(str.isdigit, found.group()))[-2:] if found else ""
