"""The exact plan, for its asker."""

from bot.cards.parts import Drawing, Pen
from dialogs import PlanShown


def draw(reply: PlanShown, pen: Pen) -> Drawing:
    """What every request card shows."""
    return pen.request(reply)
