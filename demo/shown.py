"""What happened since the last step, as the lines of a transcript: by conversation, and of many edits the ends."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from demo import screen
from demo.connector import people
from demo.connector.chats import Chats, Event, What
from demo.screen import Line

LEAST_BETWEEN_EDITS = 1.0
"""Seconds: Microsoft's limits leave no room for more than one update a second of one card."""
LONG = 2
"""Lines above which something is worth naming instead of drawing it again."""
COUNT = re.compile(r"(\d+) of (\d+)")
FOR_ONE = {
    What.ANSWERED: "answer to",
    What.TOAST: "pops up for",
    What.WINDOW: "window of",
    What.REFUSED: "error for",
}
MARKS = {What.SENT: "", What.EDITED: ", edited", What.DELETED: ", deleted"}


def lines(chats: Chats, events: Sequence[Event]) -> list[Line]:
    """Conversations sorted by name; inside each, messages as they stand in it, the oldest first.

    What looks the same as something above is named, not drawn again.
    """
    drawn: list[Line] = []
    seen: dict[tuple[Line, ...], str] = {}
    heads: set[str] = set()
    for event in in_order(chats, events):
        head, body = one(chats, event)
        head += " again" * (head in heads)
        heads.add(head)
        above = seen.setdefault(tuple(body), head) if len(body) > LONG else head
        if above == head:
            drawn += [Line(f"{head}:", "person"), *body] if body else [Line(head, "person")]
        else:
            drawn.append(Line(f"{head}: the same as {above}", "person"))
    return drawn


def in_order(chats: Chats, events: Sequence[Event]) -> Iterator[Event]:
    """What is shown of these events, grouped."""
    for conversation in sorted({event.conversation for event in events}, key=lambda one: _name(chats, one)):
        here = [event for event in events if event.conversation == conversation]
        for number in sorted({event.message for event in here}, key=int):
            yield from ends([event for event in here if event.message == number])


def ends(events: Sequence[Event]) -> Iterator[Event]:
    """Of consecutive versions of one message for everybody the first and the last; then what is for one person.

    The answer to a press is left out where everybody gets the same card: which of the two comes first is chance.
    """
    public = [event for event in events if not event.viewer]
    kept = {id(event): event for event in public[:1] + public[-1:]}
    yield from kept.values()
    drawn = [screen.draw(event) for event in public]
    for event in events:
        if event.viewer and (event.what is not What.ANSWERED or screen.draw(event) not in drawn):
            yield event


def one(chats: Chats, event: Event) -> tuple[str, list[Line]]:
    """The headline of one event, and what stands under it."""
    head = f"{_name(chats, event.conversation)}{_mark(chats, event)}"
    return head, [] if event.what is What.DELETED else screen.draw(event)


def edit_problems(chats: Chats, events: Sequence[Event]) -> list[str]:
    """Edits of one message that came faster than one a second, or whose counts fell."""
    found: list[str] = []
    for number in dict.fromkeys(event.message for event in events):
        edits = [one for one in events if one.message == number and one.what is What.EDITED]
        for before, after in pairwise(edits):
            found += _pair_problems(chats, before, after)
    return found


def _pair_problems(chats: Chats, before: Event, after: Event) -> Iterator[str]:
    where = _name(chats, after.conversation)
    if (after.at - before.at).total_seconds() < LEAST_BETWEEN_EDITS:
        yield f"{where}: a message was edited twice within {LEAST_BETWEEN_EDITS:.0f} s"
    fell = [(old, new) for old, new in zip(_counts(before), _counts(after), strict=False) if new[0] < old[0]]
    if fell and fell[0][0][1] == fell[0][1][1]:
        yield f"{where}: a count fell from {fell[0][0][0]} to {fell[0][1][0]}"


def _counts(event: Event) -> list[tuple[int, int]]:
    text = "\n".join(screen.plain(screen.draw(event)))
    return [(int(done), int(total)) for done, total in COUNT.findall(text)]


def _mark(chats: Chats, event: Event) -> str:
    if event.what in MARKS:
        return MARKS[event.what]
    person = chats.world.directory.people[event.viewer]
    return f", {FOR_ONE[event.what]} {people.label(chats.world, person)}"


def _name(chats: Chats, conversation: str) -> str:
    found = chats.find(conversation)
    return found.name if found else conversation
