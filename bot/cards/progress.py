"""A run under way: how far it is, in words and as a line of blocks."""

from bot.cards.parts import Drawing, Pen
from dialogs import Progress

BLOCKS = 20


def draw(reply: Progress, pen: Pen) -> Drawing:
    """The bar under the title, then what every request card shows."""
    return pen.request(reply, [pen.text(bar(reply.done, reply.total))] if reply.total > 0 else [])


def bar(done: int, total: int) -> str:
    """``▓▓▓▓░░░░ 40 %, 80 of 200``; never a full bar before the end."""
    share = min(max(done, 0), total) / total
    full = int(share * BLOCKS)
    return f"{'▓' * full}{'░' * (BLOCKS - full)} {int(share * 100)} %, {done} of {total}"
