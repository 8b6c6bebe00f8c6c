"""What every declaration owes: words, examples that parse, a transcript that says it, a way back, its permissions."""

from collections.abc import Iterator

import pytest

from actions.args import People
from actions.spec import Action, Check, Declared, Direction, ask
from bot.app.catalogue import catalogue
from dialogs.bind import bind, build, compose
from dialogs.catalogue import kind_of
from dialogs.grammar import parse
from tests.house.source import ROOT

KINDS = tuple(catalogue().all())
named = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])


class Silent(Action, name="silent", direction=Direction.NEUTRAL, scopes=("User.Read.All",), irreversible="no"):
    """do it"""

    who: People = ask("Who", like="")


@named
def test_it_says_what_it_does(kind: type[Declared]) -> None:
    assert not list(wordless(kind))


@named
def test_its_examples_are_understood(kind: type[Declared]) -> None:
    for argument in kind.arguments():
        said = {each.name: each.ask.like for each in kind.arguments() if each.required or each is argument}
        line = compose(kind, said)
        bound = bind(kind, parse(line).words[len(kind.name.split()) :])
        assert build(kind, bound) == build(kind, said), line


@named
def test_it_has_a_way_back_and_its_permissions(kind: type[Declared]) -> None:
    assert not list(irresponsible(kind))


@named
def test_a_transcript_says_it(kind: type[Declared]) -> None:
    if kind_of(kind) != "fact":
        names = (kind.name, *kind.aliases)
        assert any(line.startswith(names) for line in _typed()), f'no transcript types "> {kind.name} …"'


def test_a_poor_declaration_is_found() -> None:
    assert list(wordless(Silent)) == ["the docstring is no sentence", '"Who" is no question', "who has no example"]
    assert list(irresponsible(Silent)) == ["irreversible needs a sentence that says why"]


def wordless(kind: type[Declared]) -> Iterator[str]:
    """What is missing for people to understand it."""
    if not (kind.summary()[0].isupper() and kind.summary().endswith((".", "?"))):
        yield "the docstring is no sentence"
    for each in kind.arguments():
        if "?" not in each.ask.question:
            yield f'"{each.ask.question}" is no question'
        if not each.ask.like:
            yield f"{each.name} has no example"


def irresponsible(kind: type[Declared]) -> Iterator[str]:
    """What is missing for it to be let near a tenant."""
    if issubclass(kind, Action | Check) and not kind.scopes:
        yield "it names no permission"
    if issubclass(kind, Action) and kind.irreversible and len(kind.irreversible.split()) < 3:
        yield "irreversible needs a sentence that says why"


def _typed() -> Iterator[str]:
    for path in sorted((ROOT / "tests/transcripts").glob("*.md")):
        lines = path.read_text("utf-8").splitlines()
        yield from (line.removeprefix("> ").removeprefix("@Muster ") for line in lines if line.startswith("> "))
