"""Which of Microsoft's services are meant."""

from typing import Self

from actions.args import BadArgument, Words

ALL = "all"


class Parts(Words):
    """Services that can be looked at, or all of them."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """By the names that people use."""
        return ("exchange", "sharepoint", "skype", "teams", ALL)

    def covers(self, part: str) -> bool:
        """Is this service meant?"""
        return part in self.words or ALL in self.words


class Switch(Words):
    """Services in which modern authentication can be switched on: one."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Only Exchange Online has such a switch that does anything."""
        return ("exchange",)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The other services are refused with the reason why there is nothing to switch. Raises BadArgument."""
        word = text.strip().casefold()
        if word in Parts.allowed() and word not in cls.allowed():
            raise BadArgument(f"no-switch-{word}")
        if not word:
            raise BadArgument("not-one-of", said="", allowed=", ".join(cls.allowed()))
        return cls(super().parse(text).words)
