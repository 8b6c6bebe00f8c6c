"""A window of its own, as the answer to ``task/fetch``. What is in it goes into that answer and nowhere else.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

from microsoft_teams.cards.core import AdaptiveCard, CardElement, RichTextBlock, TextRun

from bot.cards.parts import Pen
from bot.message import CARD_TYPE, JsonObject
from dialogs import Dialog

_TITLE = 60


def window(dialog: Dialog) -> JsonObject:
    """The body of the answer."""
    pen = Pen()
    body: list[CardElement] = [pen.title(dialog.title, dialog.tone)]
    body += [*_secret(dialog.secret), *pen.facts(dialog.facts), *pen.texts(dialog.lines)]
    card = AdaptiveCard(version="1.5", body=body)
    value: JsonObject = {
        "title": dialog.title[:_TITLE],
        "height": "medium",
        "width": "medium",
        "card": {"contentType": CARD_TYPE, "content": card.model_dump(by_alias=True, exclude_none=True)},
    }
    return {"task": {"type": "continue", "value": value}}


def broken(text: str) -> JsonObject:
    """A window with a sentence, where Muster itself broke."""
    return {"task": {"type": "message", "value": text}}


def _secret(text: str) -> list[CardElement]:
    """Every sign of it as it is: a rich text block knows no markup."""
    if not text:
        return []
    runs: list[CardElement] = [TextRun(text=text, font_type="Monospace", size="ExtraLarge", weight="Bolder")]
    return [RichTextBlock(inlines=runs)]
