"""The people whose telephones are filled in: every doubt several times, and good numbers that really are good."""

import re
from collections import Counter

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from demo.directory import Person
from demo.seed import build, cast, numbers
from demo.seed.rollout import DOUBTS, SIZE

LEAST = 100
"""Good numbers among those whose number alone decides, with nobody else's and nothing registered against them."""


@pytest.fixture(scope="module")
def group() -> list[Person]:
    return people_of(1)


def people_of(seed: int, *, users: int = 300, scenario: str = "no-p1") -> list[Person]:
    directory = build(scenario, users=users, seed=seed)
    return [directory.people[key] for key in directory.groups[cast.PHONE_ROLLOUT].members]


def registered(person: Person) -> str:
    return person.phones.partition(";")[0].removeprefix("mobile ")


def digits(text: str | None) -> str:
    return re.sub(r"\D", "", text or "")


def same(person: Person) -> bool:
    """Does the directory mean the phone that is registered? By its end, for it is spelled in many ways."""
    return digits(person.mobile).endswith(digits(registered(person))[-8:])


@pytest.mark.parametrize("scenario", ["no-p1", "security-defaults", "conditional-access"])
@pytest.mark.parametrize("seed", [1, 2, 7])
def test_there_are_exactly_two_hundred_whatever_the_seed(scenario: str, seed: int) -> None:
    assert len(people_of(seed, scenario=scenario)) == SIZE == 200
    assert len(people_of(seed, users=1000, scenario=scenario)) == SIZE


def test_the_same_seed_gives_the_same_doubts_and_another_seed_others() -> None:
    def looks(seed: int) -> list[tuple[str, str | None, str | None, str]]:
        return [(person.id, person.mobile, person.location, person.phones) for person in people_of(seed)]

    assert looks(3) == looks(3)
    assert looks(3) != looks(4)


def test_every_doubt_about_the_text_is_there(group: list[Person]) -> None:
    held = Counter((person.mobile, person.location) for person in group)
    for doubt in DOUBTS:
        assert held[doubt.mobile, doubt.location] >= 1, doubt


def test_every_doubt_about_the_person_is_there_several_times(group: list[Person]) -> None:
    holders = {grant.principal for grant in build().grants} | {cast.PIA}
    keepers = {cast.generated(number) for number in (1, 2, 3)}
    counts = {
        "role holder": sum(person.id in holders for person in group),
        "role-assignable": sum(person.id in keepers for person in group),
        "guest": sum(person.user_type == "Guest" for person in group),
        "disabled": sum(not person.enabled for person in group),
        "same phone registered": sum(bool(registered(p)) and same(p) for p in group if p.enabled),
        "another registered": sum(bool(registered(p)) and not same(p) for p in group if p.enabled),
        "stronger method": sum(_has(person, "microsoftAuthenticator", "fido2", "softwareOath") for person in group),
        "no method at all": sum(len(person.methods.true) == 1 for person in group),
        "synced": sum(person.synced for person in group),
        "cloud-only": sum(not person.synced for person in group),
        "no country": sum(person.location is None for person in group),
        "no number": sum(not (person.mobile or "").strip() for person in group),
    }
    assert {name: count for name, count in counts.items() if count < 3} == {}
    assert counts["no method at all"] >= 40


def _has(person: Person, *kinds: str) -> bool:
    return any(method.kind in kinds for method in person.methods.true)


def test_most_of_the_rest_have_good_numbers_each_once(group: list[Person]) -> None:
    good = {number.registered.replace(" ", ""): number for number in numbers.good()}
    doubtful = {doubt.mobile for doubt in DOUBTS}
    spellings = {numbers.spelled(number, way): key for key, number in good.items() for way in range(15)}
    found = [spellings[p.mobile] for p in group if p.mobile in spellings and p.mobile not in doubtful]
    assert len(found) == len(set(found))
    assert len(found) >= LEAST
    plain = [p for p in group if p.mobile in spellings and not registered(p) and p.enabled and p.user_type == "Member"]
    assert len(plain) >= 90


def test_every_spelling_of_a_good_number_reads_as_that_mobile_number_in_its_country() -> None:
    mobile = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
    for number in (*numbers.good(), *numbers.elsewhere()):
        for text in (*(numbers.spelled(number, way) for way in range(15)), numbers.arabic(number)):
            read = phonenumbers.parse(text, number.location)
            assert phonenumbers.is_valid_number(read), text
            assert phonenumbers.number_type(read) in mobile, text
            shown = phonenumbers.format_number(read, PhoneNumberFormat.E164)
            assert shown == number.registered.replace(" ", ""), text


def test_only_numbers_shared_or_extended_on_purpose_are_mobile_numbers_among_the_doubts() -> None:
    def reads(text: str, country: str | None) -> bool:
        try:
            read = phonenumbers.parse(text, country)
        except phonenumbers.NumberParseException:
            return False
        return phonenumbers.is_valid_number(read) and phonenumbers.number_type(read) == PhoneNumberType.MOBILE

    read = [doubt for doubt in DOUBTS if reads(doubt.mobile or "", doubt.location)]
    extended = [doubt for doubt in read if re.search(r"x ?\d+$|ext", doubt.mobile or "")]
    without_zero = [
        doubt for doubt in read if (doubt.mobile or "").isdigit() and not (doubt.mobile or "").startswith("0")
    ]
    shared = Counter(digits(doubt.mobile)[-8:] for doubt in read if doubt not in extended and doubt not in without_zero)
    assert len(extended) >= 3
    assert len(without_zero) == 5
    assert all(count > 1 for count in shared.values()), shared


def test_numbers_are_spelled_in_many_ways(group: list[Person]) -> None:
    texts = [person.mobile or "" for person in group]
    for sign in (
        "tel:+",
        "00",
        " (0)",
        "\N{NO-BREAK SPACE}",
        "\N{EN DASH}",
        "\N{LEFT-TO-RIGHT EMBEDDING}",
        "/",
        ".",
        "(",
    ):
        assert any(sign in text for text in texts), sign
    assert sum("٠" in text for text in texts) == 1


def test_the_wave_stays_ready_and_the_pilot_is_six() -> None:
    directory = build()
    assert [directory.people[key].mobile for key in directory.groups[cast.PHONE_PILOT].members] == [
        "0174-9464308",
        "070 174 06 95",
        registered(directory.people[cast.GRACE]),
        "06-12345678",
        "+31 (0)6-12345678",
        "0491 570 804",
    ]
    assert len(directory.groups[cast.WAVE_200].members) == 200


def test_a_small_tenant_has_a_small_group() -> None:
    assert len(people_of(1, users=26)) == 4
    assert 20 < len(people_of(1, users=60)) < 40
