"""Somebody asks the help desk."""

from bot.cards.parts import Drawing, Pen
from dialogs import HelpAsked


def draw(reply: HelpAsked, pen: Pen) -> Drawing:
    """Who and about what, what is known, and the field for the answer."""
    body = [pen.title(reply.title, reply.tone), *pen.facts(reply.facts), *pen.texts(reply.lines)]
    body += [*pen.inputs(reply.inputs), *pen.next(reply.next)]
    return Drawing(reply.title, body, pen.buttons(reply.buttons))
