"""The buttons of a card as somebody sees it, and what pressing one sends."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from demo.connector import lint, uploads
from demo.connector.chats import Conversation, Event
from demo.directory import Person
from demo.wire import Json, JsonObject

OFFER = "offered file"
ANSWERS = (("Allow", "accept"), ("Decline", "decline"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One action on one version of a card. ``number`` counts from 1 in the order of reading."""

    number: int
    node: JsonObject
    message: str
    card: JsonObject

    @property
    def kind(self) -> str:
        """The action's type."""
        return str(self.node.get("type", ""))

    @property
    def title(self) -> str:
        """What stands on it."""
        return str(self.node.get("title", ""))

    @property
    def verb(self) -> str:
        """Its verb; empty where it has none."""
        return str(self.node.get("verb", ""))

    @property
    def opens(self) -> bool:
        """Does it open a dialog?"""
        data = self.node.get("data")
        inside = data.get("msteams") if isinstance(data, dict) else None
        return self.kind == "Action.Submit" and isinstance(inside, dict) and inside.get("type") == "task/fetch"

    @property
    def url(self) -> str:
        """The page that it opens; empty where it opens none."""
        return str(self.node.get("url", ""))

    @property
    def required(self) -> list[str]:
        """The card's inputs that must not stay empty and have no value of their own."""
        nodes = (node for node in _visible(self.card) if str(node.get("type", "")).startswith("Input."))
        return [str(node.get("id")) for node in nodes if node.get("isRequired") and not node.get("value")]

    def filled(self, inputs: Mapping[str, str]) -> JsonObject:
        """Its data with the card's inputs merged in, as Teams does; raises KeyError with an input it has not."""
        data = self.node.get("data")
        merged: JsonObject = dict(data) if isinstance(data, dict) else {}
        if self.node.get("associatedInputs") == "none":
            return merged
        fields = input_values(self.card)
        for name in inputs:
            if name not in fields:
                raise KeyError(f"the card has no input {name!r}; it has: {', '.join(fields) or 'none'}")
        return merged | fields | dict(inputs)

    def action(self, inputs: Mapping[str, str]) -> JsonObject:
        """The action as an invoke carries it."""
        return {"type": "Action.Execute", "title": self.title, "verb": self.verb, "data": self.filled(inputs)}


def of_card(card: JsonObject, message: str) -> list[Button]:
    """Every button that can be seen, in the order of reading."""
    return [
        Button(number=number, node=node, message=message, card=card)
        for number, node in enumerate(_actions(card), start=1)
    ]


def of_event(event: Event) -> list[Button]:
    """The buttons of a message's version (of all its cards, counted on)."""
    nodes = [(card, node) for card in event.cards for node in _actions(card)]
    nodes += [(offer, node) for offer in event.offers for node in _answers(offer)]
    return [
        Button(number=number, node=node, message=event.message, card=card)
        for number, (card, node) in enumerate(nodes, start=1)
    ]


def seen(chat: Conversation, person: Person) -> list[list[Button]]:
    """For each message with buttons as this person sees it now, newest first, its buttons."""
    views = [message.for_viewer(person.id) for message in reversed(chat.messages.values())]
    return [found for view in views if view and (found := of_event(view))]


def outdated(chat: Conversation, person: Person) -> Iterator[list[Button]]:
    """The same for the versions that were replaced: a client that was asleep still shows them. Newest first."""
    for message in reversed(chat.messages.values()):
        old = [event for event in message.versions if event.viewer in ("", person.id)][:-1]
        yield from (found for event in reversed(old) if (found := of_event(event)))


def input_values(card: JsonObject) -> JsonObject:
    """The inputs that can be seen, with the values they start with."""
    nodes = [node for node in _visible(card) if str(node.get("type", "")).startswith("Input.")]
    return {str(node.get("id", "")): node.get("value", "") for node in nodes}


def problems(card: JsonObject) -> list[str]:
    """The faults of a card that came as an answer."""
    return lint.card_problems(card)


def toggled(button: Button) -> JsonObject:
    """The card after an Action.ToggleVisibility."""
    card = copy.deepcopy(button.card)
    targets = button.node.get("targetElements")
    for node in lint.walk(card):
        for target in targets if isinstance(targets, list) else []:
            _toggle(node, target)
    return card


def _toggle(node: JsonObject, target: Json) -> None:
    name = target.get("elementId") if isinstance(target, dict) else target
    if name and node.get("id") == name:
        wanted = target.get("isVisible") if isinstance(target, dict) else None
        node["isVisible"] = wanted if wanted is not None else not node.get("isVisible", True)


def _answers(offer: JsonObject) -> list[JsonObject]:
    """What can be answered to a file that is offered; the same objects whenever they are asked for."""
    if offer.get("contentType") != uploads.CONSENT:
        return []
    answers = offer.setdefault("answers", [{"type": OFFER, "title": title, "verb": verb} for title, verb in ANSWERS])
    return [one for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []


def _actions(card: JsonObject) -> Iterator[JsonObject]:
    return (node for node in _visible(card) if str(node.get("type", "")).startswith("Action."))


def _visible(node: Json) -> Iterator[JsonObject]:
    """Like `lint.walk`, without what is hidden; an unknown element gives way to its fallback."""
    if isinstance(node, list):
        for one in node:
            yield from _visible(one)
    if not isinstance(node, dict) or node.get("isVisible") is False:
        return
    kind = str(node.get("type", ""))
    if kind and kind not in lint.KNOWN and "fallback" in node:
        yield from _visible(node["fallback"])
        return
    yield node
    for key in (*lint.NESTED, *lint.INVISIBLE):
        yield from _visible(node.get(key))
