"""A conversation with the real dialogs on the real engine, store and tenant; what cards would show, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import actions.mfa
import dialogs.commands
from dialogs import Button, Catalogue, Dialogs, Later, Pressed, Reply, Said
from dialogs.reply import Card, ReminderShown
from engine import Errand, Person, Place
from tests.engine.bench import Bench

CATALOGUE = Catalogue.of([actions.mfa, dialogs.commands])


@dataclass(slots=True)
class Talk:
    """Says things and presses buttons as different people."""

    bench: Bench
    turns: int = 0
    answers: dict[str, Reply] = field(default_factory=dict)
    dialogs: Dialogs = field(init=False)

    def __post_init__(self) -> None:
        bench = self.bench
        self.dialogs = Dialogs(bench.engine, CATALOGUE, tenants=bench.tenants, store=bench.store, clock=bench.clock)
        bench.engine.answer_errands_with(self._answer)

    async def _answer(self, errand: Errand) -> None:
        reply = await self.dialogs.errand(errand)
        if reply is not None:
            self.answers[errand.activity_id] = reply

    async def say(
        self, who: Person, text: str, *, place: Place | None = None, mentions: Mapping[str, str] | None = None
    ) -> Reply:
        """What is answered in the end."""
        said = self.said(who, text=text, place=place, mentions=mentions)
        return await self._ended(said, await self.dialogs.turn(said))

    async def press(
        self, who: Person, verb: str, data: Mapping[str, str], *, place: Place | None = None, reason: str = ""
    ) -> Reply:
        """What the button answers, at once."""
        said = self.said(who, place=place, pressed=Pressed(verb=verb, data=data, inputs={"reason": reason}))
        return await self.dialogs.press(said)

    async def push(self, who: Person, button: Button, *, reason: str = "") -> Reply:
        """Press a button of a card."""
        return await self.press(who, button.verb, button.data, reason=reason)

    async def settle(self) -> list[Reply]:
        """Let everything under way come to its end; replies that came by themselves."""
        before = set(self.answers)
        await self.bench.settle()
        return [reply for turn, reply in self.answers.items() if turn not in before]

    def said(
        self,
        who: Person,
        *,
        text: str = "",
        place: Place | None = None,
        pressed: Pressed | None = None,
        mentions: Mapping[str, str] | None = None,
    ) -> Said:
        """One turn with an id of its own."""
        self.turns += 1
        return Said(
            tenant_id=self.bench.house.tenant_id,
            person=who,
            place=place or Place(f"a:{who.id}", personal=True),
            activity_id=f"said-{self.turns}",
            text=text,
            mentions=mentions or {},
            pressed=pressed,
        )

    async def _ended(self, said: Said, reply: Reply | Later) -> Reply:
        if not isinstance(reply, Later):
            return reply
        await self.bench.settle()
        return self.answers[said.activity_id]


def button(reply: Reply, verb: str) -> Button:
    """The card's button of that verb."""
    assert isinstance(reply, Card | ReminderShown)
    return next(each for each in reply.buttons if each.verb == verb)


def words(reply: Reply) -> str:
    """Everything the reply says, for looking something up in it."""
    return repr(reply)
