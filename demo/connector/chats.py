"""Conversations and what stands in them, with every edit remembered, in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from demo.connector import people
from demo.connector.quota import Quota
from demo.connector.uploads import CONSENT, INFO, Files
from demo.directory import Person
from demo.keys import stable_id
from demo.wire import JsonObject
from demo.world import World

NEWEST = 2
"""Messages of a chat that a forgetful world keeps."""
FIRST_MESSAGE = 1_763_884_800_000
"""Teams numbers messages by the millisecond; here they are counted from a fixed one, so that ids repeat."""


class What(StrEnum):
    """What happened to a message, or to a press on it."""

    SENT = "sent"
    EDITED = "edited"
    DELETED = "deleted"
    ANSWERED = "answered"  # the answer to a press: a new card, for the person who pressed
    TOAST = "toast"  # the answer to a press: a sentence, for the person who pressed
    WINDOW = "window"  # the answer to a press: a dialog, for the person who pressed, until they close it
    REFUSED = "refused"  # the answer to a press: an error, for the person who pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that people see. ``viewer``: only that person (object id); empty: everybody in the conversation."""

    conversation: str
    message: str
    what: What
    activity: JsonObject
    at: datetime
    viewer: str = ""

    @property
    def cards(self) -> list[JsonObject]:
        """The Adaptive Cards attached, in order."""
        found: list[JsonObject] = []
        attached = self.activity.get("attachments")
        for one in attached if isinstance(attached, list) else []:
            content = one.get("content") if isinstance(one, dict) else None
            if isinstance(content, dict) and content.get("type") == "AdaptiveCard":
                found.append(content)
        return found

    @property
    def offers(self) -> list[JsonObject]:
        """Files that are offered, and those that were put: Teams' own cards, in order."""
        attached = self.activity.get("attachments")
        found = [one for one in attached if isinstance(one, dict)] if isinstance(attached, list) else []
        return [one for one in found if one.get("contentType") in (CONSENT, INFO)]


@dataclass(slots=True)
class Message:
    """One message of the bot and all its versions."""

    id: str
    versions: list[Event] = field(default_factory=list)

    def for_viewer(self, viewer: str) -> Event | None:
        """The version this person sees now; None once it is deleted."""
        seen = [event for event in self.versions if event.viewer in ("", viewer)]
        return seen[-1] if seen and seen[-1].what is not What.DELETED else None


@dataclass(slots=True)
class Conversation:
    """A chat. ``kind`` is Teams' conversationType; ``members`` are object ids of people."""

    id: str
    kind: str
    name: str
    members: list[str]
    messages: dict[str, Message] = field(default_factory=dict)
    wrote_to_bot: int = 0


class Chats:
    """All conversations of the bot in one tenant, and who cannot be written to."""

    def __init__(self, world: World) -> None:
        """No conversation yet; everybody has the app, as an organisation-wide policy installs it."""
        self.world = world
        self.clear()

    def clear(self) -> None:
        """Forget everything (the world was reset)."""
        self.conversations: dict[str, Conversation] = {}
        self.log: list[Event] = []
        self.problems: list[str] = []
        self.quota = Quota(self.world.clock)
        self.files = Files(self.world.clock)
        self._messages = 0

    @property
    def without_app(self) -> set[str]:
        """Object ids of those who do not have the app."""
        return self.world.reach.without_app

    @property
    def blocked(self) -> set[str]:
        """Object ids of those who have blocked the bot."""
        return self.world.reach.blocked

    # --- conversations --------------------------------------------------------------------------------------------

    def personal(self, person: Person) -> Conversation:
        """The chat of one person with the bot; made when first asked for."""
        number = f"a:{stable_id('personal', self.world.bot_app_id, person.id)}"
        if number in self.conversations:
            return self.conversations[number]
        name = f"{people.label(self.world, person)}, personal"
        return self.conversations.setdefault(number, Conversation(number, "personal", name, [person.id]))

    def group(self, name: str, members: Iterable[Person] = ()) -> Conversation:
        """The group chat with this name; members are added to those it has."""
        return self._shared(f"19:{_slug(name)}@thread.v2", "groupChat", name, members)

    def channel(self, name: str, members: Iterable[Person] = ()) -> Conversation:
        """The team channel with this name; members are added to those it has."""
        return self._shared(f"19:{_slug(name)}@thread.tacv2", "channel", name, members)

    def _shared(self, number: str, kind: str, name: str, members: Iterable[Person]) -> Conversation:
        chat = self.conversations.setdefault(number, Conversation(number, kind, name, []))
        chat.members += [person.id for person in members if person.id not in chat.members]
        return chat

    def find(self, number: str) -> Conversation | None:
        """By id; a thread in a channel belongs to the channel."""
        return self.conversations.get(number.partition(";")[0])

    def place(self, person: Person, name: str) -> Conversation:
        """``personal`` or the name of a chat or channel; raises KeyError with a name that no chat has."""
        if name.casefold() == "personal":
            return self.personal(person)
        for chat in self.conversations.values():
            if chat.kind != "personal" and chat.name.casefold() == name.casefold():
                return chat
        raise KeyError(name)

    # --- messages -------------------------------------------------------------------------------------------------

    def next_id(self) -> str:
        """The id of the next message, whoever writes it."""
        self._messages += 1
        return str(FIRST_MESSAGE + self._messages)

    def send(self, chat: Conversation, activity: JsonObject) -> str:
        """The bot writes; the message's id is returned."""
        message = Message(self.next_id())
        chat.messages[message.id] = message
        self.note(chat, message, What.SENT, activity)
        self._count(chat, activity)
        return message.id

    def _count(self, chat: Conversation, activity: JsonObject) -> None:
        made, now = self.world.deliveries, self.world.now()
        if chat.kind == "personal":
            made.to(self.world.directory.people[chat.members[0]], "chat", at=now, what=activity)
        else:
            made.to_all(chat.name, at=now, what=activity)

    def note(
        self, chat: Conversation, message: Message, what: What, activity: JsonObject, *, viewer: str = ""
    ) -> Event:
        """Add a version to a message and to the log of all that was seen."""
        event = Event(
            conversation=chat.id,
            message=message.id,
            what=what,
            activity=activity,
            at=self.world.now(),
            viewer=viewer,
        )
        if what not in (What.TOAST, What.WINDOW, What.REFUSED):
            message.versions.append(event)
        if self.world.forgetful:
            _forget(chat)
        else:
            self.log.append(event)
        return event


def _forget(chat: Conversation) -> None:
    while len(chat.messages) > NEWEST:
        del chat.messages[next(iter(chat.messages))]
    for message in chat.messages.values():
        del message.versions[:-1]


def _slug(name: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.casefold()).split())
