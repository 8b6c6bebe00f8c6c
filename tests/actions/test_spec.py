"""A bad declaration fails when the class is made, in a sentence with the cure."""

import pytest

from actions.args import People
from actions.spec import Action, Check, Misdeclared, ask


def test_a_declaration_without_a_docstring_is_refused() -> None:
    with pytest.raises(Misdeclared, match="needs a docstring"):
        type("Silent", (Check,), {}, name="silent check")


def test_a_field_that_asks_nothing_is_refused_with_the_cure() -> None:
    with pytest.raises(Misdeclared, match="declare it with ask"):

        class Mute(Check, name="mute"):
            """Looks at somebody."""

            who: People


def test_an_action_without_permissions_is_refused() -> None:
    with pytest.raises(Misdeclared, match="scopes"):

        class Free(Action, name="free lunch"):
            """Do something for nothing."""


def test_an_unknown_option_is_named() -> None:
    with pytest.raises(Misdeclared, match="colour"):
        type("Odd", (Check,), {"__doc__": "Look."}, name="odd", colour="blue")


def test_arguments_keep_their_order_and_say_what_is_required() -> None:
    class Pair(Check, name="pair"):
        """Look at two."""

        first: People = ask("Who?", like="ana@contoso.com")
        second: People = ask("Who else?", like="bea@contoso.com", default=People())

    assert [(each.name, each.required, each.type) for each in Pair.arguments()] == [
        ("first", True, People),
        ("second", False, People),
    ]
