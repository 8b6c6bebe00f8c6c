"""What is said when everything else has failed: no words, no cards, only the number that finds it in the log."""

from bot.message import OutgoingMessage

_SORRY = (
    "Sorry, something went wrong on my side. It is written down under {correlation}: please try again, and if it "
    "happens again, tell the people who run Muster that number."
)


def sorry(correlation: str) -> OutgoingMessage:
    """One sentence that cannot fail."""
    told = _SORRY.format(correlation=correlation)
    return OutgoingMessage(text=told, summary=told)
