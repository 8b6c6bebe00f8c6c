"""Words from a fixed set."""

from dataclasses import dataclass
from json import dumps, loads
from typing import Self

from actions.args.base import BadArgument, Plain, words_of
from tenant.model import PhoneType

MICROSOFTS = {"alternatemobile": "alternate"}
TYPE_OF = {"mobile": PhoneType.MOBILE, "alternate": PhoneType.ALTERNATE, "office": PhoneType.OFFICE}


@dataclass(frozen=True, slots=True)
class Words(Plain):
    """Words from a fixed set that a declaration allows; see `one_of`."""

    words: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Comma or space separated; any of the words this type allows."""
        words = tuple(dict.fromkeys(cls.meant(word.casefold()) for word in words_of(text)))
        for word in words:
            if word not in cls.allowed():
                raise BadArgument("not-one-of", said=word[:40], allowed=", ".join(cls.allowed()))
        return cls(words)

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """The words that may be said."""
        return ()

    @classmethod
    def meant(cls, word: str) -> str:
        """The allowed word for this one, which is in small letters; where there is no other, the same."""
        return word

    def said(self) -> str:
        """Comma separated."""
        return ",".join(self.words)

    def pinned(self) -> str:
        """JSON: a list of words."""
        return dumps(self.words)

    @classmethod
    def unpin(cls, text: str) -> Self:
        """From `pinned`."""
        return cls(tuple(loads(text)))

    def __contains__(self, word: str) -> bool:
        """Was this word said?"""
        return word in self.words


class OneOf(Words):
    """One word from a fixed set."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """One of them; raises BadArgument."""
        words = super().parse(text).words
        if len(words) != 1:
            raise BadArgument("not-one-of", said=text.strip()[:40], allowed=", ".join(cls.allowed()))
        return cls(words)


class Include(Words):
    """Guarded people whom the command takes in, by the guard's name."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Only this guard can be released for many at once; the others need each person's name."""
        return ("not-ready",)


class Route(OneOf):
    """By which of Microsoft's ways MFA is asked for."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """The group that an enforced policy targets; per-user MFA, even where Conditional Access is in use."""
        return ("group", "per-user")


class PhoneTypes(Words):
    """Phones of a person: ``mobile``, ``alternate`` (or Microsoft's ``alternateMobile``), ``office``."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """As people say them."""
        return ("mobile", "alternate", "office")

    @classmethod
    def meant(cls, word: str) -> str:
        """``alternateMobile`` means ``alternate``."""
        return MICROSOFTS.get(word, word)

    @property
    def types(self) -> tuple[PhoneType, ...]:
        """Microsoft's names for them."""
        return tuple(TYPE_OF[word] for word in self.words)


class Yes(Words):
    """Yes or no."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Just these."""
        return ("yes", "no")

    def __bool__(self) -> bool:
        """Was yes said, and only that?"""
        return self.words == ("yes",)
