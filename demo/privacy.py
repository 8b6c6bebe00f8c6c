"""Phone numbers where others read along: whatever a transcript is about, none may stand in a group chat in full."""

import re
from collections.abc import Iterator, Sequence

from demo.connector.chats import Chats, Event
from demo.wire import Json

NUMBER = re.compile(r"\+\d[\d \u00a0().-]{5,}\d")
LONG_ENOUGH = 7
"""Digits that give a number away, wherever it is written from: those at its end."""


def problems(chats: Chats, events: Sequence[Event]) -> list[str]:
    """One sentence per number that left in full for more than one reader."""
    public = [event for event in events if _is_public(chats, event)]
    ends = _ends(chats) if public else frozenset()
    return [
        f"{event.conversation}: a phone number left in full: {text[:60]!r}"
        for event in public
        for text in strings(event.activity)
        if NUMBER.search(text) or _gives_away(text, ends)
    ]


def strings(value: Json) -> Iterator[str]:
    """Every text inside, the names of fields aside."""
    if isinstance(value, str):
        yield value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inside:
        yield from strings(one)


def _is_public(chats: Chats, event: Event) -> bool:
    chat = chats.find(event.conversation)
    return chat is not None and chat.kind != "personal"


def _ends(chats: Chats) -> frozenset[str]:
    """The ends of all numbers that Contoso knows of its people."""
    everybody = chats.world.directory.people.values()
    numbers = [number for person in everybody for number in (person.mobile, *person.business_phones, person.phones)]
    found = [digits for number in numbers for digits in _numbers(number or "")]
    return frozenset(digits[-LONG_ENOUGH:] for digits in found if len(digits) >= LONG_ENOUGH)


def _gives_away(text: str, ends: frozenset[str]) -> bool:
    return any(digits[-LONG_ENOUGH:] in ends for digits in _numbers(text))


def _numbers(text: str) -> list[str]:
    """Runs of digits with what people put between them."""
    return ["".join(filter(str.isdecimal, run)) for run in re.findall(r"\d[\d \u00a0()/.-]*", text)]
