"""How long an exemption may last."""

from datetime import timedelta

from actions.args import Span

LEAST, MOST = timedelta(minutes=10), timedelta(hours=24)


class Lasting(Span):
    """From 10 minutes to 24 hours: longer is no exemption any more."""

    @classmethod
    def bounds(cls) -> tuple[timedelta, timedelta]:
        """Long enough to set up a program, and over by tomorrow."""
        return LEAST, MOST
