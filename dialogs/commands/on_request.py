"""What commands about one request have in common."""

from collections.abc import Collection

from actions.spec import Refusal
from dialogs.arguments import Number
from dialogs.command import Command, Turn
from dialogs.reply import Reply, Text, Tone
from engine import Request, State


class RequestCommand(Command):
    """A command that moves one request. Pressed on a card, the card itself answers; typed, a sentence does."""

    async def act(self, turn: Turn) -> Request:
        """Do it; the request as it is then."""
        raise NotImplementedError

    def told(self, request: Request) -> Text:
        """What is said to somebody who typed it."""
        raise NotImplementedError

    async def answer(self, turn: Turn) -> Reply:
        """Do it and say so."""
        return self.told(await self.act(turn))


async def existing(turn: Turn, number: int) -> Request:
    """The request of this number; raises Refusal."""
    found = await turn.records.request(turn.tenant_id, number)
    if found is None:
        raise Refusal("no-such-request", number=str(number))
    return found


async def meant(turn: Turn, number: Number, states: Collection[State]) -> int:
    """The number that was said, or else that of the speaker's one request in these states; raises Refusal."""
    if number.value:
        return (await existing(turn, number.value)).number
    found = await turn.records.requests(turn.tenant_id, states=states, asker=turn.person.id, limit=5)
    if not found:
        raise Refusal("no-request")
    if len(found) > 1:
        raise Refusal("which-request", numbers=", ".join(str(each.number) for each in found))
    return found[0].number


def done(*lines: str, next_: tuple[str, ...]) -> Text:
    """It was done, and what can be typed now."""
    return Text(lines=lines, next=next_, tone=Tone.GOOD)
