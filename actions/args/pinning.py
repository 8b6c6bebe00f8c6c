"""A declared thing as stored text, as a command, and back."""

from collections.abc import Mapping
from dataclasses import fields
from typing import TypeVar, cast

from actions.args.base import ArgumentType
from actions.args.people import People
from actions.args.words import Include
from actions.spec import Action, Declared

D = TypeVar("D", bound=Declared)


def pin(declared: Declared) -> dict[str, str]:
    """The pinned text of every argument, by name."""
    return {each.name: getattr(declared, each.name).pinned() for each in declared.arguments()}


def rebuild(kind: type[D], pinned: Mapping[str, str]) -> D:
    """The declared thing with its pinned arguments."""
    values = {each.name: _typed(each.type).unpin(pinned[each.name]) for each in kind.arguments() if each.name in pinned}
    return kind(**values)


def canonical(declared: Declared) -> str:
    """The command as one would type it: the first argument bare, the others ``name:value``; empty ones are left out,
    and those that say what is so anyhow.
    """
    words = [declared.name]
    defaults = {each.name: each.default for each in fields(declared)}  # type: ignore[arg-type] # a dataclass, when declared
    for place, each in enumerate(declared.arguments()):
        value = getattr(declared, each.name)
        text = value.said()
        if text and value != defaults[each.name]:
            words.append(text if place == 0 else f"{each.word}:{_quoted(text)}")
    return " ".join(words)


def named_in(action: Action) -> frozenset[str]:
    """Ids of all people whom the action names one by one, in any argument."""
    values = [getattr(action, each.name) for each in action.arguments()]
    return frozenset().union(*(value.named for value in values if isinstance(value, People)))


def included_in(action: Action) -> frozenset[str]:
    """Guards that the action releases for everybody."""
    values = [getattr(action, each.name) for each in action.arguments()]
    return frozenset().union(*(value.words for value in values if isinstance(value, Include)))


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text and '"' not in text else text


def _typed(kind: type) -> type[ArgumentType]:
    """Declared annotations are argument types: `tests/house` proves it for every declaration."""
    return cast("type[ArgumentType]", kind)
