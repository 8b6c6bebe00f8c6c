"""What a check found."""

from bot.cards.charts import charts
from bot.cards.parts import Drawing, Pen
from dialogs import Findings


def draw(reply: Findings, pen: Pen) -> Drawing:
    """Title, warnings, facts, charts, tables, and all of it as a file."""
    body = [pen.title(reply.title, reply.tone), *pen.warnings(reply.warnings), *pen.facts(reply.facts)]
    body += charts(pen, reply.charts)
    body += [*pen.sections(reply.sections), *pen.next(reply.next)]
    return Drawing(reply.title, body, pen.buttons(reply.buttons))
