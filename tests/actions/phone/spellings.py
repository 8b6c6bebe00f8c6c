"""Known numbers, spelled as people, spreadsheets and directories spell them. Seeded: every run spells the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE = str.maketrans("0123456789+", "０１２３４５６７８９＋")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A spelling of a number. ``whole``: nothing of it is missing and nothing foreign is in it."""

    text: str
    region: str
    truth: str  # E.164
    whole: bool
    how: str


def e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def national(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))


def international(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL))


def digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def a_mobile(chance: Random, region: str) -> PhoneNumber:
    """A valid mobile number of the region, unlike its example where others are valid, too."""
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    assert example is not None
    local = phonenumbers.national_significant_number(example)
    for _ in range(20):
        tail = "".join(chance.choice("0123456789") for _ in range(5))
        number = phonenumbers.parse(f"+{example.country_code}{local[:-5]}{tail}")
        if phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in MOBILE:
            return number
    return example


def spellings(count: int, seed: int) -> Iterator[Spelled]:
    """So many, over all regions that have mobile numbers and over all ways of spelling."""
    chance = Random(seed)
    regions = [each for each in sorted(phonenumbers.SUPPORTED_REGIONS) if _has_mobiles(each)]
    made = 0
    while made < count:
        region, way = chance.choice(regions), chance.choice(sorted(WAYS))
        number, (spell, whole) = a_mobile(chance, region), WAYS[way]
        text = spell(chance, number, region)
        if text is not None:
            made += 1
            yield Spelled(text, region, e164(number), whole, way)


def _has_mobiles(region: str) -> bool:
    return phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE) is not None


Way = Callable[[Random, PhoneNumber, str], str | None]


def _separated(chance: Random, number: PhoneNumber, region: str) -> str:
    """The national number, cut anywhere by anything."""
    out, text = "", digits(national(number))
    for place, each in enumerate(text):
        out += each
        if 1 < place < len(text) - 2 and chance.random() < 0.35:
            out += chance.choice([" ", "-", ".", "\u00a0", "\u202f", " - ", "–", "‑"])
    return out


def _labelled(chance: Random, number: PhoneNumber, region: str) -> str:
    label = chance.choice(["tel:", "Tel. ", "mob. ", "Mobile: ", "M: ", "GSM ", "Handy: ", "cell ", "Nr. ", "mobiel:"])
    return label + chance.choice([national, international])(number)


def _noted(chance: Random, number: PhoneNumber, region: str) -> str:
    note = chance.choice([" (privé)", " (private)", " (work)", " - privat", " mobile", ", mobil", " (dienstlich)"])
    return chance.choice([national, international])(number) + note


def _bracketed_zero(chance: Random, number: PhoneNumber, region: str) -> str | None:
    if not national(number).lstrip("(").startswith("0"):
        return None
    local = phonenumbers.national_significant_number(number)
    lead = chance.choice(["+", "00"])
    return f"{lead}{number.country_code} (0) {local[:3]} {local[3:]}" if not local.startswith("0") else None


def _double_zero(chance: Random, number: PhoneNumber, region: str) -> str:
    return "00" + international(number)[1:]


def _bracketed_code(chance: Random, number: PhoneNumber, region: str) -> str:
    code, _, rest = international(number).partition(" ")
    return f"({code}) {rest}"


def _other_digits(chance: Random, number: PhoneNumber, region: str) -> str:
    return chance.choice([national, international])(number).translate(chance.choice([ARABIC, WIDE]))


def _padded(chance: Random, number: PhoneNumber, region: str) -> str:
    pad = chance.choice(["\u200e", "\u202a", " ", "\ufeff", "\u00a0", "\n"])
    return pad + chance.choice([national, international])(number) + pad


def _apostrophe(chance: Random, number: PhoneNumber, region: str) -> str:
    return chance.choice(["'{}", '="{}"', '"{}"', "’{}"]).format(chance.choice([national, e164])(number))


def _no_plus(chance: Random, number: PhoneNumber, region: str) -> str:
    return international(number)[1:]


def _slashed(chance: Random, number: PhoneNumber, region: str) -> str | None:
    text = national(number)
    head, space, rest = text.partition(" ")
    return f"{head}/{rest}" if space and 2 < len(digits(head)) < 6 and len(digits(rest)) > 4 else None


def _scientific(chance: Random, number: PhoneNumber, region: str) -> str:
    return f"{int(digits(e164(number))):.{chance.choice([2, 4, 5])}E}".replace(".", chance.choice([".", ","]))


def _float(chance: Random, number: PhoneNumber, region: str) -> str:
    return digits(chance.choice([national, e164])(number)).lstrip("0") + ".0"


def _lost_zero(chance: Random, number: PhoneNumber, region: str) -> str | None:
    text = digits(national(number))
    return text.lstrip("0") if text.startswith("0") else None


def _two(chance: Random, number: PhoneNumber, region: str) -> str:
    between = chance.choice([" / ", "/", ";", " or ", " of ", " oder ", " ou ", "\n", ", ", " & ", " | ", " und "])
    form = chance.choice([national, international])
    return form(number) + between + form(a_mobile(chance, region))


def _cut(chance: Random, number: PhoneNumber, region: str) -> str | None:
    return _if_nobodys(e164(number)[: -chance.choice([1, 2, 3])])


def _longer(chance: Random, number: PhoneNumber, region: str) -> str | None:
    return _if_nobodys(e164(number) + chance.choice("0123456789") * chance.choice([1, 2, 3]))


def _if_nobodys(text: str) -> str | None:
    """Some plans know numbers of several lengths: what is somebody else's number is no misspelling."""
    try:
        return None if phonenumbers.is_valid_number(phonenumbers.parse(text)) else text
    except phonenumbers.NumberParseException:
        return text


def _annotated(chance: Random, number: PhoneNumber, region: str) -> str:
    note = chance.choice([" (old)", " (Ana)", "?", " until May", " (2)", " x", " *", " (wife)", " ask first"])
    return international(number) + note


def _lettered(chance: Random, number: PhoneNumber, region: str) -> str:
    return e164(number).replace(e164(number)[-3], "O", 1)


#: How → (the spelling, or None where this number has none of the kind; whether the whole number is in it).
WAYS: dict[str, tuple[Way, bool]] = {
    "national": (lambda chance, number, region: national(number), True),
    "international": (lambda chance, number, region: international(number), True),
    "bare": (lambda chance, number, region: digits(national(number)), True),
    "separated": (_separated, True),
    "labelled": (_labelled, True),
    "noted": (_noted, True),
    "bracketed zero": (_bracketed_zero, True),
    "double zero": (_double_zero, True),
    "bracketed code": (_bracketed_code, True),
    "other digits": (_other_digits, True),
    "padded": (_padded, True),
    "apostrophe": (_apostrophe, True),
    "no plus": (_no_plus, True),
    "slashed": (_slashed, True),
    "scientific": (_scientific, False),
    "float": (_float, False),
    "lost zero": (_lost_zero, False),
    "two": (_two, False),
    "cut": (_cut, False),
    "longer": (_longer, False),
    "annotated": (_annotated, False),
    "lettered": (_lettered, False),
}
