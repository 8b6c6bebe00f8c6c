"""An activity of Teams as what was said: pure, and suspicious of every field.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from bot.cards.parts import DATA
from bot.wire import Json, inside, objects, strings, text
from dialogs import Pressed, Said
from engine import CardRef, Person, Place

LONGEST_NAME = 200
LONGEST_ID = 100
_BLOCK = r"(?:p|div|pre|codeblock|ul|ol|li)(?:\s[^<>]*)?>"
_BREAK = re.compile(rf"\r\n?|<br\s*/?>|(?:</{_BLOCK}\s*)+(?:<{_BLOCK})*|\n?(?:<{_BLOCK})+", re.IGNORECASE)
_TAG = re.compile(r"</?(?:code|span)(?:\s[^<>]*)?>", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*`{3,}[ \t]*\w*[ \t]*$\n?|`{3,}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named with @. ``shown`` is the exact text that stands for them; ``id`` is Teams' own id (``29:…``)."""

    id: str
    name: str
    shown: str
    object_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The answer to an offered file. ``upload_url``: where it may be put, for a short time; ``offer``: the card.

    https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
    """

    accepted: bool
    name: str = ""
    upload_url: str = field(default="", repr=False)
    content_url: str = ""
    unique_id: str = ""
    file_type: str = ""
    offer: CardRef | None = None


Kind = Literal["message", "press", "submit", "consent", "fetch", "installed", "other"]


def kind_of(raw: Json) -> Kind:
    """What to do with it. An edited or deleted message, a reaction, a new member: nothing."""
    kind, name = text(raw, "type"), text(raw, "name")
    if kind == "message":
        return "submit" if inside(raw, "value", DATA) and not text(raw, "text").strip() else "message"
    if kind == "invoke" and name == "adaptiveCard/action":
        return "press"
    if kind == "invoke" and name == "fileConsent/invoke":
        return "consent"
    if kind == "invoke" and name == "task/fetch":
        return "fetch"
    if kind == "installationUpdate" and text(raw, "action").startswith("add"):
        return "installed"
    return "other"


def person_of(raw: Json) -> Person:
    """Who speaks: by the directory's id, which the channel vouches for."""
    return Person(text(raw, "from", "aadObjectId").lower(), text(raw, "from", "name")[:LONGEST_NAME])


def place_of(raw: Json) -> Place:
    """Where; the key is the conversation's id."""
    key, kind = text(raw, "conversation", "id"), text(raw, "conversation", "conversationType")
    shared = key.startswith("19:") or inside(raw, "conversation").get("isGroup") is True  # where the kind is not told
    return Place(key, personal=kind == "personal" or (not kind and not shared))


def turn_id(raw: Json) -> str:
    """The same for a repeated delivery, and never that of something else: Teams numbers messages by conversation, so
    that belongs to it; what has no number, or an endless one, is known by all that it says.
    """
    conversation = sha256(text(raw, "conversation", "id").encode()).hexdigest()[:16]
    number = text(raw, "id")
    known = 0 < len(number) <= LONGEST_ID
    return f"{number if known else sha256(repr(raw).encode()).hexdigest()}@{conversation}"


def addressed(raw: Json) -> bool:
    """Is it for us? In a group Muster hears only what mentions it, even where it could read everything."""
    us = text(raw, "recipient", "id")
    return place_of(raw).personal or any(each.id == us for each in mentions(raw))


def mentions(raw: Json) -> Iterator[Mention]:
    """Everybody who is named, us included."""
    for each in objects(raw, "entities"):
        if text(each, "type") == "mention" and text(each, "text"):
            who = inside(each, "mentioned")
            yield Mention(text(who, "id"), text(who, "name"), text(each, "text"), text(who, "aadObjectId"))


def said(raw: Json, tenant_id: str, known: Mapping[str, str]) -> Said:
    """What was typed. ``known``: Teams' id → object id of those who are mentioned."""
    typed = lined(text(raw, "text"))
    words, named = spoken(typed, tuple(mentions(raw)), us=text(raw, "recipient", "id"), known=known)
    return _said(raw, tenant_id, unfenced(words), named)


def lined(typed: str) -> str:
    """The text with one kind of line break: clients send ``\\n``, ``\\r\\n`` or the tags of formatted text, which stand
    for nothing else (what people type themselves comes escaped).
    """
    return _TAG.sub("", _BREAK.sub("\n", typed))


def unfenced(words: str) -> str:
    """Without the marks of a code block, which is how careful people paste."""
    return _FENCE.sub("", words).strip()


def pressed(raw: Json, tenant_id: str) -> Said:
    """A button of ours: as Action.Execute (an invoke) or as Action.Submit (a message with a value)."""
    action = inside(raw, "value", "action") or inside(raw, "value")
    data = inside(action, "data") or action
    ours = strings(inside(data, DATA))
    verb = text(action, "verb") or ours.get("verb", "")
    inputs = {name: value for name, value in strings(data).items() if name not in ("verb", "type")}
    button = Pressed(verb=verb, data={name: value for name, value in ours.items() if name != "verb"}, inputs=inputs)
    return _said(raw, tenant_id, "", {}, button=button)


def consented(raw: Json, tenant_id: str) -> tuple[Said, Consent]:
    """Who answered which offer, and how. Its context comes back through the client and is trusted with nothing."""
    value, upload = inside(raw, "value"), inside(raw, "value", "uploadInfo")
    replied = text(raw, "replyToId")
    consent = Consent(
        accepted=text(value, "action") == "accept",
        name=text(upload, "name"),
        upload_url=text(upload, "uploadUrl"),
        content_url=text(upload, "contentUrl"),
        unique_id=text(upload, "uniqueId"),
        file_type=text(upload, "fileType"),
        offer=CardRef(place_of(raw).key, replied) if replied else None,
    )
    button = Pressed(verb="file", data=strings(inside(value, "context", DATA)))
    return _said(raw, tenant_id, "", {}, button=button), consent


def _said(raw: Json, tenant_id: str, words: str, named: Mapping[str, str], *, button: Pressed | None = None) -> Said:
    return Said(
        tenant_id=tenant_id,
        person=person_of(raw),
        place=place_of(raw),
        activity_id=turn_id(raw),
        text=words,
        mentions=named,
        pressed=button,
        locale=text(raw, "locale"),
    )


def spoken(typed: str, named: tuple[Mention, ...], *, us: str, known: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The text as it was meant: our own mention cut out, others as ``@name``, and whom each ``name`` stands for."""
    people: dict[str, str] = {}
    pieces: list[str] = []
    rest = typed
    for each in named:
        before, found, after = rest.partition(each.shown)
        if not found:
            continue
        pieces.append(_unescaped(before))
        if each.id != us:
            name = _name(each, people, known)
            apart = " " if before[-1:].isalnum() else ""
            pieces.append(apart + (f"@{name}" if name in people else f"@{_nobody(name)}"))
        rest = after
    pieces.append(_unescaped(rest))
    return "".join(pieces).strip(), people


def _name(mention: Mention, people: dict[str, str], known: Mapping[str, str]) -> str:
    """A name of its own for each person: two of the same name get numbers."""
    who = (mention.object_id or known.get(mention.id, "")).lower()
    base = " ".join(_unescaped(mention.name).split())[:LONGEST_NAME] or "somebody"
    name, number = base, 2
    while who and people.get(name, who) != who:
        name, number = f"{base} ({number})", number + 1
    if who:
        people[name] = who
    return name


def _nobody(name: str) -> str:
    """The name of somebody whom nobody knows, as one word: it must not add words of its own to a command."""
    return "-".join("".join(each if each.isalnum() else " " for each in name).split()) or "somebody"


def _unescaped(typed: str) -> str:
    return html.unescape(typed).replace("\xa0", " ")
