"""What goes out: one message as plain values, and where it goes. No Teams library knows these."""

import json
from dataclasses import asdict, dataclass

JsonObject = dict[str, object]
CARD_TYPE = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """Plain ``text``, or a ``card`` (JSON text of an Adaptive Card), or another ``attachment`` of Teams' own (JSON text
    of all of it). ``summary`` is what a notification shows.
    """

    text: str = ""
    card: str = ""
    summary: str = ""
    attachment: str = ""

    def activity(self) -> JsonObject:
        """As the Bot Connector takes it."""
        if not self.card and not self.attachment:
            return {"type": "message", "textFormat": "plain", "text": self.text}
        attachment = json.loads(self.attachment) if self.attachment else self._card()
        return {"type": "message", "summary": self.summary, "attachments": [attachment]}

    def _card(self) -> JsonObject:
        return {"contentType": CARD_TYPE, "content": json.loads(self.card)}

    def as_json(self) -> str:
        """For keeping; `from_json` reads it back."""
        return json.dumps(asdict(self), ensure_ascii=False)

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
