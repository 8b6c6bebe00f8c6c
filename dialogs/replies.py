"""Small replies: questions, refusals, trouble, a word that was not understood."""

from collections.abc import Sequence

from actions.spec import Declared, Reason
from dialogs.fill import asked
from dialogs.reply import Button, Question, Text, Tone
from dialogs.words import plain, sentence, trouble
from engine import Draft
from tenant.trouble import Trouble

ANSWER = "answer"
GREETING = "Hello. I am Muster: I bring this organisation to multi-factor authentication, one approved step at a time."


def question(kind: type[Declared], draft: Draft, labels: Sequence[str] = (), *, about: str = "") -> Question:
    """What is missing, or which of several is meant. A button carries its number and which question it belongs to."""
    argument = asked(kind, draft)
    if len(labels) == 1:
        yes, no = _option("Yes", "1", kind, draft), _option("No", "no", kind, draft)
        more = "more of the name"
        return Question(text=f"Did you mean {plain(labels[0])}?", options=(yes, no), next=("yes", "no", more))
    options = tuple(_option(plain(label), str(place), kind, draft) for place, label in enumerate(labels, 1))
    text = f'"{plain(about)}" can mean several. Which one?' if about else argument.ask.question
    return Question(
        text=text,
        example="" if options else argument.ask.like,
        options=options,
        next=(f"1 to {len(options)}, or more of the name", "cancel") if options else ("cancel",),
    )


def _option(title: str, pick: str, kind: type[Declared], draft: Draft) -> Button:
    return Button(title, ANSWER, {"pick": pick, "asked": draft.saved_at.isoformat(), "command": kind.name})


def refused(reason: Reason, kind: type[Declared] | None = None) -> Text:
    """No, why, and what can be typed instead."""
    return Text(lines=(_full(sentence(reason)),), next=_instead(reason, kind), tone=Tone.BAD)


def troubled(what: Trouble) -> Text:
    """Microsoft's side did not play along."""
    return Text(lines=(_full(trouble(what)),), next=("help",), tone=Tone.BAD)


def unknown(text: str, near: Sequence[str]) -> Text:
    """A line that is no command, and what may have been meant."""
    line = f'I do not know "{plain(text, most=40)}".'
    if near:
        return Text(lines=(f"{line} Did you mean {_or(near)}?",), next=(*near, "help"), tone=Tone.WARNING)
    return Text(lines=(f"{line} `help` shows what you can type.",), next=("help",), tone=Tone.WARNING)


def greeting() -> Text:
    """The first words, and after a message without any."""
    return Text(lines=(GREETING,), next=("help", "whoami"))


def dropped(draft: Draft) -> Text:
    """The open question was left."""
    return Text(lines=(f"Dropped: {draft.command}. Nothing was asked of anybody.",), next=("help",))


def _or(names: Sequence[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _full(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text[:1].upper()}{text[1:]}."


def _instead(reason: Reason, kind: type[Declared] | None) -> tuple[str, ...]:
    match reason.code:
        case "writes-off":
            return f"writes on {reason.facts.get('area', 'mfa')} (an owner)", "requests"
        case "not-allowed" | "only-yourself":
            return "whoami", "help"
        case "older-plan" | "already" | "own-request" | "own-account" | "you-decided" | "not-waiting" | "not-now":
            return "requests", "help"
        case _:
            return (f"help {kind.name}", "help") if kind is not None else ("help",)
