"""A reminder in somebody's personal chat."""

from bot.cards.parts import Drawing, Pen
from dialogs import ReminderShown


def draw(reply: ReminderShown, pen: Pen) -> Drawing:
    """Title, lines, what can be answered."""
    body = [pen.title(reply.title), *pen.texts(reply.lines), *pen.inputs(reply.inputs)]
    body += pen.next(reply.next, reply.onward)
    return Drawing(reply.title, body, pen.buttons(reply.buttons))
