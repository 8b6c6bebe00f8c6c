"""A person's own phone number, in their own chat: what was done to it, whether it is theirs, and what they answered."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from re import compile as pattern

from dialogs.reply import Button, Fact, PhoneShown, Tone
from dialogs.words import name, plain
from dialogs.words.people import Speech
from dialogs.words.people import phones as words
from dialogs.words.people.reminders import NEVER, NEXT
from engine import Decision, Person, PlannedRow, Request, State, Verdict, writes_number
from tenant.model import Kind, Statement

NOT_MINE, YES, NO = "not-mine", "asked-yes", "asked-no"
NUMBER = pattern(r"\+\d[\d \u00a0().-]*\d")
PREFERRED = "preferred"
NEVER_CODES = frozenset({"role-holder-never", "role-assignable-never"})
OPEN = frozenset({State.ASKED, State.PLANNED, State.WAITING, State.APPROVED, State.RUNNING, State.PAUSED})


def changed(
    request: Request, row: PlannedRow, decisions: Sequence[Decision], *, zone: tzinfo, speech: Speech
) -> PhoneShown:
    """What a request did to somebody's number, by whom it was asked for and approved, and a way to say no to it."""
    own = request.undo_of is not None and request.asker.id == row.subject.id
    buttons = () if own or row.undone_by is not None else (_not_mine(request, row, speech),)
    return PhoneShown(
        title=speech.gettext(_title(row)),
        lines=(*_lines(row, speech, own=own), speech.gettext(NEVER)),
        facts=(*_values(row, speech), *by(request, decisions, speech, own=own), *when(request, zone, speech)),
        buttons=buttons,
        next=("mfa status me", "help"),
        tone=Tone.WARNING if buttons else Tone.NEUTRAL,
        onward=speech.gettext(NEXT),
    )


def taken_back(reversing: Request, number: int, speech: Speech) -> PhoneShown:
    """After "Not mine", however often it is pressed: where the taking back stands. Where it waits for others, it can be
    pressed again.
    """
    asked = reversing.put_forward
    again = Button(speech.gettext(words.WHERE), NOT_MINE, {"request": str(number), "n": str(reversing.only)})
    said = (_standing(reversing), words.OWNERS_TOLD, words.STOLEN, NEVER)
    done = words.WRITTEN_AS if asked else words.TAKEN_BY
    return PhoneShown(
        title=speech.gettext(words.THANKS_FOR_TELLING),
        lines=tuple(speech.gettext(each) for each in said),
        facts=(
            Fact(speech.gettext(done), _numbered(speech, reversing.number)),
            Fact(speech.gettext(words.WHAT_WAS_DONE), _numbered(speech, number)),
        ),
        buttons=(again,) if asked and reversing.state in OPEN else (),
        next=("mfa status me",),
        onward=speech.gettext(NEXT),
    )


def _numbered(speech: Speech, number: int) -> str:
    return speech.gettext(words.REQUEST, number=str(number))


def _standing(reversing: Request) -> str:
    counts = reversing.counts
    if NEVER_CODES & counts.held_why.keys() and not counts.runnable:
        return words.NEVER_WRITTEN
    if reversing.state is State.DONE and not counts.runnable and counts.held:
        return words.NOTHING
    if reversing.put_forward and reversing.state in words.BRINGING_BACK:
        return words.BRINGING_BACK[reversing.state]
    return words.REVERSING.get(reversing.state, words.UNDER_WAY)


def asked(statement: Statement, person: Person, speech: Speech) -> PhoneShown | None:
    """Whether a number is theirs, by its end alone: whoever reads it here by mistake learns no number."""
    end = _end(statement.value)
    if not end:
        return None
    data = {"asked": statement.at.isoformat()}
    return PhoneShown(
        title=speech.gettext(words.YOURS),
        lines=(
            speech.gettext(words.WOULD_LIKE, name=name(person.name)),
            speech.gettext(words.ENDING_IN, end=end),
            speech.gettext(words.YES_OR_NO),
            speech.gettext(NEVER),
        ),
        buttons=(
            Button(speech.gettext(words.YES), YES, data, primary=True),
            Button(speech.gettext(words.NO), NO, data),
        ),
        next=("mfa status me", "help"),
        onward=speech.gettext(NEXT),
    )


def answered(statement: Statement, zone: tzinfo, speech: Speech) -> PhoneShown:
    """What they said, and what follows from it; the same again for a second press."""
    yes = statement.kind is Kind.CONFIRMED
    end = _end(statement.value) or statement.key[-2:]
    given = words.SAID_YES if yes else words.SAID_NO
    said = speech.gettext(given, moment=speech.moment(statement.at, zone))
    return PhoneShown(
        title=speech.gettext(words.THANK_YOU if yes else words.THANKS_FOR_TELLING),
        lines=(speech.gettext(words.IS_YOURS if yes else words.IS_NOT_USED, end=end), speech.gettext(NEVER)),
        facts=(Fact(speech.gettext(words.YOU_SAID), said),),
        next=("mfa status me",),
        tone=Tone.GOOD if yes else Tone.NEUTRAL,
        onward=speech.gettext(NEXT),
    )


def _not_mine(request: Request, row: PlannedRow, speech: Speech) -> Button:
    return Button(speech.gettext(words.NOT_MINE), NOT_MINE, {"request": str(request.number), "n": str(row.n)})


def _title(row: PlannedRow) -> str:
    before, after = _phones(row.before), _phones(row.after)
    if after and not before:
        return words.ADDED
    if before and not after:
        return words.TAKEN_OFF
    return words.CHANGED if before != after else words.HOW_CHANGED


def _lines(row: PlannedRow, speech: Speech, *, own: bool) -> tuple[str, ...]:
    who = name(row.subject.name)
    if own:
        back = words.AS_ASKED_BEFORE if _phones(row.after) else words.AS_ASKED_BACK
        return (speech.gettext(back, name=who),)
    first = speech.gettext(words.KEEPS_READY, name=who)
    use = _use(row, speech) if _phones(row.after) else speech.gettext(words.NOTHING_TO_DO)
    not_theirs = words.BEFORE_APPROVERS if writes_number(row.after, row.before) else words.OWN_WORD
    return first, use, speech.gettext(not_theirs)


def _use(row: PlannedRow, speech: Speech) -> str:
    """What a number is good for, and nothing that it is not."""
    codes = {each.code for each in row.warnings}
    said = [words.CANNOT_ANSWER if "policy-forbids" in codes else words.CAN_ANSWER]
    said += [words.RESETS] if "also-resets-password" in codes else []
    return " ".join(speech.gettext(each) for each in (*said, words.IF_YOURS))


def _values(row: PlannedRow, speech: Speech) -> tuple[Fact, ...]:
    """Of a phone that went, that it went: another one that nobody touched may be left."""
    gone = bool(_phones(row.before)) and not _phones(row.after)
    after = _said(row.after, speech)
    now = "; ".join(text for text in (speech.gettext(words.GONE) if gone else "", after) if text)
    values = ((words.BEFORE, _said(row.before, speech)), (words.NOW, now))
    return tuple(Fact(speech.gettext(title), text) for title, text in values if text)


def by(request: Request, decisions: Sequence[Decision], speech: Speech, *, own: bool = False) -> tuple[Fact, ...]:
    """Who asked and who approved; the reason and the number too, where it was not they themselves who asked."""
    yes = [name(each.approver.name) for each in decisions if each.verdict is Verdict.APPROVE]
    others = (
        (words.REASON, plain(request.reason, most=300) if not own else ""),
        (words.THE_REQUEST, str(request.number) if not own else ""),
    )
    asker = speech.gettext(words.YOU) if own else name(request.asker.name)
    said = ((words.ASKED_BY, asker), (words.APPROVED_BY, speech.listed(yes)), *others)
    return tuple(Fact(speech.gettext(title), text) for title, text in said if text)


def when(request: Request, zone: tzinfo, speech: Speech) -> tuple[Fact, ...]:
    """When it was done."""
    at: datetime | None = request.finished_at or request.moved_at
    return (Fact(speech.gettext(words.WHEN), speech.moment(at, zone)),) if at is not None else ()


def _parts(value: str | None) -> list[str]:
    return [part.strip() for part in (value or "").split(";") if part.strip()]


def _phones(value: str | None) -> list[str]:
    return [part for part in _parts(value) if NUMBER.search(part)]


def _said(value: str | None, speech: Speech) -> str:
    """``mobile +31 612345678; preferred sms`` in words."""
    return plain(speech.listed([_part(part, speech) for part in _parts(value)]), most=200)


def _part(part: str, speech: Speech) -> str:
    word, _, number = part.partition(" ")
    if word == PREFERRED:
        method = speech.gettext(words.FIRST.get(number, words.ANOTHER_METHOD))
        return speech.gettext(words.FIRST_CHOICE, method=method)
    kind = word.removesuffix("Mobile")
    return f"{speech.gettext(words.TYPES[kind]) if kind in words.TYPES else word} {number}"


def _end(value: str) -> str:
    """The last two digits of the first number, without its extension."""
    found = NUMBER.search(value)
    return "".join(filter(str.isdigit, found.group()))[-2:] if found else ""
