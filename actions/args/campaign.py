"""What a campaign is called, what it says of itself, what it is for and what comes after it, as people say it."""

from re import IGNORECASE
from re import compile as pattern
from typing import Self

from actions.args.base import BadArgument
from actions.args.text import Line
from actions.args.words import OneOf
from actions.terms import Onward, Target

LONGEST_NAME = 60
LONGEST_TEXT = 200  # what a card shows of one fact
FORBIDDEN = frozenset('":,;*|<>[]`')
LINK = pattern(
    r"://|\bwww\.|\]\(|<a\b|\b[a-z0-9-]+\.(?:com|net|org|io|ms|link|app|info|biz|eu|nl|de|fr|es)\b", IGNORECASE
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
        """A few words, 60 characters at most, without quotes or list marks; raises BadArgument."""
        line = " ".join(text.split())
        if not any(map(str.isalnum, line)) or len(line) > LONGEST_NAME or FORBIDDEN & set(line) or line[0] in "#-—–":
            raise BadArgument("not-a-campaign-name", said=line[:40], most=str(LONGEST_NAME))
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
        if LINK.search(line.text):
            raise BadArgument("text-has-link", said=line.text[:40])
        return line


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
