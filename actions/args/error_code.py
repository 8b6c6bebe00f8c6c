"""An error code as people have it: read off a screen, or in the middle of a whole message that they paste."""

from dataclasses import dataclass
from re import IGNORECASE
from re import compile as pattern
from typing import Self

from actions.args.base import BadArgument, OneText
from actions.args.meanings import OF_NUMBER, OF_OTHERS, UNKNOWN, Meaning

AADSTS = pattern(r"AADSTS\s?(\d{4,8})", IGNORECASE)
HEX = pattern(r"\b0x0*([0-9a-f]{2,8})\b", IGNORECASE)
HTTP = pattern(r"(?:HTTP|status)[^a-z]{0,10}\b456\b|^456$|AppPasswordRequired", IGNORECASE)
SMTP = pattern(r"\b535\b[ :]*5\.7\.\d+|^(?:SMTP )?535$|\b5\.7\.139\b", IGNORECASE)
WINDOWS = pattern(r"(?:^|\berror )1326\b", IGNORECASE)
BARE = pattern(r"(?:(?:error|code|error code)\W{0,2})?(\d{4,8})", IGNORECASE)
MOST = 2_000  # characters of a pasted message


@dataclass(frozen=True, slots=True)
class ErrorCode(OneText):
    """One error code. ``text`` is its usual spelling: ``AADSTS50076``, ``HTTP 456``, ``SMTP 535``, ``0x52e``."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The first code in it; raises BadArgument where there is none."""
        found = _found(" ".join(text[:MOST].split()))
        if not found:
            raise BadArgument("not-a-code", said=text.strip()[:40])
        return cls(found)

    @property
    def number(self) -> int | None:
        """The AADSTS number, where it is one."""
        return int(self.text.removeprefix("AADSTS")) if self.text.startswith("AADSTS") else None

    @property
    def meaning(self) -> Meaning:
        """What it comes to; `UNKNOWN` where that is not known here."""
        return OF_OTHERS.get(self.text, UNKNOWN) if self.number is None else OF_NUMBER.get(self.number, UNKNOWN)


def _found(text: str) -> str:
    if named := AADSTS.search(text):
        return f"AADSTS{int(named[1])}"
    if HTTP.search(text):
        return "HTTP 456"
    if SMTP.search(text):
        return "SMTP 535"
    if WINDOWS.search(text):
        return "0x52e"
    if code := HEX.search(text):
        return f"0x{code[1].casefold()}"
    bare = BARE.fullmatch(text.rstrip(".!?"))
    return f"AADSTS{int(bare[1])}" if bare else ""
