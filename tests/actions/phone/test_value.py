"""The text of a row: canonical, read back, and fair to what Microsoft does to numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.phone.value import METHOD_IDS, Value, digits, present
from actions.spec import Change, Subject
from tenant.model import Method, MethodKind, PhoneType

NUMBERS = st.from_regex(r"\+[1-9]\d{0,2} \d{4,12}(x\d{1,4})?", fullmatch=True)
VALUES = st.builds(
    Value,
    st.dictionaries(st.sampled_from(list(PhoneType)), NUMBERS),
    st.none() | st.sampled_from(["sms", "push", "voiceOffice"]),
)


@given(VALUES)
def test_a_value_survives_its_text(value: Value) -> None:
    assert Value.parse(value.text()) == value


def test_keys_stand_in_one_order_and_nothing_is_none() -> None:
    value = Value({PhoneType.OFFICE: "+31 201234567x12", PhoneType.MOBILE: "+31 612345678"}, "sms")
    assert value.text() == "mobile +31 612345678; office +31 201234567x12; preferred sms"
    assert Value().text() is None


def test_a_number_is_not_in_what_is_logged() -> None:
    assert "6123" not in repr(Value({PhoneType.MOBILE: "+31 612345678"}))


def test_an_extension_is_no_part_of_the_digits() -> None:
    assert digits("+31 201234567x12") == "31201234567"


OLD, NEW, OTHER = "mobile +31 611111111", "mobile +31 622222222; preferred sms", "mobile +31 633333333"


@pytest.mark.parametrize(
    ("before", "after", "there", "seen"),
    [
        (None, NEW, {}, None),
        (None, NEW, {"mobile": "+31 622222222"}, NEW),
        (None, NEW, {"mobile": "+31622222222"}, NEW),
        (None, NEW, {"mobile": "+31 633333333"}, OTHER),
        (OLD, NEW, {}, None),  # somebody removed it meanwhile
        (OLD, NEW, {"mobile": "+31 611111111", "office": "+31 201234567"}, OLD),
        (NEW, None, {"office": "+31 201234567"}, None),
        (f"{OLD}; alternateMobile +31 644444444", None, {"mobile": "+31 611111111"}, "before"),  # half done
        (f"{OLD}; alternateMobile +31 644444444", None, {"mobile": "+31 633333333"}, OTHER),
    ],
)
def test_what_is_seen_is_the_row_or_what_is_there(
    before: str | None, after: str | None, there: dict[str, str], seen: str | None
) -> None:
    change = Change(subject=Subject("a", "Ana"), before=before, after=after)
    methods = [
        Method(METHOD_IDS[PhoneType(kind)], MethodKind.PHONE, phone_type=kind, number=number)
        for kind, number in there.items()
    ]
    assert present(change, methods) == (before if seen == "before" else seen)
