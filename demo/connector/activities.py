"""Activities as Teams sends them to a bot.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability and what the
Bot Framework's activity schema says of each field.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from demo.connector import people
from demo.connector.chats import Chats, Conversation
from demo.directory import Person
from demo.wire import Json, JsonObject, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What every activity of one person in one conversation has in common."""

    chats: Chats
    person: Person
    chat: Conversation
    service_url: str
    thread: str = ""

    def activity(self, kind: str, **more: Json) -> JsonObject:
        """One activity of this kind; ``more`` adds its own fields."""
        world = self.chats.world
        at = stamp(world.now()).replace("Z", ".000Z")
        base: JsonObject = {
            "type": kind,
            "id": self.chats.next_id(),
            "timestamp": at,
            "localTimestamp": at,
            "localTimezone": "Etc/UTC",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": self._sender(),
            "recipient": {"id": f"28:{world.bot_app_id}", "name": "Muster"},
            "conversation": self._conversation(),
            "channelData": {"tenant": {"id": world.tenant_id}, **self._channel()},
            "locale": "en-US",
        }
        return base | more

    def _sender(self) -> JsonObject:
        return {
            "id": people.mri(self.chats.world, self.person),
            "name": self.person.name,
            "aadObjectId": self.person.id,
        }

    def _conversation(self) -> JsonObject:
        thread = f";messageid={self.thread}" if self.thread and self.chat.kind == "channel" else ""
        shown: JsonObject = {
            "id": self.chat.id + thread,
            "conversationType": self.chat.kind,
            "tenantId": self.chats.world.tenant_id,
        }
        if self.chat.kind != "personal":
            shown |= {"isGroup": True, "name": self.chat.name}
        return shown

    def _channel(self) -> JsonObject:
        if self.chat.kind != "channel":
            return {}
        return {"team": {"id": self.chat.id}, "channel": {"id": self.chat.id, "name": self.chat.name}}


def message(
    envelope: Envelope, text: str, *, mentions: tuple[JsonObject, ...] = (), files: Sequence[JsonObject] = ()
) -> JsonObject:
    """Somebody typed; ``text`` already holds the ``<at>`` of each mention; ``files`` are attachments."""
    client: JsonObject = {
        "type": "clientInfo",
        "locale": "en-US",
        "country": "US",
        "platform": "Web",
        "timezone": "Etc/UTC",
    }
    entities: list[Json] = [*mentions, client]
    attached: JsonObject = {"attachments": [*files]} if files else {}
    return envelope.activity("message", text=text, textFormat="plain", entities=entities) | attached


def submit(envelope: Envelope, value: JsonObject, reply_to: str) -> JsonObject:
    """An Action.Submit was pressed."""
    return envelope.activity("message", value=value, replyToId=reply_to, textFormat="plain")


def execute(envelope: Envelope, action: JsonObject, reply_to: str) -> JsonObject:
    """An Action.Execute was pressed."""
    value: JsonObject = {"action": action, "trigger": "manual"}
    return envelope.activity("invoke", name="adaptiveCard/action", value=value, replyToId=reply_to)


def fetch(envelope: Envelope, data: JsonObject, reply_to: str) -> JsonObject:
    """A button was pressed that opens a dialog."""
    value: JsonObject = {"data": data, "context": {"theme": "default"}}
    return envelope.activity("invoke", name="task/fetch", value=value, replyToId=reply_to)


def consent(envelope: Envelope, answer: str, offer: JsonObject, *, place: JsonObject, reply_to: str) -> JsonObject:
    """Somebody answered to a file that was offered: ``accept`` with the place to put it, or ``decline``."""
    content = offer.get("content")
    context = content.get(f"{answer}Context") if isinstance(content, dict) else None
    value: JsonObject = {"type": "fileUpload", "action": answer, "context": context}
    more: JsonObject = {"uploadInfo": place} if answer == "accept" else {}
    return envelope.activity("invoke", name="fileConsent/invoke", value=value | more, replyToId=reply_to)


def installed(envelope: Envelope, *, added: bool = True) -> JsonObject:
    """The app came to a person or a chat, or left."""
    return envelope.activity("installationUpdate", action="add" if added else "remove")


def joined(envelope: Envelope) -> JsonObject:
    """What Teams says beside an installation: the bot is a member now."""
    bot: JsonObject = {"id": f"28:{envelope.chats.world.bot_app_id}"}
    return envelope.activity("conversationUpdate", membersAdded=[bot])
