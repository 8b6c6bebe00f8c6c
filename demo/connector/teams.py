"""The people's side of Teams: they type, press and install, and the bot hears of it as it would from Microsoft."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp

from demo.clock import Clock
from demo.connector import activities, buttons, mentions, people, uploads
from demo.connector.activities import Envelope
from demo.connector.buttons import Button
from demo.connector.chats import Chats, Conversation, Event, Message, What
from demo.directory import Person
from demo.wire import Json, JsonObject

REDELIVERIES = 2
"""How often a delivery is repeated after a 5xx or no answer, a second apart. Microsoft publishes no number."""
CARD = "application/vnd.microsoft.card.adaptive"
TOAST = "application/vnd.microsoft.activity.message"
NO_CHANGES: Mapping[str, Json] = {}

Change = Callable[[JsonObject], JsonObject]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgery:
    """How a delivery differs from an honest one. ``claims`` override those of the token (see demo/keys.py)."""

    unsigned: bool = False
    claims: Mapping[str, Json] = field(default_factory=dict)
    change: Change | None = None


HONEST = Forgery()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What the bot answered: ``status`` 0 is no answer at all; ``body`` None where it was empty or not JSON."""

    status: int
    body: Json = None
    attempts: int = 1


class Teams:
    """Everybody's Teams client. ``bot_url`` is where the bot listens and may change when it is started anew."""

    def __init__(self, chats: Chats, service_url: str, *, clock: Clock) -> None:
        """``service_url`` is the Connector's address as activities carry it, with its slash."""
        self.chats, self.service_url, self.bot_url = chats, service_url, ""
        self.last: JsonObject | None = None
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    # --- what people do -------------------------------------------------------------------------------------------

    async def say(
        self,
        person: Person,
        chat: Conversation,
        text: str,
        *,
        files: Sequence[tuple[str, bytes]] = (),
        forgery: Forgery = HONEST,
    ) -> Delivery:
        """Type a line or several. ``@[Name]`` mentions a person; outside a personal chat the bot is mentioned first.

        ``files`` (name, content) go with it, in a personal chat: Teams brings a bot no others.
        """
        said, named = self._mentions(chat, text)
        sent = [self._kept(person, name, content) for name, content in files] if chat.kind == "personal" else []
        activity = activities.message(self._envelope(person, chat), said, mentions=named, files=sent)
        return await self.deliver(activity, forgery=forgery)

    async def press(
        self,
        person: Person,
        chat: Conversation,
        button: Button,
        *,
        inputs: Mapping[str, str] | None = None,
        forgery: Forgery = HONEST,
    ) -> Delivery:
        """Press a button of a card, with what was filled in; the answer to it is shown to that person."""
        message = self._message(button)
        envelope = self._envelope(person, chat)
        if button.kind == "Action.ToggleVisibility":
            return self._toggle(person, chat, button)
        if button.kind == "Action.OpenUrl":
            self._show(person, chat, message, What.TOAST, activity={"text": f"opens {button.url}"})
            return Delivery(status=200)
        if button.kind == buttons.OFFER:
            return await self.deliver(self._consent(person, envelope, button), forgery=forgery)
        if button.opens:
            asked = activities.fetch(envelope, button.filled(inputs or {}), message.id)
            delivery = await self.deliver(asked, forgery=forgery)
            self._opened(person, chat, message, delivery)
            return delivery
        if button.kind == "Action.Submit":
            filled = activities.submit(envelope, button.filled(inputs or {}), message.id)
            return await self.deliver(filled, forgery=forgery)
        pressed = activities.execute(envelope, button.action(inputs or {}), message.id)
        delivery = await self.deliver(pressed, forgery=forgery)
        self._answer(person, chat, message, delivery)
        return delivery

    async def install(self, person: Person) -> Delivery:
        """The app comes to a person's personal chat."""
        self.chats.without_app.discard(person.id)
        envelope = self._envelope(person, self.chats.personal(person))
        await self.deliver(activities.joined(envelope))
        return await self.deliver(activities.installed(envelope))

    async def remove(self, person: Person) -> Delivery:
        """The app is removed for a person."""
        envelope = self._envelope(person, self.chats.personal(person))
        self.chats.without_app.add(person.id)
        return await self.deliver(activities.installed(envelope, added=False))

    async def again(self) -> Delivery:
        """The same activity is delivered a second time, byte for byte."""
        if self.last is None:
            raise KeyError("nothing was delivered yet")
        return await self.deliver(self.last)

    # --- the wire -------------------------------------------------------------------------------------------------

    async def deliver(self, activity: JsonObject, *, forgery: Forgery = HONEST) -> Delivery:
        """POST one activity to the bot, again after a 5xx."""
        self.last = activity = forgery.change(activity) if forgery.change else activity
        for attempt in range(1, REDELIVERIES + 2):
            status, body = await self._post(activity, self._headers(forgery))
            if 0 < status < 500 or attempt > REDELIVERIES:
                return Delivery(status=status, body=body, attempts=attempt)
            await self._clock.sleep(1)
        raise AssertionError("unreachable")

    async def _post(self, activity: JsonObject, headers: Mapping[str, str]) -> tuple[int, Json]:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        url = f"{self.bot_url}/api/messages"
        try:
            async with self._session.post(url, json=activity, headers=headers) as response:
                json_body = response.content_type == "application/json"
                return response.status, await response.json() if json_body else None
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return 0, None

    def _headers(self, forgery: Forgery) -> dict[str, str]:
        if forgery.unsigned:
            return {}
        world = self.chats.world
        token = world.keys.channel_token(world.bot_app_id, self.service_url, **forgery.claims)
        return {"Authorization": f"Bearer {token}"}

    # --- what people see ------------------------------------------------------------------------------------------

    def _answer(self, person: Person, chat: Conversation, message: Message, delivery: Delivery) -> None:
        """Apply an invoke's answer as Teams does: a card replaces, a sentence pops up, an error is shown."""
        body = delivery.body if isinstance(delivery.body, dict) else {}
        kind, value = body.get("type"), body.get("value")
        if delivery.status == 200 and kind == CARD and isinstance(value, dict):
            self.chats.problems += buttons.problems(value)
            attachment: JsonObject = {"contentType": CARD, "content": value}
            self._show(person, chat, message, What.ANSWERED, activity={"type": "message", "attachments": [attachment]})
        elif delivery.status == 200 and kind == TOAST:
            self._show(person, chat, message, What.TOAST, activity={"text": str(value)})
        elif delivery.status != 200 or body.get("statusCode", 200) != 200:
            said = value.get("message") if isinstance(value, dict) else None
            said = said or f"Something went wrong (the bot answered {delivery.status})."
            self._show(person, chat, message, What.REFUSED, activity={"text": str(said)})

    def _opened(self, person: Person, chat: Conversation, message: Message, delivery: Delivery) -> None:
        """Show an answer to ``task/fetch`` as Teams does: a dialog with a card, or with a sentence."""
        body = delivery.body if isinstance(delivery.body, dict) else {}
        task = body.get("task")
        kind, value = (task.get("type"), task.get("value")) if isinstance(task, dict) else ("", None)
        card = value.get("card") if isinstance(value, dict) else None
        content = card.get("content") if isinstance(card, dict) else None
        if kind == "continue" and isinstance(content, dict) and isinstance(card, dict):
            self.chats.problems += buttons.problems(content)
            self._show(person, chat, message, What.WINDOW, activity={"type": "message", "attachments": [card]})
        elif kind == "message" and isinstance(value, str):
            self._show(person, chat, message, What.WINDOW, activity={"text": value})
        else:
            said = f"Something went wrong (the bot answered {delivery.status})."
            self._show(person, chat, message, What.REFUSED, activity={"text": said})

    def _toggle(self, person: Person, chat: Conversation, button: Button) -> Delivery:
        message = self._message(button)
        attachment: JsonObject = {"contentType": CARD, "content": buttons.toggled(button)}
        self._show(person, chat, message, What.ANSWERED, activity={"type": "message", "attachments": [attachment]})
        return Delivery(status=200)

    def _show(self, person: Person, chat: Conversation, message: Message, what: What, *, activity: JsonObject) -> Event:
        return self.chats.note(chat, message, what, activity, viewer=person.id)

    def _message(self, button: Button) -> Message:
        for chat in self.chats.conversations.values():
            if button.message in chat.messages:
                return chat.messages[button.message]
        raise KeyError(button.message)

    def _kept(self, person: Person, name: str, content: bytes) -> JsonObject:
        """Put a file into the person's OneDrive."""
        return uploads.attachment(self.chats.files.keep(name, content), self.service_url, person)

    # --- details --------------------------------------------------------------------------------------------------

    def _consent(self, person: Person, envelope: Envelope, button: Button) -> JsonObject:
        """The answer to a file that was offered, with a place in the person's OneDrive."""
        session = self.chats.files.session(person.id, str(button.card.get("name")))
        place = uploads.place(session, self.service_url, person)
        return activities.consent(envelope, button.verb, button.card, place=place, reply_to=button.message)

    def _envelope(self, person: Person, chat: Conversation) -> Envelope:
        thread = next(reversed(chat.messages), "") or "1"
        return Envelope(chats=self.chats, person=person, chat=chat, service_url=self.service_url, thread=thread)

    def _mentions(self, chat: Conversation, text: str) -> tuple[str, tuple[JsonObject, ...]]:
        world = self.chats.world
        found: list[JsonObject] = []
        if chat.kind != "personal":
            found.append(mentions.mention(f"28:{world.bot_app_id}", "Muster"))
            text = f"{mentions.said('Muster')} {text}"
        for name in mentions.asked_for(text):
            person = people.find(world, name)
            found.append(mentions.mention(people.mri(world, person), person.name))
            text = text.replace(f"@[{name}]", mentions.said(person.name))
        return text, tuple(found)
