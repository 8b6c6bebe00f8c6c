"""Mentions, in both directions: the ``<at>`` in the text and the entity beside it must agree."""

import html
import re

from demo.wire import Json, JsonObject

AT = re.compile(r"<at(?: [^>]*)?>.*?</at>", re.DOTALL)


def mention(number: str, name: str) -> JsonObject:
    """One mention entity; its text is what must stand in the message."""
    return {"type": "mention", "mentioned": {"id": number, "name": name}, "text": said(name)}


def said(name: str) -> str:
    """How a mention of this name stands in a message."""
    return f"<at>{html.escape(name, quote=False)}</at>"


def disagreement(activity: JsonObject) -> str:
    """A sentence where text and mention entities of a message do not fit; empty where they do."""
    entities = activity.get("entities")
    texts = [_text(one) for one in entities if _is_mention(one)] if isinstance(entities, list) else []
    text = str(activity.get("text") or "")
    for one in texts:
        if one not in text:
            return f"Mention entity does not match text: {one}"
    bare = [found for found in AT.findall(text) if found not in texts]
    return f"Text holds a mention without an entity: {bare[0]}" if bare else ""


def _is_mention(entity: Json) -> bool:
    return isinstance(entity, dict) and entity.get("type") == "mention"


def _text(entity: Json) -> str:
    return str(entity.get("text", "")) if isinstance(entity, dict) else ""


def asked_for(text: str) -> list[str]:
    """The names in ``@[Name]``, in order, each once: how a transcript writes a mention."""
    return list(dict.fromkeys(re.findall(r"@\[([^\]]+)\]", text)))
