"""A sentence or a few: a plain message, no card."""

from bot.cards.parts import next_line
from bot.message import OutgoingMessage
from dialogs import Text

MOST = 8000  # characters; Teams takes more, nobody reads more


def draw(reply: Text) -> OutgoingMessage:
    """Lines, and what can be typed next."""
    lines = [*reply.lines, *([next_line(reply.next, reply.onward)] if reply.next else [])]
    text = "\n\n".join(lines)
    return OutgoingMessage(text=text if len(text) <= MOST else f"{text[:MOST]}…", summary=" ".join(reply.lines)[:200])
