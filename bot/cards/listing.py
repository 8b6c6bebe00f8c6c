"""A list of records or commands."""

from bot.cards.charts import charts
from bot.cards.parts import Drawing, Pen
from dialogs import Listing


def draw(reply: Listing, pen: Pen) -> Drawing:
    """Title, charts and tables."""
    body = [pen.title(reply.title), *charts(pen, reply.charts), *pen.sections(reply.sections)]
    body += pen.next(reply.next, reply.onward)
    return Drawing(reply.title, body)
