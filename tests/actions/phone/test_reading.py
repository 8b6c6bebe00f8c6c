"""Reading phone numbers: held against libphonenumber's own examples and a thousand messy spellings.

Never a wrong number, and what is not read is a doubt that says why.
"""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from actions.phone.reading import OFFICE, Reading, read
from actions.spec import Reason
from tenant.model import PhoneType, bare
from tests.actions.phone.spellings import MOBILE, e164, spellings

FORMATS = (
    PhoneNumberFormat.NATIONAL,
    PhoneNumberFormat.INTERNATIONAL,
    PhoneNumberFormat.E164,
    PhoneNumberFormat.RFC3966,
)
NOTHING = Reason("no doubt")
MICROSOFTS = re.compile(r"\+\d{1,3} \d{3,14}(x\d{1,7})?")
REGIONS = st.sampled_from(["", *sorted(phonenumbers.SUPPORTED_REGIONS)])


@dataclass
class Count:
    """What became of many spellings."""

    read: int = 0
    doubts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, text: str, region: str, reading: Reading, *, truth: str) -> None:
        """One more. Neither a number nor a doubt, or both, is silence."""
        if (reading.number is None) == (reading.doubt is None):
            self.silent.append(f"{region} {text!r}")
        elif reading.doubt is not None:
            self.doubts[reading.doubt.code] += 1
            self.unread.append(f"{region} {text!r} {reading.doubt}")
        elif bare(reading.number) != truth or MICROSOFTS.fullmatch(reading.number or "") is None:
            self.wrong.append(f"{region} {text!r} {reading.number} for {truth}")
        else:
            self.read += 1

    def __str__(self) -> str:
        shown = ", ".join(f"{code} {count}" for code, count in self.doubts.most_common())
        return f"{self.read} read, {self.doubts.total()} doubts shown ({shown}), {len(self.wrong)} wrong"


def show(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """For whoever runs the test, whether its output is captured or not."""
    with capsys.disabled():
        sys.stdout.write(f"\n{line}\n")


def examples() -> Iterator[tuple[str, PhoneNumber]]:
    """Every example of every region and kind of line, those that belong to no country, too."""
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for line in PhoneNumberType.values():
            if (number := phonenumbers.example_number_for_type(region, line)) is not None:
                yield region, number
    for code in sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        if (number := phonenumbers.example_number_for_non_geo_entity(code)) is not None:
            yield "DE", number


def test_every_example_of_libphonenumber(capsys: pytest.CaptureFixture[str]) -> None:
    """All regions, all kinds of line, four formats, as a mobile and as an office phone."""
    fit, unfit = Count(), Count()
    for region, number in examples():
        for form in FORMATS:
            text = str(phonenumbers.format_number(number, form))
            for kind in (PhoneType.MOBILE, PhoneType.OFFICE):
                right = phonenumbers.number_type(number) in (MOBILE if kind is PhoneType.MOBILE else OFFICE)
                (fit if right else unfit).add(text, region, read(text, region, kind), truth=e164(number))
    show(capsys, f"libphonenumber's examples, fitting lines: {fit}; other lines: {unfit}")
    assert not fit.wrong + unfit.wrong
    assert not fit.silent + unfit.silent
    assert unfit.read == 0
    assert fit.read > 4_500
    assert fit.read / (fit.read + fit.doubts.total()) > 0.995, fit.unread


def test_a_thousand_messy_spellings(capsys: pytest.CaptureFixture[str]) -> None:
    """Whole numbers are read, nearly all; what is damaged, cut, doubled or noted is never one."""
    whole, damaged = Count(), Count()
    for each in spellings(1_000, seed=20261123):
        into = whole if each.whole else damaged
        into.add(each.text, each.region, read(each.text, each.region, PhoneType.MOBILE), truth=each.truth)
    show(capsys, f"messy spellings, whole: {whole}; damaged: {damaged}")
    assert not whole.wrong + damaged.wrong
    assert not whole.silent + damaged.silent
    assert damaged.read == 0
    assert whole.read + whole.doubts.total() > 550
    assert whole.read / (whole.read + whole.doubts.total()) > 0.98, whole.unread


def test_a_count_finds_what_it_is_for() -> None:
    """The two tests above could not fail otherwise."""
    count = Count()
    count.add("06", "NL", Reading("+31 612345679"), truth="+31612345678")
    count.add("06", "NL", Reading("0612345678"), truth="0612345678")
    count.add("06", "NL", Reading(), truth="+31612345678")
    assert (len(count.wrong), len(count.silent), count.read) == (2, 1, 0)


@given(st.text(st.sampled_from("0123456789+ ()-./;,xE\n'\u00a0٣６abc"), max_size=40) | st.text(max_size=60), REGIONS)
def test_any_text_is_a_number_in_microsofts_form_or_a_doubt(text: str, region: str) -> None:
    reading = read(text, region, PhoneType.MOBILE)
    assert (reading.number is None) != (reading.doubt is None)
    if reading.number is not None:
        assert MICROSOFTS.fullmatch(reading.number)
        assert phonenumbers.is_valid_number(phonenumbers.parse(reading.number))
        typed = "".join(str(unicodedata.decimal(each)) for each in text if each.isdecimal())
        assert typed.endswith(reading.number[-5:]), "no digit is dropped, none is invented"
    else:
        shown = (reading.doubt or NOTHING).facts.get("text", "")
        assert sum(each.isdigit() for each in shown) <= 2


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("06 12345678", "NL", "+31 612345678"),
        ("0151/12345678", "DE", "+49 15112345678"),
        ("+49 (0)151 / 123 456 78", "NL", "+49 15112345678"),
        ("06/12/34/56/78", "FR", "+33 612345678"),
        ("347 1234567", "IT", "+39 3471234567"),
        ("+39 (0)347 1234567", "IT", "+39 3471234567"),
        ("011 15-2345-6789", "AR", "+54 91123456789"),
        ("(11) 91234-5678", "BR", "+55 11912345678"),
        ("55991234567", "BR", "+55 55991234567"),  # 55 is an area code there, too
        ("55 1234 5678", "MX", "+52 5512345678"),
        ("8 (912) 345-67-89", "RU", "+7 9123456789"),
        ("+1 (206) 555-1234", "US", "+1 2065551234"),
        ("0046-70-123 45 67", "DE", "+46 701234567"),
        ("31612345678", "NL", "+31 612345678"),
        ("06 12345678 (privé)", "NL", "+31 612345678"),
        ("+31612345678", "", "+31 612345678"),
    ],
)
def test_a_number_is_read(text: str, region: str, number: str) -> None:
    assert read(text, region, PhoneType.MOBILE).number == number


@pytest.mark.parametrize(
    ("text", "region", "code"),
    [
        ("", "NL", "no-number"),
        ("ask Grace", "NL", "unreadable"),
        ("n/a", "NL", "unreadable"),
        ("06 12345678 (old)", "NL", "unreadable"),
        ("06 1234 56xx", "NL", "unreadable"),
        ("0612345678²", "NL", "unreadable"),
        ("1-800-FLOWERS", "US", "unreadable"),
        ("+52 1 55 1234 5678", "MX", "number-too-long"),  # the 1 is gone since 2019
        ("06 12345678 / 06 87654321", "NL", "two-numbers"),
        ("030 1234567/68", "DE", "two-numbers"),
        ("+31612345678 +31687654321", "NL", "two-numbers"),
        ("06 1234567", "NL", "too-short"),
        ("555-1234", "US", "too-short"),
        ("3.16E+10", "NL", "excel-damage"),
        ("612345678.0", "NL", "excel-damage"),
        ("2024-01-02", "DK", "excel-damage"),
        ("31600000000", "NL", "excel-damage"),
        ("612345678", "NL", "lost-zero"),
        ("6 12345678", "IT", "lost-zero"),
        ("491711234567", "DE", "lost-zero"),  # or +49 171 1234567: both are numbers
        ("0612345678", "", "no-region"),
        ("0612345678", "AQ", "no-region"),
        ("020 1234567", "NL", "not-mobile"),
        ("+54 11 2345 6789", "AR", "not-mobile"),  # a mobile has a 9 there
        ("0900 1234567", "NL", "premium"),
        ("0800 1234", "NL", "toll-free"),
        ("+1 (206) 555-1234 ext. 9", "US", "extension-in-mobile"),
        ("tel:+31-6-12345678;ext=12", "NL", "extension-in-mobile"),
    ],
)
def test_a_doubt_is_named(text: str, region: str, code: str) -> None:
    assert (read(text, region, PhoneType.MOBILE).doubt or NOTHING).code == code


@pytest.mark.parametrize(
    ("text", "region", "codes"),
    [
        ("206-555-1234", "US", ["maybe-mobile"]),
        ("+1 416 555 0123", "US", ["maybe-mobile", "other-country"]),
        ("+49 151 12345678", "NL", ["other-country"]),
        ("06 12345678", "NL", []),
    ],
)
def test_what_the_approver_should_know_of_a_number(text: str, region: str, codes: list[str]) -> None:
    assert [each.code for each in read(text, region, PhoneType.MOBILE).soft] == codes


def test_an_office_phone_may_have_an_extension_and_a_landline() -> None:
    assert read("020 123 45 67 ext. 12", "NL", PhoneType.OFFICE).number == "+31 201234567x12"
    assert (read("+1 900 234 5678", "US", PhoneType.OFFICE).doubt or NOTHING).code == "premium"
