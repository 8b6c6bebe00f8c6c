"""The plan, for an approver."""

from bot.cards.parts import Drawing, Pen
from dialogs import ApprovalAsked


def draw(reply: ApprovalAsked, pen: Pen) -> Drawing:
    """What every request card shows."""
    return pen.request(reply)
