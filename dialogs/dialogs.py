"""The front of the room: a turn, an errand, a button, a notice. Answers are always replies; only faults are raised."""

from collections.abc import Awaitable, Callable
from datetime import UTC, tzinfo
from typing import TypeVar

from actions.spec import Refusal
from dialogs.catalogue import Catalogue
from dialogs.conversation import Conversation
from dialogs.daily import digest
from dialogs.desk import Desk, Speaker
from dialogs.errands import Errands
from dialogs.files import Files, Put
from dialogs.later import Later
from dialogs.masking import for_others
from dialogs.notices import Notices
from dialogs.occasions import of_schedule
from dialogs.presses import Presses
from dialogs.replies import greeting, refused, troubled
from dialogs.reply import Dialog, Reply, Text
from dialogs.said import Said
from dialogs.views.secret import closed
from engine import Engine, Errand, Notice, Person, Place, Store
from tenant.ports import Clock, Tenants
from tenant.trouble import Trouble

R = TypeVar("R")


class Dialogs:
    """What is said next. It holds nothing between turns: all that is remembered lies in the store."""

    def __init__(
        self, engine: Engine, catalogue: Catalogue, *, tenants: Tenants, store: Store, clock: Clock, zone: tzinfo = UTC
    ) -> None:
        """``zone``: the office's, for showing times."""
        desk = Desk(engine=engine, catalogue=catalogue, tenants=tenants, store=store, clock=clock, zone=zone)
        self._engine = engine
        self._conversation = Conversation(desk)
        self._errands = Errands(desk)
        self._presses = Presses(desk, self._conversation)
        self._notices = Notices(desk)
        self._files = Files(desk)

    async def turn(self, said: Said) -> Reply | Later:
        """Answer what was typed, or a button that came as a message; or record an errand and answer Later."""
        answer = await _spoken(lambda: self._presses.press(said) if said.pressed else self._conversation.turn(said))
        return answer if isinstance(answer, Later) else _fit_for(said.place, answer)

    async def errand(self, errand: Errand) -> Reply | None:
        """Work on an errand; doing it again after a crash makes no second request. None: it is a daily check's, and
        there is nothing new to say.
        """
        said = await _spoken(lambda: self._errands.work(errand))
        if errand.occurrence is not None:
            said = of_schedule(said, errand.occurrence)
        reply = _fit_for(errand.place, said)
        return reply if await self._engine.findings_changed(errand, digest(reply)) else None

    async def press(self, said: Said) -> Reply:
        """A button: the card to show in place for whoever pressed, or a Text to show beside it. Only they see it, but
        others look over their shoulder at a card that stands in a channel.
        """
        return _fit_for(said.place, await _spoken(lambda: self._presses.press(said)))

    async def write(self, said: Said, put: Put) -> Text | None:
        """Write the file that was offered (``said.pressed.data``), line by line; None, or why it cannot be had."""

        async def written() -> None:
            data = said.pressed.data if said.pressed else {}
            await self._files.write(Speaker.of(said), data, put)

        return await _spoken(written)

    async def open(self, said: Said) -> Dialog:
        """What a button opens in a window of its own. The answer may hold a secret: it is for this one window."""
        answer = await _spoken(lambda: self._presses.open(said))
        return answer if isinstance(answer, Dialog) else closed(answer)

    async def show(self, notice: Notice, receiver: Person | Place) -> Reply | None:
        """What a notice says now; None where it has nothing to say any more. A person is told in their own chat."""
        reply = await self._notices.show(notice, receiver)
        return reply if reply is None or isinstance(receiver, Person) else _fit_for(receiver, reply)

    def greeting(self) -> Text:
        """What is said when Muster is installed for somebody."""
        return greeting()


def _fit_for(place: Place, reply: Reply) -> Reply:
    """Phone numbers are shown in full in personal chats only."""
    return reply if place.personal else for_others(reply)


async def _spoken(answer: Callable[[], Awaitable[R]]) -> R | Text:
    """No is an answer, and so is trouble with Microsoft."""
    try:
        return await answer()
    except Refusal as no:
        return refused(no.reason)
    except Trouble as what:
        return troubled(what)
