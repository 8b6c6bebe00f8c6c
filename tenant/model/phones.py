"""Phones as sign-in methods: what shall be written, and which method is asked for first.

https://learn.microsoft.com/graph/api/resources/phoneauthenticationmethod, .../signinpreferences (beta)
"""

from dataclasses import dataclass, field
from re import compile as pattern

from tenant.model.methods import PhoneType

PHONE = pattern(r"\+\d[\d \u00a0().-]{4,}\d(?:x\d+)?")


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
    """Any text with every phone number in it masked."""
    return PHONE.sub(lambda found: masked(found.group()), text)
