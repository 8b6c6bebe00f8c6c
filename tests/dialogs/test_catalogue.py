import pytest

import actions.mfa
import dialogs.commands
from actions.spec import Misdeclared
from dialogs.bind import typed
from dialogs.catalogue import Catalogue
from dialogs.command import Command
from dialogs.grammar import parse
from tests.dialogs import declared
from tests.dialogs.declared import Inspect, Tidy, TurnDown

OURS = Catalogue.of([actions.mfa, dialogs.commands])


def test_packages_are_walked() -> None:
    names = {kind.name for kind in OURS.all()}
    assert names >= {
        "mfa enable",
        "mfa disable",
        "mfa status",
        "registered",
        "help",
        "whoami",
        "requests",
        "request show",
    }
    assert names >= {"submit", "approve", "reject", "cancel", "undo", "pause", "resume", "stop", "halt", "resume all"}
    assert names >= {"writes on", "writes off", "remind", "reminders"}


def test_a_single_module_is_a_package_of_one() -> None:
    assert Catalogue.of([declared]).action("desk tidy") is Tidy


@pytest.mark.parametrize(
    "typed, name, rest",
    [
        ('MFA Enable group:"X"', "mfa enable", 1),
        ("resume all", "resume all", 0),
        ("resume 3", "resume", 1),
        ("whoami?", "whoami", 0),
        ("who am i", "whoami", 0),
        ("?", "help", 0),
        ("request show 1", "request show", 1),
        ("halt!", "halt", 0),
    ],
)
def test_the_longest_name_wins(typed: str, name: str, rest: int) -> None:
    found = OURS.find(parse(typed).words)
    assert found is not None
    assert (found.kind.name, len(found.rest)) == (name, rest)


@pytest.mark.parametrize("typed", ["", "make coffee", "registered", "mfa"])
def test_what_cannot_be_said(typed: str) -> None:
    assert OURS.find(parse(typed).words) is None


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("mfa enabel group:x", "mfa enable"),
        ("mfa stauts ana@contoso.com", "mfa status"),
        ("aprove 1", "approve"),
        ("hlep", "help"),
        ("reqests", "requests"),
        ("writes onn mfa", "writes on"),
    ],
)
def test_did_you_mean(typed: str, meant: str) -> None:
    assert meant in OURS.near(typed)


def test_nothing_is_near_to_noise() -> None:
    assert OURS.near("zzzzqqqq") == ()


def test_two_of_one_name_are_refused_in_a_sentence() -> None:
    class Other(Command, name="other", aliases=("Refuse",)):
        """Something else."""

    with pytest.raises(Misdeclared, match=r'both called "[Rr]efuse": rename one of them\.'):
        Catalogue([TurnDown, Other])


def test_actions_and_facts_are_told_apart() -> None:
    assert OURS.fact("registered").name == "registered"
    with pytest.raises(KeyError):
        OURS.fact("mfa enable")
    with pytest.raises(KeyError):
        OURS.action("registered")
    with pytest.raises(KeyError):
        OURS.action("mfa status")


def test_the_list_for_programs() -> None:
    listed = {str(each["name"]): each for each in Catalogue([Tidy, Inspect, TurnDown]).to_json()}
    assert [listed[name]["kind"] for name in sorted(listed)] == ["check", "action", "command"]
    tidy = listed["desk tidy"]
    assert (tidy["direction"], tidy["risk"], tidy["undo"]) == ("strengthen", "high", True)
    assert tidy["arguments"][0] == {"name": "who", "type": "People", "required": True, "example": "ana@contoso.com"}  # type: ignore[index]


def test_every_example_parses() -> None:
    for kind in OURS.all():
        for argument in kind.arguments():
            typed(argument).parse(argument.ask.like)


def test_a_silent_field_is_refused() -> None:
    with pytest.raises(Misdeclared, match="is silent"):

        class Silent(Command, name="silent"):
            """Say nothing."""

            word: str = "x"
