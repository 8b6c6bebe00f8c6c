"""Pasted lists, ends in time, typed numbers: read whole or refused with the place where it fails."""

from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args import BadArgument, Block, Columns, Csv, CsvRow, PhoneTypes, TypedNumber, Until, Yes
from tenant.model import PhoneType
from tenant.ports import TenantReader

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Watch:
    """The one thing that `Until` asks a tenant: what time it is."""

    def now(self) -> datetime:
        return NOW


tenant = cast("TenantReader", Watch())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_is_read_whatever_separates_it(delimiter: str) -> None:
    text = "\n".join(
        delimiter.join(cells) for cells in (["Email", "Mobile", "Updated"], ["a@c.com", "+31 6", "2026-11-02"])
    )
    assert Csv.parse(text).rows(Columns()) == (CsvRow("a@c.com", "+31 6", date(2026, 11, 2), 2),)


def test_excels_own_first_line_is_obeyed_and_lines_keep_their_numbers() -> None:
    rows = Csv.parse('\ufeffsep=;\r\nE-Mail;Handy\r\n\r\na@c.com;"0171;\r\n1"\r\nb@c.com;2\r\n').rows(Columns())
    assert [(row.who, row.number, row.line) for row in rows] == [("a@c.com", "0171;\r\n1", 4), ("b@c.com", "2", 6)]


def test_a_named_column_wins_over_a_usual_one() -> None:
    text = "Mail,Mobile,HR phone\na@c.com,1,2"
    assert Csv.parse(text).rows(Columns.parse("number=hr phone"))[0].number == "2"


@pytest.mark.parametrize(
    ("text", "columns", "facts"),
    [
        ("Name,Mobile\nAna,1", "", {"column": "who", "headers": "Name, Mobile"}),
        ("Mail,Mobile,Cell\na,1,2", "", {"column": "number", "headers": "Mail, Mobile, Cell"}),
        ("Mail,Mobile\na,1", "number=Phone", {"column": "Phone", "headers": "Mail, Mobile"}),
        ("Mail,Mobile\na", "", {"line": "2"}),
        ("Mail,Mobile\n,1", "", {"line": "2"}),
        ('Mail,Mobile\na,"1\nb,2', "", {"line": "2"}),
        ("Mail,Mobile,Updated\na,1,3/4/2026", "", {"line": "2", "said": "3/4/2026"}),
        ("Mail,Mobile\na,1\nb,2\nA,3", "", {"line": "4", "first": "2", "who": "A"}),
        ("Mail,Mobile", "", {}),
    ],
)
def test_a_list_that_cannot_be_read_says_where(text: str, columns: str, facts: dict[str, str]) -> None:
    with pytest.raises(BadArgument) as refused:
        Csv.parse(text).rows(Columns.parse(columns) if columns else Columns())
    assert refused.value.reason.facts == facts


@pytest.mark.parametrize("told", ["2026-11-02", "2026-11-02T10:00:00Z", "02.11.2026", "2.11.2026", "20261102"])
def test_a_day_that_can_be_read_in_one_way_is_read(told: str) -> None:
    assert Csv.parse(f"Mail,Mobile,Updated\na,1,{told}").rows(Columns())[0].as_of == date(2026, 11, 2)


def test_thirteen_is_no_month() -> None:
    assert Csv.parse("Mail,Mobile,Updated\na,1,3/13/2026").rows(Columns())[0].as_of == date(2026, 3, 13)


@given(st.text())
def test_any_text_is_a_list_or_one_clear_refusal(text: str) -> None:
    assert outcome_of(text).startswith(("rows", "csv-", "nothing-said"))


def outcome_of(text: str) -> str:
    """The refusal's code, or "rows"."""
    try:
        rows = Csv.parse(text).rows(Columns())
    except BadArgument as refused:
        return refused.reason.code
    return "rows" if all(row.who for row in rows) else "a row about nobody"


@pytest.mark.parametrize("text", ["who", "who=", "name=Mail", "who=a,who=b"])
def test_columns_that_say_nothing_are_refused(text: str) -> None:
    with pytest.raises(BadArgument):
        Columns.parse(text)


def test_columns_survive_pinning() -> None:
    columns = Columns.parse('who="Work mail", as-of=Stand')
    assert Columns.unpin(columns.pinned()) == columns == Columns("Work mail", "", "Stand")


@pytest.mark.parametrize(("text", "code"), [("x" * 2_000_001, "too-long-text"), ("x\n" * 50_001, "too-many-lines")])
def test_a_block_has_an_end(text: str, code: str) -> None:
    with pytest.raises(BadArgument) as refused:
        Block.parse(text)
    assert refused.value.reason.code == code


def test_a_block_keeps_its_lines() -> None:
    block = Block.parse("a\r\n b\n")
    assert Block.unpin(block.pinned()).text == "a\r\n b\n"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("90 days", NOW + timedelta(days=90)),
        ("90d", NOW + timedelta(days=90)),
        ("in 2 weeks", NOW + timedelta(days=14)),
        ("2027-02-19", datetime(2027, 2, 19, 9, 0, tzinfo=UTC)),
        ("2027-02-19 17:30", datetime(2027, 2, 19, 17, 30, tzinfo=UTC)),
    ],
)
async def test_an_end_stays_where_it_was_when_it_was_said(text: str, end: datetime) -> None:
    pinned = await Until.parse(text).resolve(tenant)
    later = Until.unpin(pinned.pinned())
    assert later.end(NOW + timedelta(days=3)) == end
    assert Until.parse(later.said()).end(NOW) == end


@pytest.mark.parametrize("text", ["", "soon", "0 days", "900 days", "2027-02-30", "2027-02-19 25:00", "90 minutes"])
def test_what_is_no_end_is_refused(text: str) -> None:
    with pytest.raises(BadArgument):
        Until.parse(text)


@pytest.mark.parametrize("text", ["2026-11-22", "2030-01-01"])
async def test_an_end_must_lie_ahead_and_within_two_years(text: str) -> None:
    with pytest.raises(BadArgument):
        await Until.parse(text).resolve(tenant)


def test_a_typed_number_is_kept_in_full_and_said_with_dots() -> None:
    number = TypedNumber.parse("+31 6 12345678")
    assert TypedNumber.unpin(number.pinned()) == number
    assert number.said() == "+•• • ••••••78"
    assert "1234" not in repr(number)
    with pytest.raises(BadArgument):
        TypedNumber.parse(number.said())


def test_phone_types_are_said_in_both_ways() -> None:
    assert PhoneTypes.parse("mobile alternateMobile office").types == tuple(PhoneType)


@pytest.mark.parametrize(("text", "yes"), [("yes", True), ("no", False), ("yes no", False)])
def test_yes_is_yes_alone(text: str, *, yes: bool) -> None:
    assert bool(Yes.parse(text)) is yes
