"""A request at its end."""

from bot.cards.parts import Drawing, Pen
from dialogs import Result


def draw(reply: Result, pen: Pen) -> Drawing:
    """What every request card shows."""
    return pen.request(reply)
