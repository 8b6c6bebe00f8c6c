"""Phones as sign-in methods: what shall be written, and which method is asked for first.

https://learn.microsoft.com/graph/api/resources/phoneauthenticationmethod, .../signinpreferences (beta)
"""

from dataclasses import dataclass, field
from re import VERBOSE, Match
from re import compile as pattern

from tenant.model.methods import PhoneType

#: A bracket within a number opens a short part of it, as in +46 (0)70 or 8 (916): "3 (0174 9464308)" counts something.
PHONE = pattern(r"\+\d(?:[\d \u00a0).-]|\((?=\d{1,5}\)[ \u00a0.-]*\d)){4,}\d(?:x\d+)?")
#: A number as it is dialled at home, or what is left of one: digits with what people put between them. What else has
#: as many digits stands first and is left alone: a plan's short digest, ids, days with hours, network addresses.
NATIONAL = pattern(
    r"""(?P<other> ^[0-9a-f]{4}(?:\ [0-9a-f]{4}){2}$
        | (?<!\w)[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?!\w)
        | (?<!\d)(?:19|20)\d\d-\d\d-\d\d(?:[T\ ]\d\d:\d\d(?::\d\d)?)?(?!\d)
        | (?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]) )
    | (?<![\w+•])(?:0|\(0|\d(?:[\ \u00a0)./-]|\((?=(?:0|[1-9]\d{0,4})\)[\ \u00a0./-]*\d))*\d)
        (?:(?:[\ \u00a0)./-]|\((?=(?:0|[1-9]\d{0,4})\)[\ \u00a0./-]*\d))*\d){6,}(?![\w@-])""",
    VERBOSE,
)


@dataclass(frozen=True, slots=True)
class PhoneWish:
    """What a person's phone of one type shall be: an absolute value. ``number`` None: none; ``had``: as it is now.

    Numbers are as Microsoft writes them: ``+31 612345678``, ``+31 201234567x12`` (office only).
    """

    user_id: str
    type: PhoneType
    number: str | None = field(repr=False)
    had: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Preference:
    """Which second factor a person is asked for first. ``system``: Microsoft chooses the strongest, and ``method``
    (push, oath, voiceMobile, voiceAlternateMobile, voiceOffice, sms) has no effect at sign-in.
    """

    method: str | None = None
    system: bool = False


@dataclass(frozen=True, slots=True)
class PreferenceWish:
    """Which second factor somebody shall be asked for first."""

    user_id: str
    method: str


def same_number(one: str | None, other: str | None) -> bool:
    """Microsoft stores spaces of its own: only the rest counts."""
    return bare(one) == bare(other)


def bare(number: str | None) -> str:
    """Without white space."""
    return "".join((number or "").split())


def masked(number: str) -> str:
    """The country code and the last two digits of a phone number; enough to know one's own."""
    country, space, local = number.partition(" ")
    if not space:
        country, local = number[:3], number[3:]
    return f"{country} ••• {local[-2:]}" if len(local) > 4 else "•••"


def without_numbers(text: str) -> str:
    """Any text with every phone number in it masked, with or without its country code."""
    return NATIONAL.sub(_hidden, PHONE.sub(lambda found: masked(found.group()), text))


def _hidden(found: Match[str]) -> str:
    """All digits but the last two as dots, where it is a number."""
    text = found.group()
    if found["other"] is not None:
        return text
    digits = [place for place, each in enumerate(text) if each.isdigit()]
    hidden = frozenset(digits[:-2])
    return "".join("•" if place in hidden else each for place, each in enumerate(text))
