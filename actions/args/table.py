"""A list of people and numbers as people paste it: CSV, and which of its columns holds what."""

from collections.abc import Iterator, Mapping, Sequence
from csv import Error, reader
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO
from re import compile as pattern
from typing import Self

from actions.args.base import BadArgument, Plain
from actions.args.text import Block

KEYS = ("who", "number", "as-of")
DELIMITERS = ",;\t"
DATES = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d")
SLASHED = pattern(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
#: Usual headers, the surer ones first: where one of those is there, the others do not count.
USUAL: Mapping[str, tuple[frozenset[str], ...]] = {
    "who": (
        frozenset({"userprincipalname", "upn", "benutzerprincipalname"}),
        frozenset({"email", "mail", "emailaddress", "workemail", "businessemail", "emailwork", "primaryemail",
                   "courriel", "adressemail", "emailadresse", "correo", "correoelectronico"}),
        frozenset({"who", "person", "user", "username", "account", "login", "benutzer"}),
    ),
    "number": (
        frozenset({"mobile", "mobilephone", "mobilenumber", "mobilephonenumber", "cell", "cellphone", "cellnumber",
                   "mobil", "mobilnummer", "handy", "handynummer", "mobiltelefon", "mobiel", "gsm", "portable", "movil",
                   "telefonomovil", "workmobile", "businessmobile"}),
        frozenset({"number", "phone", "phonenumber", "telephone", "telephonenumber", "telefon", "telefonnummer"}),
    ),
    "as-of": (
        frozenset({"asof", "updated", "lastupdated", "updatedon", "updatedat", "modified", "lastmodified", "changed",
                   "lastchanged", "verified", "verifiedon", "stand", "geandert", "aktualisiert"}),
        frozenset({"date", "datum", "fecha"}),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns(Plain):
    """Which header stands over what; an empty one is guessed from the usual headers."""

    who: str = ""
    number: str = ""
    as_of: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """``who=Email,number=Mobile,as-of=Updated``, any of them; raises BadArgument."""
        said: dict[str, str] = {}
        for part in text.split(","):
            key, equals, header = (each.strip() for each in part.partition("="))
            if not equals or not header.strip('"') or key.casefold() not in KEYS or key.casefold() in said:
                raise BadArgument("not-columns", said=part.strip()[:40], allowed=", ".join(KEYS))
            said[key.casefold()] = header.strip('"').strip()
        return cls(said.get("who", ""), said.get("number", ""), said.get("as-of", ""))

    def said(self) -> str:
        """As typed."""
        return ",".join(f"{key}={header}" for key, header in zip(KEYS, self._all(), strict=True) if header)

    def pinned(self) -> str:
        """The same as `said`."""
        return self.said()

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        return cls.parse(text) if text else cls()

    def places(self, headers: Sequence[str]) -> dict[str, int]:
        """Where ``who``, ``number`` and perhaps ``as-of`` stand. Raises BadArgument with the headers found."""
        found = {key: _place(key, said, headers) for key, said in zip(KEYS, self._all(), strict=True)}
        return {key: place for key, place in found.items() if place is not None}

    def _all(self) -> tuple[str, str, str]:
        return self.who, self.number, self.as_of


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One line of a list. ``number`` as written, empty where the list has none; ``line``: where it stands, from 1."""

    who: str
    number: str = field(repr=False)
    as_of: date | None
    line: int


@dataclass(frozen=True, slots=True)
class Csv(Block):
    """A list with a header line, separated by commas, semicolons or tabs."""

    def rows(self, columns: Columns) -> tuple[CsvRow, ...]:
        """Every line that is not empty, each person once. Raises BadArgument naming line and column."""
        found = list(_lines(self.text))
        if len(found) < 2:
            raise BadArgument("csv-empty")
        places = columns.places(found[0][1])
        rows = tuple(_row(places, cells, line) for line, cells in found[1:])
        _each_once(rows)
        return rows


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every line that has any."""
    delimiter, body, at = _opened(text.removeprefix("\ufeff"))
    skipped = at - 1
    cells = reader(StringIO(body, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in cells:
            if any(cell.strip() for cell in row):
                yield at, [cell.strip() for cell in row]
            at = cells.line_num + skipped + 1
    except Error:
        raise BadArgument("csv-broken", line=str(at)) from None


def _opened(text: str) -> tuple[str, str, int]:
    """The separator, the list itself and the line where it begins. Excel's own first line ``sep=;`` is obeyed."""
    first, _, rest = text.partition("\n")
    if first.casefold().startswith("sep="):
        return first[4:5].strip("\r") or "\t", rest, 2
    return _sniffed(text), text, 1


def _sniffed(text: str) -> str:
    """The separator of the header line, which is the first that is not empty."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=header.count)


def _place(key: str, said: str, headers: Sequence[str]) -> int | None:
    hits = _said(said, headers) if said else _guessed(key, headers)
    if len(hits) == 1:
        return hits[0]
    if not hits and key == "as-of" and not said:
        return None
    raise BadArgument("csv-columns", column=said or key, headers=", ".join(each[:30] for each in headers[:20]))


def _said(said: str, headers: Sequence[str]) -> list[int]:
    return [place for place, header in enumerate(headers) if header.casefold() == said.casefold()]


def _guessed(key: str, headers: Sequence[str]) -> list[int]:
    for usual in USUAL[key]:
        if hits := [place for place, header in enumerate(headers) if _plain(header) in usual]:
            return hits
    return []


def _plain(header: str) -> str:
    folded = header.casefold().translate(str.maketrans("áäéíóöúü", "aaeioouu"))
    return "".join(each for each in folded if each.isalnum())


def _row(places: Mapping[str, int], cells: Sequence[str], line: int) -> CsvRow:
    if len(cells) <= max(places["who"], places["number"]):
        raise BadArgument("csv-short", line=str(line))
    if not cells[places["who"]]:
        raise BadArgument("csv-nobody", line=str(line))
    told = cells[places["as-of"]] if "as-of" in places and places["as-of"] < len(cells) else ""
    return CsvRow(cells[places["who"]], cells[places["number"]], _date(told, line), line)


def _date(told: str, line: int) -> date | None:
    """A day that can be read in one way only: 3/4/2026 is two."""
    if not told:
        return None
    day = told.partition("T")[0].split()[0]
    found = next((each for each in (_read(day, form) for form in DATES) if each), None) or _slashed(day)
    if found is None or not 1990 <= found.year <= 2100:
        raise BadArgument("csv-date", line=str(line), said=told[:20])
    return found


def _read(day: str, form: str) -> date | None:
    try:
        return datetime.strptime(day, form).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None


def _slashed(day: str) -> date | None:
    match = SLASHED.fullmatch(day)
    if match is None:
        return None
    one, two, year = (int(each) for each in match.groups())
    if one <= 12 and two <= 12 and one != two:
        return None
    month, number = (two, one) if one > 12 else (one, two)
    return _read(f"{year}-{month:02}-{number:02}", "%Y-%m-%d")


def _each_once(rows: Sequence[CsvRow]) -> None:
    met: dict[str, int] = {}
    for row in rows:
        if (first := met.setdefault(row.who.casefold(), row.line)) != row.line:
            raise BadArgument("csv-twice", line=str(row.line), first=str(first), who=row.who[:60])
