"""``phone import``: the phone numbers of an Azure MFA Server export, as a list that is believed."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from actions.args import BadArgument, Block, Columns, Csv
from actions.spec import ask
from dialogs.arguments import Line
from dialogs.command import OWNERS, Command, Turn
from dialogs.commands.phone_list import PhoneList
from dialogs.reply import Reply

DELIMITERS = ",;\t"
CALLED = "MFA Server"
# Without blanks and in lower case; versions of the server have written them in more than one way.
WHO = ("userprincipalname", "upn", "email", "emailaddress", "username", "user")
NUMBER = ("phone", "phonenumber", "primaryphone", "mobilephone", "mobile")
COUNTRY = ("countrycode", "phonecountrycode", "primarycountrycode", "country")


class PhoneImport(Command, name="phone import", needs=OWNERS, slow=True):
    """Take the phone numbers of an Azure MFA Server export as the list that is believed, as `phone list` does.

    Paste the export below the command, or attach it in our chat. Its country code and number become one; user names
    without an address get the domain said with at:contoso.com. Other columns are said as in `phone list`. Nothing is
    written to Microsoft.
    """

    at: Line = ask("Which domain do user names without one belong to?", like="contoso.com", default=Line())
    columns: Columns = ask("Which column holds what?", like="who=Username,number=Phone", default=Columns())
    called: Line = ask("What is the list called?", like="MFA Server", default=Line(CALLED))
    pasted: Block = ask(
        "Which users and numbers? Paste the export, headers first, or attach it as a CSV file.",
        like="Username,Country Code,Phone\ndan,31,6 12345678",
    )

    async def answer(self, turn: Turn) -> Reply:
        """What `phone list` says of the same numbers."""
        listed = Csv.parse(as_list(self.pasted.text, self.columns, domain=self.at.text))
        return await PhoneList(columns=Columns(), called=self.called, pasted=listed).answer(turn)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where things stand in a line; the country code may have no column of its own."""

    who: int
    number: int
    country: int | None

    @classmethod
    def of(cls, headers: Sequence[str], columns: Columns) -> "_Places":
        """By what was said, else by the usual headers. Raises BadArgument with the headers found."""
        plain = ["".join(each for each in header.casefold() if each.isalnum()) for header in headers]
        who, number = _place(plain, WHO, columns.who), _place(plain, NUMBER, columns.number)
        if who is None or number is None:
            raise BadArgument("import-no-number", headers=", ".join(each[:30] for each in headers[:20]))
        return cls(who, number, _place(plain, COUNTRY))

    @property
    def last(self) -> int:
        """Shorter lines hold nothing."""
        return max(self.who, self.number, self.country or 0)


def as_list(text: str, columns: Columns, *, domain: str = "") -> str:
    """The export as a list with two columns, one person a line. Pure; raises BadArgument."""
    rows = _rows(text)
    places = _Places.of(rows[0], columns)
    made = StringIO()
    out = csv.writer(made, lineterminator="\n")
    out.writerow(("Email", "Mobile"))
    out.writerows(_person(row, places, domain) for row in rows[1:] if len(row) > places.last)
    return made.getvalue()


def _rows(text: str) -> list[list[str]]:
    header = next((line for line in text.removeprefix("\ufeff").splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=header.count)
    try:
        read = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise BadArgument("csv-broken", line="1") from None
    rows = [[cell.strip() for cell in row] for row in read if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise BadArgument("csv-empty")
    return rows


def _place(plain: Sequence[str], usual: Sequence[str], said: str = "") -> int | None:
    """The first column of a usual name, the surer names first."""
    wanted = ("".join(each for each in said.casefold() if each.isalnum()),) if said else usual
    return next((plain.index(name) for name in wanted if name in plain), None)


def _person(row: Sequence[str], places: _Places, domain: str) -> tuple[str, str]:
    who, number = row[places.who].rpartition("\\")[2], row[places.number]
    country = row[places.country].lstrip("+0") if places.country is not None else ""
    if number and country.isdecimal() and not number.startswith(("+", "00")):
        number = f"+{country} {number}"
    bare = domain.strip().lstrip("@")
    return (who if "@" in who or not (bare and who) else f"{who}@{bare}"), number
