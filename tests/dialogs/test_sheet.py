"""Files that spreadsheets open: every cell comes back as it was, and none of them is computed."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs import sheet


@given(st.lists(st.lists(st.text(), min_size=1, max_size=5), max_size=5))
def test_what_is_read_back_is_what_was_written(rows: list[list[str]]) -> None:
    content = sheet.MARK + b"".join(sheet.row(row) for row in rows)
    read = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row or [""] for row in read] == [[sheet.safe(cell) for cell in row] for row in rows]


@given(st.text())
def test_no_cell_is_a_formula_or_more_than_one_line(cell: str) -> None:
    safe = sheet.safe(cell)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert len(safe.splitlines()) <= 1
    assert "\u202e" not in safe


@pytest.mark.parametrize(
    "cell, safe",
    [
        ("=HYPERLINK(\"http://evil.example\")", "'=HYPERLINK(\"http://evil.example\")"),
        ("+31 6 12345678", "'+31 6 12345678"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'=1+1"),
        ("Dan\r\nMoor", "Dan Moor"),
        ("a-b@c.example", "a-b@c.example"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_looks_like_a_formula_is_text(cell: str, safe: str) -> None:
    assert sheet.safe(cell) == safe
