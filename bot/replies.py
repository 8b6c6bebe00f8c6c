"""What a turn was answered, as it is kept: so that the same activity, delivered twice, gets the earlier answer."""

import json
from dataclasses import dataclass

from bot.cards import draw
from bot.message import OutgoingMessage
from bot.wire import Json, inside, text
from dialogs import Card, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """``message`` was ``sent``, or is still to be; ``body`` is what an invoke was answered.

    ``about``: what the message's card shows, so that it is edited in place from then on.
    """

    message: OutgoingMessage | None = None
    about: str = ""
    sent: bool = False
    body: Json | None = None

    def as_json(self) -> str:
        """For the store."""
        message = json.loads(self.message.as_json()) if self.message else None
        told = {"message": message, "about": self.about, "sent": self.sent, "body": self.body}
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def from_json(cls, kept: str) -> "Answered":
        """Read what `as_json` wrote."""
        read = inside(json.loads(kept))
        message = inside(read, "message")
        return cls(
            message=OutgoingMessage.from_json(json.dumps(message)) if message else None,
            about=text(read, "about"),
            sent=read.get("sent") is True,
            body=inside(read, "body") or None,
        )


def answered(reply: Reply) -> Answered:
    """A reply, drawn and not yet sent."""
    return Answered(message=draw(reply), about=f"request:{reply.number}" if isinstance(reply, Card) else "")


def shown(message: OutgoingMessage) -> Json:
    """The answer to a pressed button: the card in place of the old one, or a sentence beside it.

    https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
    """
    if message.card:
        return {
            "statusCode": 200,
            "type": "application/vnd.microsoft.card.adaptive",
            "value": json.loads(message.card),
        }
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": message.text}


def failed(message: OutgoingMessage) -> Json:
    """The answer to a pressed button when Muster itself broke."""
    value = {"code": "InternalError", "message": message.text}
    return {"statusCode": 500, "type": "application/vnd.microsoft.error", "value": value}
