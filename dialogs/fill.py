"""What is still missing in a half-said command, and what an answer does to it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions.args import BadArgument, Block, People, Several
from actions.spec import Argument, Declared
from dialogs.bind import bind_to, people_words, typed
from dialogs.grammar import TAIL, Utterance
from engine import Draft

KEPT = timedelta(hours=1)
DROPPED = frozenset({"cancel", "never mind", "nevermind", "forget it", "drop it", "no thanks", "stop it", "abort"})
YES, NO = frozenset({"yes", "y", "yes please"}), frozenset({"no", "n", "nope"})


@dataclass(frozen=True, slots=True)
class Filled:
    """Everything that must be said was said."""

    kind: type[Declared]
    values: Mapping[str, str]


def start(kind: type[Declared], values: Mapping[str, str], blank: Draft) -> Draft | Filled:
    """Ask for the first argument that is missing. ``blank`` brings the place, the person and the time.

    Raises BadArgument where something said is none of its kind.
    """
    for each in kind.arguments():
        if each.name in values:
            typed(each).parse(values[each.name])
    missing = next((each for each in kind.arguments() if each.required and each.name not in values), None)
    if missing is None:
        return Filled(kind, dict(values))
    return replace(blank, command=kind.name, filled=dict(values), asking=missing.name, choices=())


def step(kind: type[Declared], draft: Draft, said: Utterance, *, me: str = "") -> Draft | Filled:
    """Take an answer: a number or label picks a choice, anything else is the argument itself.

    Raises BadArgument when it is neither; the draft then stays as it is.
    """
    text = _picked(draft, said) or _answered(kind, draft, said, me)
    return start(kind, {**draft.filled, draft.asking: text}, draft)


def choose(draft: Draft, argument: Argument, raw: str, several: Several) -> Draft:
    """Ask which of several is meant; each choice is the whole argument with that one put in."""
    choices = tuple(_with(argument, raw, several.said, option.text) for option in several.options)
    return replace(draft, asking=argument.name, choices=choices)


def fresh(draft: Draft | None, now: datetime) -> Draft | None:
    """The draft, unless it is too old to be meant."""
    return draft if draft is not None and now - draft.saved_at < KEPT else None


def drops(said: Utterance) -> bool:
    """Does the person want to leave it?"""
    return _bare(said) in DROPPED


def denies(draft: Draft, said: Utterance) -> bool:
    """Was the only thing that could be meant not meant?"""
    return len(draft.choices) == 1 and _bare(said) in NO


def asked(kind: type[Declared], draft: Draft) -> Argument:
    """The argument that the draft waits for."""
    return next(each for each in kind.arguments() if each.name == draft.asking)


def _bare(said: Utterance) -> str:
    return " ".join(word.bare for word in said.words)


def _picked(draft: Draft, said: Utterance) -> str:
    if len(draft.choices) == 1 and _bare(said) in YES:
        return draft.choices[0]
    word = said.words[0].raw.strip("[]()#" + TAIL) if len(said.words) == 1 else ""
    if not draft.choices or not (word.isascii() and word.isdecimal()):
        return ""
    if not 0 < int(word) <= len(draft.choices):
        code = "no-such-choice" if len(draft.choices) > 1 else "yes-or-no"
        raise BadArgument(code, said=word[:10], most=str(len(draft.choices)))
    return draft.choices[int(word) - 1]


def _answered(kind: type[Declared], draft: Draft, said: Utterance, me: str) -> str:
    """``who:ana@…`` and plain ``ana@…`` are both answers; of something pasted, all of it."""
    argument = asked(kind, draft)
    if issubclass(argument.type, Block):
        return said.text
    bound = bind_to((argument,), said.words, command=kind.name, me=me)
    if argument.name not in bound:
        raise BadArgument("nothing-said")
    return bound[argument.name]


def _with(argument: Argument, raw: str, said: str, text: str) -> str:
    """The raw argument with the ambiguous name replaced."""
    if not issubclass(argument.type, People):
        return text
    words = [text if _means(word, said) else word for word in people_words(raw)]
    return " ".join(words) if text in words else text


def _means(word: str, said: str) -> bool:
    return People.parse(word).selectors[0].text.casefold() == said.casefold()
