from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions.args import BadArgument, Option, Several
from dialogs.fill import KEPT, Filled, asked, choose, denies, drops, fresh, start, step
from dialogs.grammar import parse
from engine import Draft
from tests.dialogs.declared import Tidy, TurnDown

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
BLANK = Draft(tenant_id="t", place="p", person_id="ana", command="", saved_at=NOW)
FINANCE = Several("Finance", (Option("Finance (a)", "group:id-a"), Option("Finance (b)", "group:id-b")))


def draft(taken: Draft | Filled) -> Draft:
    assert isinstance(taken, Draft)
    return taken


def filled(taken: Draft | Filled) -> dict[str, str]:
    assert isinstance(taken, Filled)
    return dict(taken.values)


def test_questions_come_one_by_one() -> None:
    first = draft(start(TurnDown, {}, BLANK))
    assert (first.command, first.asking) == ("turn down", "number")
    second = draft(step(TurnDown, first, parse("3")))
    assert (second.asking, dict(second.filled)) == ("reason", {"number": "3"})
    assert filled(step(TurnDown, second, parse("too early for us"))) == {"number": "3", "reason": "too early for us"}


def test_nothing_missing_asks_nothing() -> None:
    assert filled(start(Tidy, {"who": "everyone"}, BLANK)) == {"who": "everyone"}


def test_a_wrong_answer_is_refused_and_the_question_stays() -> None:
    first = draft(start(TurnDown, {}, BLANK))
    with pytest.raises(BadArgument) as bad:
        step(TurnDown, first, parse("three"))
    assert bad.value.reason.code == "not-a-request"
    assert asked(TurnDown, first).name == "number"


def test_an_answer_may_name_its_argument() -> None:
    first = draft(start(Tidy, {}, BLANK))
    assert filled(step(Tidy, first, parse('who:group:"MFA Users"'))) == {"who": 'group:"MFA Users"'}


def which() -> Draft:
    begun = replace(BLANK, command="desk tidy", filled={"who": "group:Finance ana@contoso.com"})
    return choose(begun, Tidy.arguments()[0], "group:Finance ana@contoso.com", FINANCE)


def test_a_number_picks_a_choice_and_keeps_the_others_named() -> None:
    assert filled(step(Tidy, which(), parse("2"))) == {"who": "group:id-b ana@contoso.com"}
    assert filled(step(Tidy, which(), parse("[1]."))) == {"who": "group:id-a ana@contoso.com"}


def test_a_choice_that_is_not_there() -> None:
    with pytest.raises(BadArgument) as bad:
        step(Tidy, which(), parse("3"))
    assert bad.value.reason.facts["most"] == "2"


def test_anything_else_is_the_argument_itself() -> None:
    assert filled(step(Tidy, which(), parse("group:Finance-EMEA"))) == {"who": "group:Finance-EMEA"}


@pytest.mark.parametrize("typed", ["cancel", "Never mind!", "forget it", "nevermind."])
def test_leaving(typed: str) -> None:
    assert drops(parse(typed))


def test_cancelling_a_request_is_not_leaving() -> None:
    assert not drops(parse("cancel 3"))


def test_an_old_question_is_closed() -> None:
    assert fresh(BLANK, NOW + KEPT) is None
    assert fresh(BLANK, NOW + KEPT - timedelta(seconds=1)) is BLANK


def only_one() -> Draft:
    begun = replace(BLANK, command="desk tidy", filled={"who": "dan ana@contoso.com"})
    return choose(begun, Tidy.arguments()[0], "dan ana@contoso.com", Several("dan", (Option("Dan Moor", "id-dan"),)))


@pytest.mark.parametrize("answer", ["yes", "Yes!", "y", "1"])
def test_yes_means_the_only_one_that_can_be_meant(answer: str) -> None:
    assert filled(step(Tidy, only_one(), parse(answer))) == {"who": "id-dan ana@contoso.com"}


def test_no_denies_only_where_one_was_asked_about() -> None:
    assert denies(only_one(), parse("No.")) and denies(only_one(), parse("n"))
    assert not denies(which(), parse("no")) and not denies(only_one(), parse("yes"))
    with pytest.raises(BadArgument, match="yes-or-no"):
        step(Tidy, only_one(), parse("2"))
