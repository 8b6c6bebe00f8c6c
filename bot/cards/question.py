"""Something is missing or has several meanings: the question, and each option as a button."""

from bot.cards.parts import Drawing, Pen
from dialogs import Question


def draw(reply: Question, pen: Pen) -> Drawing:
    """The question, an example, the options."""
    example = [f"For example: {reply.example}"] if reply.example else []
    body = [pen.heading(reply.text), *pen.texts(example, subtle=True), *pen.next(reply.next)]
    return Drawing(reply.text, body, pen.buttons(reply.options))
