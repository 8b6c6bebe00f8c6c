"""Somebody's one message of a day, on its way: sent once, by the way that reaches them, or known not to have been."""

import logging
from asyncio import Semaphore
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.cards import draw
from bot.connector import ConnectorTrouble, Leaving, NotReachable, Unreachable, Withheld
from bot.reaching import Letter, Reached
from dialogs import PhoneShown, ReminderShown, Reply, Text
from engine import CardRef, Notice, Person, SlotState

_log = logging.getLogger(__name__)

AT_ONCE = 2  # messages that are prepared together; more would keep those waiting whose turn it is to leave
SOON = 30.0  # seconds until what surely was not sent is tried again, where nobody said how long


class Keeper(Protocol):
    """Who remembers what is known of a slot: the engine."""

    async def begin_posting(self, notice: Notice) -> bool:
        """May it leave now?"""
        ...

    async def told_posting(self, notice: Notice, state: SlotState, *, how: str = "") -> None:
        """What became of it."""
        ...

    async def not_reachable(self, notice: Notice) -> None:
        """By no way."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """It is through, or ``again`` in so many seconds. ``card``: where it stands."""

    card: CardRef | None = None
    again: float | None = None


@dataclass(slots=True)
class _Departing:
    """Asks the keeper when the message's turn has come, once. ``begun``: it may have left."""

    keeper: Keeper
    notice: Notice
    begun: bool = False

    async def leaving(self) -> None:
        """Raises Withheld where nothing is left to say, or it is no longer the hour for it."""
        if not self.begun and not await self.keeper.begin_posting(self.notice):
            raise Withheld(f"{self.notice.about} no longer leaves")
        self.begun = True


class Slots:
    """Sends slots' messages. A crash between a message's leaving and its answer leaves "on its way" behind."""

    def __init__(
        self,
        show: Callable[[Notice], Awaitable[Reply | None]],
        reach: Callable[[Person, Letter, Leaving], Awaitable[Reached]],
        keeper: Keeper,
    ) -> None:
        """``show`` says a notice; ``reach`` is `Reaching.reach`."""
        self._show, self._reach, self._keeper = show, reach, keeper
        self._few = Semaphore(AT_ONCE)

    async def send(self, notice: Notice) -> Sent:
        """What is to be said is made before anything is promised, so that trouble with it costs nobody their message.
        Raises ConnectorTrouble of other kinds.
        """
        async with self._few:
            letter = await self._prepared(notice)
        if letter is None or not isinstance(notice.to, Person):
            return Sent()
        return await self._posted(notice, notice.to, letter)

    async def _prepared(self, notice: Notice) -> Letter | None:
        """None: it does not leave."""
        reply = await self._show(notice)
        if not isinstance(reply, ReminderShown | PhoneShown | Text) or not isinstance(notice.to, Person):
            if await self._keeper.begin_posting(notice):
                await self._keeper.told_posting(notice, SlotState.DROPPED)
            return None
        return _letter(reply)

    async def give_up(self, notice: Notice) -> None:
        """It was tried often enough."""
        await self._keeper.told_posting(notice, SlotState.DROPPED)

    async def _posted(self, notice: Notice, person: Person, letter: Letter) -> Sent:
        departing = _Departing(self._keeper, notice)
        try:
            reached = await self._reach(person, letter, departing.leaving)
        except Withheld as no:
            _log.info("%s", no)
            return Sent()
        except NotReachable as no:
            _log.info("%s reaches nobody: %s", notice.about, no)
            await self._keeper.told_posting(notice, SlotState.NOT_REACHED)
            await self._keeper.not_reachable(notice)
            return Sent()
        except Unreachable as trouble:
            _log.warning("%s is %s: %s", notice.about, "of unknown fate" if trouble.sent else "late", trouble)
            await self._if_begun(departing, SlotState.UNKNOWN if trouble.sent else SlotState.QUEUED)
            return Sent(again=None if trouble.sent else trouble.retry_after or SOON)
        except ConnectorTrouble:  # refused for good, as it is: the notifier tries some times, and says so
            await self._if_begun(departing, SlotState.QUEUED)
            raise
        await self._keeper.told_posting(notice, SlotState.SENT, how=reached.how)
        return Sent(card=reached.card)

    async def _if_begun(self, departing: _Departing, state: SlotState) -> None:
        if departing.begun:
            await self._keeper.told_posting(departing.notice, state)


def _letter(reply: ReminderShown | PhoneShown | Text) -> Letter:
    """The heading of a reminder says what it is about; a word to a manager begins with a greeting and a name. What is
    asked about a phone is answered by its buttons, so it goes to a chat alone.
    """
    if isinstance(reply, PhoneShown):
        return Letter(draw(reply), reply.title, ())
    heading = reply.title if isinstance(reply, ReminderShown) else ""
    links = [f"{each.title}: {each.url}" for each in getattr(reply, "buttons", ()) if each.url]
    lines = getattr(reply, "by_mail", ()) or reply.lines
    return Letter(draw(reply), heading or reply.lines[0], (*lines, *links), preview=heading)
