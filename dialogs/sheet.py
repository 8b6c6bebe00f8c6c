"""Rows as CSV that a spreadsheet opens as it stands: letters that Excel reads, and nothing that it would compute. Pure.

A cell that begins like a formula is shown as text by an apostrophe before it (CWE-1236,
https://owasp.org/www-community/attacks/CSV_Injection).
"""

from collections.abc import Sequence
from csv import QUOTE_MINIMAL, writer
from io import StringIO
from unicodedata import category

MARK = "\ufeff".encode()  # tells Excel that this is UTF-8
FORMULA = ("=", "+", "-", "@")


def row(cells: Sequence[str]) -> bytes:
    """One line of the file."""
    text = StringIO(newline="")
    writer(text, quoting=QUOTE_MINIMAL, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return text.getvalue().encode()


def safe(cell: str) -> str:
    """One line of plain text that no spreadsheet takes for a formula."""
    text = " ".join("".join(map(_shown, cell)).split())
    return f"'{text}" if text.startswith(FORMULA) else text


def _shown(letter: str) -> str:
    if letter.isspace() or letter in "\t\r\n":
        return " "
    return "" if category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") else letter
