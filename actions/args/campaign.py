"""What a campaign is called, what it says of itself, what it is for and what comes after it, as people say it."""

from re import IGNORECASE
from re import compile as pattern
from typing import Self
from unicodedata import normalize

from actions.args.base import BadArgument
from actions.args.text import Line
from actions.args.words import OneOf
from actions.terms import Onward, Target

LONGEST_NAME = 60
LONGEST_TEXT = 200  # what a card shows of one fact
FORBIDDEN = frozenset('":,;*|<>[]`')
#: Whatever Teams might make a link of: it knows more endings of addresses than we.
LINK = pattern(
    r"\w+:/|\\\\|\b(?:mailto|tel|sip|callto|skype|javascript|data|ms-[\w-]+):\S|\bwww\d?\.|\]\(|<a\b"
    r"|\b[\w-]*[\w-]{2}(?:\.[\w-]+)*\.[^\W\d_]{2,}\b|\b[\w-]\.(?:com|org|net|co)\b",
    IGNORECASE,
)
TARGETS = {
    "authenticator": Target.APP,
    "microsoft-authenticator": Target.APP,
    "passkey": Target.PHISHING_RESISTANT,
    "passkeys": Target.PHISHING_RESISTANT,
    "method": Target.ANY,
}
ONWARD = {"none": Onward.NOTHING, "no": Onward.NOTHING, "phone-retire": Onward.RETIRE_PHONES}


class CampaignName(Line):
    """A campaign's name."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """A few words, 60 characters at most, without quotes, list marks or links, for people read it where there is no
        title. Raises BadArgument.
        """
        line = " ".join(text.split())
        if not any(map(str.isalnum, line)) or len(line) > LONGEST_NAME or FORBIDDEN & set(line) or line[0] in "#-—–":
            raise BadArgument("not-a-campaign-name", said=line[:40], most=str(LONGEST_NAME))
        _need_no_link(line)
        return cls(line)


class Saying(Line):
    """What a campaign's messages say: plain text without links, for people are told never to follow one."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """One line, 200 characters at most; raises BadArgument."""
        line = super().parse(text)
        if len(line.text) > LONGEST_TEXT:
            raise BadArgument("too-wordy", count=str(len(line.text)), most=str(LONGEST_TEXT))
        _need_no_link(line.text)
        return line


def _need_no_link(text: str) -> None:
    if LINK.search(normalize("NFKC", text).replace("\u3002", ".")):
        raise BadArgument("text-has-link", said=text[:40])


class TargetWord(OneOf):
    """What everybody is to have."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """As `Target` has them."""
        return tuple(Target)

    @classmethod
    def meant(cls, word: str) -> str:
        """``authenticator`` is the app, ``passkey`` is phishing-resistant."""
        return TARGETS.get(word, word)

    @property
    def target(self) -> Target:
        """Which one; any, where none was said."""
        return Target(self.words[0]) if self.words else Target.ANY


class OnwardWord(OneOf):
    """What happens to whoever is ready."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """As `Onward` has them."""
        return tuple(Onward)

    @classmethod
    def meant(cls, word: str) -> str:
        """``none`` is nothing."""
        return ONWARD.get(word, word)

    @property
    def onward(self) -> Onward:
        """Which one; nothing, where none was said."""
        return Onward(self.words[0]) if self.words else Onward.NOTHING


class ByGroup(OneOf):
    """By which of Microsoft's ways those who are ready come under MFA, where that is not left to the tenant."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Only this: joining the group that a policy targets."""
        return ("group",)
