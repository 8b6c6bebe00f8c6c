"""What goes out: one message as plain values, and where it goes. No Teams library knows these."""

import json
from dataclasses import dataclass

JsonObject = dict[str, object]
CARD_TYPE = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """Plain ``text``, or a ``card`` (JSON text of an Adaptive Card). ``summary`` is what a notification shows."""

    text: str = ""
    card: str = ""
    summary: str = ""

    def activity(self) -> JsonObject:
        """As the Bot Connector takes it."""
        if not self.card:
            return {"type": "message", "textFormat": "plain", "text": self.text}
        attachment = {"contentType": CARD_TYPE, "content": json.loads(self.card)}
        return {"type": "message", "summary": self.summary, "attachments": [attachment]}

    def as_json(self) -> str:
        """For keeping; `from_json` reads it back."""
        return json.dumps({"text": self.text, "card": self.card, "summary": self.summary}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "OutgoingMessage":
        """Read what `as_json` wrote."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Address:
    """A conversation: which service carries it, and its id there."""

    service_url: str
    conversation: str

    def as_json(self) -> str:
        """For keeping: plain JSON, never a library's object."""
        return json.dumps({"service_url": self.service_url, "conversation": self.conversation}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Address":
        """Read what `as_json` wrote."""
        return cls(**json.loads(text))
