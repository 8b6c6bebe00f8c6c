"""Numbers are compared without their spaces and shown with two digits of their own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenant.model import (
    Method,
    MethodKind,
    MethodPolicy,
    MethodRule,
    PhoneType,
    bare,
    capable,
    masked,
    same_number,
    without_numbers,
)

DIGITS = st.text("0123456789", min_size=6, max_size=12)
NUMBERS = st.builds("+{} {}{}".format, st.integers(1, 998), DIGITS, st.sampled_from(["", "x12"]))


@given(NUMBERS, st.integers(0, 20))
def test_spaces_make_no_other_number(number: str, at: int) -> None:
    spaced = f"{number[:at]} {number[at:]}\u00a0"
    assert same_number(number, spaced) and bare(spaced) == bare(number)
    assert not same_number(number, f"{number}0") and not same_number(number, None)


def test_no_number_is_no_number() -> None:
    assert same_number(None, "") and bare(None) == ""


@given(st.lists(NUMBERS, min_size=1, max_size=4), st.sampled_from(["; ", " and ", ", mobile ", "\n"]))
def test_no_text_shows_more_than_the_end_of_a_number(numbers: list[str], between: str) -> None:
    shown = without_numbers(f"mobile {between.join(numbers)}")
    assert shown == f"mobile {between.join(map(masked, numbers))}"
    assert not re.search(r"\d{4}", shown) and without_numbers(shown) == shown


@pytest.mark.parametrize(
    "said",
    [
        "3 of 200 people",
        "request 12, 2026-11-21 10:00",
        "row 4 (+2 more)",
        "d0000000-0000-4000-8000-000000000001",
        "00000000-0000-4000-8000-000000000001",
        "Request 2: undo 1 (30,000 people)",
        "4023 9911 1234",
        "from 198.51.100.123, on 2026-11-02",
        "10023456@contoso.com (MC1184649)",
        "AADSTS50076, at 2026-11-21T10:00:12",
    ],
)
def test_what_is_no_number_stays(said: str) -> None:
    assert without_numbers(said) == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ('I do not know "phone sett dan 0174 9464308".', 'I do not know "phone sett dan •••• •••••08".'),
        ("1 line: 01749464308, 3 people", "1 line: •••••••••08, 3 people"),
        ("The list: (070) 174-06 95", "The list: (•••) •••-•• 95"),
        ("0049 174 9464308 or 20 12 34 56", "•••• ••• •••••08 or •• •• •• 56"),
        ("2026-11-02 0174 9464308", "2026-11-02 •••• •••••08"),
        ("3 (0174 9464308) and 12 (070) 174-06 95", "3 (•••• •••••08) and 12 (•••) •••-•• 95"),
        ("2 (01749464308)", "2 (•••••••••08)"),
        ("8 (916) 123-45-67, 49 (0)174 9464308", "• (•••) •••-••-67, •• (•)••• •••••08"),
        ("+46 (0)70 174 06 95 (2 people), +46 701740695 (12)", "+46 ••• 95 (2 people), +46 ••• 95 (12)"),
        ("Request 12: 06/12/34/56/78", "Request 12: ••/••/••/••/78"),
    ],
)
def test_a_number_without_its_country_is_one_too(said: str, shown: str) -> None:
    assert without_numbers(said) == shown and without_numbers(shown) == shown


@given(st.from_regex(r"0[1-9](?:[ ./-]?[0-9]){6,11}", fullmatch=True), st.text("abc :,\"'", max_size=5))
def test_wherever_a_national_number_stands_it_is_masked(number: str, before: str) -> None:
    shown = without_numbers(f"{before} {number} is it")
    assert sum(each.isdigit() for each in shown) == 2


def phone(kind: PhoneType) -> Method:
    return Method("1", MethodKind.PHONE, phone_type=kind)


@pytest.mark.parametrize(
    ("sms", "voice", "office", "able"),
    [
        (True, False, False, {PhoneType.MOBILE}),
        (False, True, False, {PhoneType.MOBILE, PhoneType.ALTERNATE}),
        (False, True, True, set(PhoneType)),
        (False, False, True, set()),
    ],
)
def test_a_text_reaches_the_mobile_a_call_the_others_too(
    sms: bool, voice: bool, office: bool, able: set[PhoneType]
) -> None:
    everybody = frozenset({"all_users"})
    rules = (
        MethodRule("Sms", sms, include=everybody),
        MethodRule("Voice", voice, include=everybody, office_phones=office),
    )
    policy = MethodPolicy(rules, complete=True)
    assert {kind for kind in PhoneType if capable("dan", phone(kind), policy)} == able


def test_what_the_policy_does_not_decide_is_allowed() -> None:
    assert capable("dan", phone(PhoneType.OFFICE), MethodPolicy((), complete=True))
    off = MethodPolicy((MethodRule("Voice", enabled=False),), complete=False)
    assert capable("dan", phone(PhoneType.OFFICE), off), "a legacy policy may still allow it"
