"""Something about a person's own phone number."""

from bot.cards.parts import Drawing, Pen
from dialogs import PhoneShown


def draw(reply: PhoneShown, pen: Pen) -> Drawing:
    """Title, facts, lines, what can be answered."""
    body = [pen.title(reply.title, reply.tone), *pen.facts(reply.facts), *pen.texts(reply.lines)]
    body += pen.next(reply.next, reply.onward)
    return Drawing(reply.title, body, pen.buttons(reply.buttons))
