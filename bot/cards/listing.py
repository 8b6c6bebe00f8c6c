"""A list of records or commands."""

from bot.cards.parts import Drawing, Pen
from dialogs import Listing


def draw(reply: Listing, pen: Pen) -> Drawing:
    """Title and tables."""
    return Drawing(reply.title, [pen.title(reply.title), *pen.sections(reply.sections), *pen.next(reply.next)])
