"""``remind <people>``: ask people to register a sign-in method, until they have one."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Self

from actions.args import BadArgument, People, Words, nobody
from actions.spec import Refusal, Subject, ask
from dialogs.arguments import Number
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.on_request import existing
from dialogs.reply import Reply, Text, Tone
from dialogs.views.material import NOT_READY
from dialogs.words import headcount, label, listed
from engine import RemindResult, RowState

FACTS = {"first": "registered", "second": "second-method", "stronger": "stronger-method"}
MISSING = {
    "first": "a sign-in method is there",
    "second": "they have two methods",
    "stronger": "they have a method that is no telephone",
}
HAVE = {
    "first": "can answer an MFA prompt already",
    "second": "{} two methods already",
    "stronger": "{} a better method already",
}
PAGE = 500


class Goal(Words):
    """What is missing."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """A first method, a second one, or one that is no telephone."""
        return tuple(FACTS)

    @property
    def word(self) -> str:
        """The one that was said."""
        return self.words[0] if self.words else "first"

    @classmethod
    def parse(cls, text: str) -> Self:
        """One of them; raises BadArgument."""
        words = super().parse(text).words
        if len(words) != 1:
            raise BadArgument("not-one-of", said=text.strip()[:40], allowed=", ".join(cls.allowed()))
        return cls(words)


class Remind(Command, name="remind", aliases=("remind first",), needs=OPERATORS, slow=True):
    """Remind people, in their own chat, to register a sign-in method, until they have one.

    Within each person's working hours: at once or when they next work, then after 3, 7 and 14 days. ``request:1``
    means those who were not ready in that plan. ``for:second`` asks for a second method, ``for:stronger`` for one that
    is no telephone (see `methods report`).
    Whoever has it already is never written to; guests, rooms and disabled accounts are left out.
    """

    who: People = ask("Who should be reminded?", like='group:"MFA Users"', default=nobody)
    request: Number = ask("Those who were not ready in which request?", like="1", default=Number())
    for_: Goal = ask("Reminded of a first, a second, or a stronger method?", like="second", default=Goal())

    async def answer(self, turn: Turn) -> Reply:
        """How many reminders begin, and who has one already."""
        if not self.who.selectors and not self.request.value:
            raise BadArgument("nobody-said")
        number = (await existing(turn, self.request.value)).number if self.request.value else None
        found = {each.id: each async for each in self._people(turn)}
        if not found:
            raise Refusal("nobody-to-remind")
        result = await turn.engine.remind(turn.person, tuple(found.values()), FACTS[self.for_.word], request=number)
        return _told(result, self.for_.word)

    async def _people(self, turn: Turn) -> AsyncIterator[Subject]:
        if self.request.value:
            async for subject in _not_ready(turn, self.request.value):
                yield subject
        async for user in self.who.expand(turn.reader):
            yield Subject.of(user)


async def _not_ready(turn: Turn, number: int) -> AsyncIterator[Subject]:
    after = 0
    while page := await turn.records.rows(turn.tenant_id, number, states=(RowState.HELD,), after=after, limit=PAGE):
        for row in page:
            if row.guard is not None and row.guard.code == NOT_READY:
                yield row.subject
        after = page[-1].n


def _told(result: RemindResult, goal: str) -> Text:
    new = len(result.new)
    who = headcount(new) if new else "Nobody new"
    lines = [f"{who} will be reminded until {MISSING[goal]}: now or when they next work, then after 3, 7 and 14 days."]
    if result.already:
        lines.append(f"{headcount(len(result.already))} had an open reminder before; nobody gets two.")
    if result.true_already:
        has = HAVE[goal].format("has" if len(result.true_already) == 1 else "have")
        lines.append(f"{headcount(len(result.true_already))} {has} and will not be written to.")
    if result.spared:
        why = listed([f"{number} {label(code)}" for code, number in Counter(r.code for _, r in result.spared).items()])
        lines.append(f"{headcount(len(result.spared))} left out: {why}.")
    return Text(lines=tuple(lines), next=("reminders", "requests"), tone=Tone.GOOD if new else Tone.NEUTRAL)
