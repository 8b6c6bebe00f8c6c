"""Secrets that are shown once: a transcript covers them, and none may stand anywhere but in a window of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from demo import passes, privacy
from demo.connector.chats import Chats, Event, What
from demo.screen import Line
from demo.world import World

LEAST, MOST = 8, 48
"""Signs that a Temporary Access Pass may have."""
COVER = "(the pass)"


def lines(world: World, drawn: Sequence[Line]) -> list[Line]:
    """The same lines with something else in the place of every pass that opens an account."""
    secrets = list(_secrets(world))
    return [replace(line, text=_covered(line.text, secrets)) for line in drawn]


def problems(chats: Chats, events: Sequence[Event]) -> list[str]:
    """One sentence for each message that shows a pass to more than the one pair of eyes, or for longer than once."""
    secrets = [secret[:LEAST] for secret in _secrets(chats.world)]
    lasting = [event for event in events if event.what is not What.WINDOW]
    return [
        f"{event.conversation}: a pass stands in a message"
        for event in lasting
        if secrets and any(secret in text for text in privacy.strings(event.activity) for secret in secrets)
    ]


def _secrets(world: World) -> Iterator[str]:
    """All that could be typed for the passes that there are, as long as they could be."""
    for person in world.directory.people.values():
        yield from (passes.secret(one, MOST) for one in person.methods.true if one.kind == passes.KIND)


def _covered(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        for length in range(MOST, LEAST - 1, -1):
            text = text.replace(secret[:length], COVER)
    return text
