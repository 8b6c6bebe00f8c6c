"""What somebody typed into a phone field, as digits; or why it is not one number. Pure, and knows no country.

libphonenumber reads generously: it takes letters for digits, the first of two numbers for the only one, and drops what
it does not know. Here nothing is dropped that is not known to mean nothing.
"""

from dataclasses import dataclass, field
from re import IGNORECASE, VERBOSE
from re import compile as pattern
from unicodedata import category, decimal

from actions.args.text import dotted
from actions.spec import Reason

ENOUGH = 6  # digits on each side of something make it two numbers
MOST_DIGITS = 24  # more than any number with its prefixes and zeros

PLUSES = "+＋﹢"
SPELLED = str.maketrans({
    "−": "-", "／": "/", "⁄": "/", "（": "(", "）": ")", "［": "(", "］": ")", "[": "(", "]": ")", "．": ".", "，": ",",
    "；": ";", "\t": " ", "\r": "\n", "\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n",
})  # fmt: skip

#: Words before or after a number that say what everybody knows. Any other word may mean "old" or "my wife's".
HARMLESS = frozenset({
    "tel", "tél", "telephone", "téléphone", "telefon", "telefoon", "teléfono", "telefono", "phone", "ph", "fon",
    "mob", "mobil", "mobile", "mobiel", "móvil", "movil", "cell", "cellphone", "cellular", "cel", "celular",
    "cellulare", "handy", "handynummer", "mobilnummer", "natel", "gsm", "portable", "port", "puhelin",
    "matkapuhelin", "komórka", "mobiltelefon", "m", "t", "p", "c", "h", "nr", "no", "num", "number", "numero",
    "número", "numéro", "nummer", "whatsapp", "sms", "private", "privat", "privé", "prive", "privée", "privato",
    "privado", "prywatny", "personal", "personnel", "persönlich", "persoonlijk", "own", "work", "business",
    "dienstlich", "geschäftlich", "zakelijk", "werk", "pro", "professionnel", "jobb", "arbete", "arbeit", "lavoro",
    "trabajo", "firma",
})  # fmt: skip
EXTENSION = pattern(
    r"""(?P<number>.*\d\W*?)
    [ ,;]* (?: \b(?:ext(?:n|ension)?|app|int|poste|dw|durchwahl|toestel|tst|nst|klappe|anexo|ramal) | ;ext | x | \# )
    [ .:=]* (?P<extension>\d{1,7})""",
    IGNORECASE | VERBOSE,
)
WORD_BEFORE = pattern(r"\W*([^\W\d_]+)[ .:)]*(?=[^\w]|\d)")
WORD_AFTER = pattern(r"(?<=[\d ()])[ ,;:-]*(?<![^\W_])\(?([^\W\d_]+)\.?\)?[ .]*$")
SCIENTIFIC = pattern(r"[+-]?\d(?:[.,]\d+)?E[+-]?\d+", IGNORECASE)
FRACTION = pattern(r"\d+[.,]0{1,2}|\d{7,}[.,]\d{1,2}")
DATE = pattern(r"(?:(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d\d)(?: 0+:00(?::00)?)?")
ROUNDED = pattern(r"\d*0{7,}")
BRACKETED_ZERO = pattern(r"\( ?0 ?\)")
LEFT_OPEN = pattern(r"[(][^()]*[)]")
COUNTRY = pattern(r"(?:\+|00)? ?\d{1,3} ?")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One number as digits. ``readings``: more than one where a bracketed zero may or may not belong to it."""

    readings: tuple[str, ...] = field(repr=False)
    plus: bool
    extension: str = field(default="", repr=False)


def spell(text: str) -> Spelling | Reason:
    """The digits, or why this is not one number: a reason whose text has all digits but two as dots."""
    plain = _plain(text).strip()
    if not plain:
        return Reason("no-number")
    code = _damage(plain)
    if code is not None:
        return _why(code, text)
    if not _digits(plain):
        return _why("unreadable", text)
    plain, extension = _extension(plain)
    plain = _without_words(plain)
    code = _several(plain) or _strange(plain)
    return _why(code, text) if code is not None else _spelled(plain, extension)


def _why(code: str, text: str) -> Reason:
    return Reason(code, {"text": dotted(" ".join(text.split()))[:40]})


def _plain(text: str) -> str:
    """ASCII digits, spaces, pluses, dashes and brackets; marks that are not seen are gone; Excel's text marks, too."""
    plain = "".join(_character(each) for each in text.translate(SPELLED)).strip(" ")
    if plain.startswith('="') and plain.endswith('"'):
        plain = plain[2:-1]
    return plain.strip('"').lstrip("'’`").strip(" ")


def _character(each: str) -> str:
    if each in PLUSES:
        return "+"
    if (value := decimal(each, None)) is not None:
        return str(value)
    match category(each):
        case "Zs":
            return " "
        case "Cf":
            return ""
        case "Pd":
            return "-"
        case _:
            return each


def _damage(plain: str) -> str | None:
    """What a spreadsheet makes of a number that it takes for a quantity or a day."""
    marks = (SCIENTIFIC, FRACTION, DATE, ROUNDED)
    return "excel-damage" if plain.startswith("#") or any(each.fullmatch(plain) for each in marks) else None


def _extension(plain: str) -> tuple[str, str]:
    found = EXTENSION.fullmatch(plain)
    if found is None or _digits(found["number"]) < ENOUGH:
        return plain, ""
    return found["number"].rstrip(" ,;-"), found["extension"]


def _without_words(plain: str) -> str:
    """Known words before and after the number are taken away; "(0)" stays."""
    while (before := WORD_BEFORE.match(plain)) and before[1].casefold() in HARMLESS:
        plain = plain[before.end() :].lstrip(" .:-/")
    while (after := WORD_AFTER.search(plain)) and after[1].casefold() in HARMLESS:
        plain = plain[: after.start()].rstrip()
    return plain.strip(" ,;.\n|")


def _several(plain: str) -> str | None:
    """Two numbers in one field: whatever stands between them, if there are enough digits on both sides."""
    pieces = "".join(each if each.isdigit() or each in " ()-./" else "|" for each in plain).split("|")
    if sum(_digits(each) >= ENOUGH for each in pieces) > 1 or _slashed(plain):
        return "two-numbers"
    return None


def _slashed(plain: str) -> bool:
    """``0171/2345678`` is one number with its area code; ``030 1234567/68`` and ``…/…`` of two whole ones are not."""
    head = COUNTRY.match(plain) if plain.startswith(("+", "00")) else None
    first, *others = plain.split("/")
    if head is not None and _digits(first) <= 5 and len(others) > 1:
        first, others = others[0], others[1:]
    if not others:
        return False
    if all(_digits(each) == 2 for each in others) and _digits(first) <= 4 and len(others) >= 3:
        return False  # 06/12/34/56/78
    return len(others) > 1 or _area(first) > 5 or _digits(others[0]) < 4


def _area(first: str) -> int:
    """Digits before the slash, without a country code."""
    digits = _digits(first)
    if first.startswith("00"):
        return max(digits - 5, 0) if digits > 7 else 0
    return max(digits - 3, 0) if first.lstrip("(").startswith("+") else digits - first.lstrip("(").startswith("0")


def _strange(plain: str) -> str | None:
    """Anything that does not belong to one number: letters, a plus inside, brackets that do not close."""
    digits = _digits(plain)
    outside = LEFT_OPEN.sub("", plain)
    known = all(each.isdigit() or each in "+ ()-./" for each in plain)
    if not known or "(" in outside or ")" in outside or plain.startswith("-"):
        return "unreadable"
    if plain.count("+") > 1 or ("+" in plain and not plain.lstrip("( ").startswith("+")):
        return "unreadable"
    if digits > MOST_DIGITS:
        return "number-too-long"
    last = plain.rfind("(")
    return "unreadable" if last >= 0 and _digits(plain[plain.find(")", last) :]) < 4 else None


def _spelled(plain: str, extension: str) -> Spelling:
    plus = "+" in plain
    whole = "".join(each for each in plain if each.isdigit())
    inside = BRACKETED_ZERO.search(plain)
    if inside is None or not (plus or plain.lstrip("( ").startswith("00")):
        return Spelling((whole,), plus, extension)
    bare = plain[: inside.start()] + plain[inside.end() :]
    return Spelling((whole, "".join(each for each in bare if each.isdigit())), plus, extension)


def _digits(text: str) -> int:
    return sum(each.isdigit() for each in text)
