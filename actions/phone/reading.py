"""What a typed phone number means for somebody in a given country; or the doubt. Pure; never a guess.

The numbering plans are libphonenumber's (https://github.com/google/libphonenumber). It reads to dial: a missing zero, a
second meaning or a landline does not stop it. Here every meaning that a spelling can have is tried, and only a single
one, of a fitting kind of line, is a number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

from actions.args.text import dotted
from actions.phone.spelling import Spelling, spell
from actions.spec import Reason
from tenant.model import PhoneType

MOST_DIGITS = 15  # E.164
FIXED, MOBILE, EITHER = PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE
KINDS = {
    PhoneNumberType.FIXED_LINE: "fixed line",
    PhoneNumberType.VOIP: "internet telephone",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.UAN: "company number",
    PhoneNumberType.PERSONAL_NUMBER: "personal number",
    PhoneNumberType.VOICEMAIL: "voicemail",
}
COSTLY = {
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.SHARED_COST: "premium",
    PhoneNumberType.TOLL_FREE: "toll-free",
}
OFFICE = frozenset({FIXED, MOBILE, EITHER, PhoneNumberType.VOIP, PhoneNumberType.UAN})


@dataclass(frozen=True, slots=True)
class Reading:
    """Either a number as Microsoft writes it (``+31 612345678``, ``+31 201234567x12``) or a doubt, never both.

    ``soft``: what the approver should know about a number that was read.
    """

    number: str | None = field(default=None, repr=False)
    doubt: Reason | None = None
    soft: tuple[Reason, ...] = ()


def read(text: str, region: str, kind: PhoneType) -> Reading:
    """What this means as a phone of that kind of somebody in that region (two letters; empty: not known)."""
    spelled = spell(text)
    if isinstance(spelled, Reason):
        return Reading(doubt=spelled)
    region = region.upper() if region.upper() in phonenumbers.SUPPORTED_REGIONS else ""
    if not spelled.plus and not region:
        return _doubt("no-region", text)
    return _read(text, spelled, region, kind)


def _read(text: str, spelled: Spelling, region: str, kind: PhoneType) -> Reading:
    meanings = {_e164(each): each for each in _meanings(spelled, region) if phonenumbers.is_valid_number(each)}
    if not spelled.plus and _lost_zero(spelled, region, meanings=meanings, kind=kind):
        return _doubt("lost-zero", text, region=region)
    if not meanings:
        return _doubt(_why_not(spelled, region, kind), text)
    if len(meanings) > 1:
        return _doubt("unreadable", text)
    (number,) = meanings.values()
    if (unfit := _unfit(number, kind)) is not None:
        return Reading(doubt=unfit)
    if spelled.extension and kind is not PhoneType.OFFICE:
        return _doubt("extension-in-mobile", text)
    return Reading(_written(number, spelled.extension), soft=tuple(_soft(number, region, kind)))


def _doubt(code: str, text: str, **facts: str) -> Reading:
    return Reading(doubt=Reason(code, {"text": dotted(" ".join(text.split()))[:40], **facts}))


def _meanings(spelled: Spelling, region: str) -> Iterator[PhoneNumber]:
    """Every number that these digits can be dialled as."""
    for digits in spelled.readings:
        for said, where in _said(digits, region, plus=spelled.plus):
            if (number := _parsed(said, where)) is not None:
                yield number


def _said(digits: str, region: str, *, plus: bool) -> Iterator[tuple[str, str | None]]:
    """With a plus it is international (``+0031`` too). Without: national, or with the region's exit code or ``00``, or
    with the region's country code whose plus is missing.
    """
    if plus:
        yield "+" + digits.removeprefix("00"), None
        return
    code = str(phonenumbers.country_code_for_region(region))
    yield f"+{code}{digits}", None
    yield digits, region
    if digits.startswith("00"):
        yield "+" + digits[2:], None
    if digits.startswith(code):
        yield "+" + digits, None


def _parsed(said: str, region: str | None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(said, region)
    except NumberParseException:
        return None
    return number if len(_e164(number)) <= MOST_DIGITS + 1 else None


def _lost_zero(spelled: Spelling, region: str, *, meanings: dict[str, PhoneNumber], kind: PhoneType) -> bool:
    """Would a zero in front make it the number that is written with one, or the only number, or a rival of the same
    kind? A spreadsheet takes that zero away.
    """
    digits = spelled.readings[0]
    if digits.startswith("0"):
        return False
    zeroed = _parsed("0" + digits, region)
    if zeroed is None or not phonenumbers.is_valid_number(zeroed):
        return False
    if not meanings:
        return True
    if _e164(zeroed) in meanings:
        return _national(zeroed).startswith("0")
    return _unfit(zeroed, kind) is None


def _national(number: PhoneNumber) -> str:
    shown = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return "".join(each for each in shown if each.isdigit())


def _why_not(spelled: Spelling, region: str, kind: PhoneType) -> str:
    """Too short or too long where the numbering plan says so for this kind of line, else just not readable."""
    wanted = FIXED if kind is PhoneType.OFFICE else MOBILE
    numbers = [each for each in _meanings(spelled, region) if spelled.plus or _is_of(each, region)]
    told = [phonenumbers.is_possible_number_for_type_with_reason(each, wanted) for each in numbers]
    if len(max(spelled.readings, key=len)) < 4 or any(
        each in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY) for each in told
    ):
        return "too-short"
    if len(spelled.readings[0]) > MOST_DIGITS or ValidationResult.TOO_LONG in told:
        return "number-too-long"
    return "unreadable"


def _is_of(number: PhoneNumber, region: str) -> bool:
    return number.country_code == phonenumbers.country_code_for_region(region)


def _unfit(number: PhoneNumber, kind: PhoneType) -> Reason | None:
    """Why no code could or should reach somebody there."""
    line = phonenumbers.number_type(number)
    if line in COSTLY:
        return Reason(COSTLY[line])
    if kind is PhoneType.OFFICE:
        return None if line in OFFICE else Reason("not-a-line", {"kind": KINDS.get(line, "unknown")})
    return None if line in (MOBILE, EITHER) else Reason("not-mobile", {"kind": KINDS.get(line, "unknown")})


def _soft(number: PhoneNumber, region: str, kind: PhoneType) -> Iterator[Reason]:
    if kind is not PhoneType.OFFICE and phonenumbers.number_type(number) == EITHER:
        yield Reason("maybe-mobile")
    home = phonenumbers.region_code_for_number(number)
    if region and home != region:
        yield Reason("other-country", {"region": home or f"+{number.country_code}"})


def _written(number: PhoneNumber, extension: str) -> str:
    """Microsoft's form: ``+{country code} {number}x{extension}`` ("phoneAuthenticationMethod resource type")."""
    local = phonenumbers.national_significant_number(number)
    return f"+{number.country_code} {local}" + (f"x{extension}" if extension else "")


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
