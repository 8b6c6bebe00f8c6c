"""Telephone numbers that belong to nobody, and the ways in which people type them.

Numbers are of ranges reserved for films and examples (Sweden: PTS 070-174 06 05 to 99; North America: 555-0100 to 0199;
Germany: the Bundesnetzagentur's list; Australia: ACMA's list; the United Kingdom's landlines and services: Ofcom).
Where a country has no such range, it is the one example number that libphonenumber gives for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

NO_BREAK = "\N{NO-BREAK SPACE}"
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class Country:
    """How a country dials: its code, what stands before a national number (nothing in some), and the way abroad."""

    code: str
    trunk: str = "0"
    abroad: str = "00"


@dataclass(frozen=True, slots=True)
class Number:
    """One number: where it is dialled nationally, and its national groups without the trunk zero."""

    location: str
    groups: str

    @property
    def country(self) -> Country:
        """Its country's way of dialling."""
        return COUNTRIES[self.location]

    @property
    def compact(self) -> str:
        """The national digits without the trunk zero."""
        return self.groups.replace(" ", "")

    @property
    def registered(self) -> str:
        """As Microsoft keeps it: ``+46 701740605``."""
        return f"+{self.country.code} {self.compact}"


COUNTRIES = {
    "SE": Country("46"),
    "US": Country("1", "", "011"),
    "DE": Country("49"),
    "AU": Country("61", abroad="0011"),
    "NL": Country("31"),
    "AT": Country("43"),
    "CH": Country("41"),
    "ES": Country("34", ""),
    "FR": Country("33"),
    "GB": Country("44"),
    "IT": Country("39", ""),
    "BE": Country("32"),
    "DK": Country("45", ""),
    "NO": Country("47", ""),
    "FI": Country("358"),
    "IE": Country("353"),
    "PL": Country("48", ""),
    "PT": Country("351", ""),
    "CZ": Country("420", ""),
}

EXAMPLES = (
    Number("AT", "664 123456"),
    Number("CH", "78 123 45 67"),
    Number("ES", "612 34 56 78"),
    Number("FR", "6 12 34 56 78"),
    Number("GB", "7400 123456"),
    Number("IT", "312 345 6789"),
    Number("BE", "450 00 12 34"),
    Number("DK", "34 41 23 45"),
    Number("NO", "40 61 23 45"),
    Number("FI", "41 2345678"),
    Number("IE", "85 012 3456"),
    Number("PL", "512 345 678"),
    Number("PT", "912 345 678"),
    Number("CZ", "601 123 456"),
)
GERMAN = (
    *("1522 8817386", "1522 8895456", "1525 4599371", "172 9925904", "172 9968532"),
    *("172 9973185", "172 9973186", "172 9980752", "174 9091317", "174 9464308"),
)
AREAS = (202, 212, 213, 303, 305, 312, 313, 404, 412, 415, 503, 512, 602, 612, 617, 702, 713, 801, 808)
AUSTRALIAN = ("006", "156", "157", "158", "159", "110", "313", "737", "266", "491", "804")
DUTCH = Number("NL", "6 12345678")


def swedish(last: int) -> Number:
    """070-174 06 05 to 070-174 06 99, by the last two digits."""
    return Number("SE", f"70 174 06 {last:02d}")


def american(area: int, last: int) -> Number:
    """555-0100 to 555-0199 of an area, by the last two digits."""
    return Number("US", f"{area} 555 01{last:02d}")


def german(number: int) -> Number:
    """One of the ten, from 0."""
    return Number("DE", GERMAN[number])


def australian(number: int) -> Number:
    """One of the eleven, from 0."""
    return Number("AU", f"491 570 {AUSTRALIAN[number]}")


def good() -> Iterator[Number]:
    """Mobile numbers for people whose number is right, each once, the countries mixed."""
    sources: Sequence[list[Number]] = (
        [swedish(last) for last in range(5, 85)],
        [american(206, last) for last in range(45)],
        [*EXAMPLES, *(german(number) for number in (0, 1, 3, 4)), *(australian(number) for number in range(10))],
    )
    yield from (number for row in zip_longest(*sources) for number in row if number is not None)


def spelled(number: Number, way: int) -> str:
    """The number as somebody typed it; ``way`` counts through the habits."""
    country = number.country
    first, _, rest = number.groups.partition(" ")
    national, foreign = f"{country.trunk}{number.groups}", f"+{country.code} {number.groups}"
    behind_zero = f"({country.trunk})" if country.trunk else ""
    ways = (
        national,
        foreign,
        f"{country.trunk}{first}-{rest}",
        f"{country.abroad}{country.code}{number.compact}",
        f"{country.trunk}{number.compact}",
        f"+{country.code} {behind_zero}{first}-{rest}",
        foreign.replace(" ", NO_BREAK),
        f"tel:+{country.code}-{number.groups.replace(' ', '-')}",
        f"({country.trunk}{first}) {rest}",
        f"+{country.code}{number.compact}",
        national.replace(" ", "."),
        f" {foreign}  ",
        f"{country.trunk}{first}/{rest.replace(' ', '')}",
        f"\N{LEFT-TO-RIGHT EMBEDDING}{foreign}\N{POP DIRECTIONAL FORMATTING}",  # as Windows copies it from a contact
        national.replace(" ", "\N{EN DASH}"),
    )
    return ways[way % len(ways)]


def arabic(number: Number) -> str:
    """In Arabic-Indic digits."""
    return f"{number.country.trunk}{number.groups}".translate(ARABIC_INDIC)


def elsewhere() -> Iterator[Number]:
    """North American numbers outside the area that `good` uses: 1,900 of them."""
    yield from (american(area, last) for area in AREAS for last in range(100))


def landlines() -> Iterator[str]:
    """German landlines as people type them, extensions and all: 2,000 of them."""
    for last in range(1000):
        yield f"tel. 030/23125{last:03d} x{last % 100:02d}"
        yield f"+49 (0)89 99998-{last:03d}"
