"""Notices of the engine become messages: claimed, read, drawn, sent or edited in place, settled.

What a notice says is read when it is sent, so a card never shows less than the record. Edits of one card are at least a
second apart; what happens between is said by the next one.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4
from weakref import WeakValueDictionary

from bot.cards import draw
from bot.connector import ConnectorTrouble, NotReachable, Unreachable
from bot.courier import Courier
from bot.message import OutgoingMessage
from bot.slots import Slots
from dialogs import Reply
from engine import CardRef, Notice, NoticeKind, Person, Store
from tenant.ports import Clock

_log = logging.getLogger(__name__)

APART = 1.0  # seconds between two edits of one card
LEASE = timedelta(minutes=6)  # longer than the connector ever tries one message
AT_ONCE = 16  # notices of one claim
ROUNDS = 4  # claims worked on at the same time, so that one slow chat delays no other
TRIES = 10
HALTED = 600.0  # seconds until something that a halt holds back is looked at again
_UNASKED = frozenset({NoticeKind.CHANGED, NoticeKind.ASKED_METHOD, NoticeKind.HAND_OVER})
_FIRST_WAIT, _LONGEST_WAIT = 30.0, 3600.0
_REMEMBERED = 5000

Show = Callable[[Notice], Awaitable[Reply | None]]
Heard = Callable[[Notice], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a card showed last, and when (`Clock.elapsed`)."""

    message: OutgoingMessage
    at: float


class Notifier:
    """Delivers notices at least once."""

    def __init__(
        self, show: Show, courier: Courier, slots: Slots, *, not_reached: Heard, said: Heard, store: Store, clock: Clock
    ) -> None:
        """``show`` says a notice; ``not_reached`` hears of people whom no message reaches, ``said`` of what was said to
        somebody without being asked.
        """
        self._show, self._courier, self._slots = show, courier, slots
        self._not_reached, self._said = not_reached, said
        self._store, self._clock = store, clock
        self._owner = f"notifier/{uuid4().hex}"
        self._rounds, self._queued = asyncio.Semaphore(ROUNDS), 0
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._shown: OrderedDict[str, _Shown] = OrderedDict()

    async def deliver(self) -> int:
        """Deliver what is due now; how many notices that was. One caller at a time waits for a free round."""
        if self._rounds.locked() and self._queued:
            return 0
        self._queued += 1
        async with self._rounds:
            self._queued -= 1
            return await self._round()

    async def _round(self) -> int:
        count = 0
        while claimed := await self._claim():
            count += len(claimed)
            await asyncio.gather(*map(self._handle, claimed))
        return count

    async def _claim(self) -> list[Notice]:
        now = self._clock.now()
        return list(await self._store.claim_notices(self._owner, now, now + LEASE, AT_ONCE))

    async def _handle(self, notice: Notice) -> None:
        """One notice, one row of work: a broken one must not hold up the others."""
        try:
            async with self._lock(notice):
                if (seconds := await self._held_back(notice)) > 0:
                    return await self._put_off(notice, seconds, counts=False)
                if notice.slot is not None:
                    return await self._in_slot(notice)
                await self._settle(notice, await self._reached(notice))
        except ConnectorTrouble as trouble:
            await self._later(notice, str(trouble), after=_asked_for(trouble))
        except Exception as trouble:
            _log.exception("a notice about %s failed", notice.about)
            await self._later(notice, type(trouble).__name__)

    async def _held_back(self, notice: Notice) -> float:
        """Seconds to wait. The red button also stops a reminder that was queued before it was pressed; and while Teams
        asks for silence, whatever nobody waits for is silent, in every process.
        """
        if notice.kind is NoticeKind.REMINDER and await self._store.halted(notice.tenant_id):
            return HALTED
        until = None if notice.urgent else await self._store.brake(notice.tenant_id)
        return 0.0 if until is None else (until - self._clock.now()).total_seconds()

    async def _in_slot(self, notice: Notice) -> None:
        sent = await self._slots.send(notice)
        if sent.again is not None:
            return await self._put_off(notice, sent.again, counts=False)
        return await self._settle(notice, sent.card)

    async def _reached(self, notice: Notice) -> CardRef | None:
        try:
            return await self._delivered(notice)
        except NotReachable as trouble:
            _log.info("%s reaches nobody: %s", notice.about, trouble)
            await self._not_reached(notice)
            return None

    async def _delivered(self, notice: Notice) -> CardRef | None:
        """Send or edit; the answer is where the card stands, None where there was nothing to say."""
        card = await self._standing(notice)
        if card is not None:
            await self._pace(notice)
        reply = await self._show(notice)
        if reply is None:
            return None
        message = draw(reply)
        if card is not None and await self._edited(notice, card, message):
            return card
        posted = await self._courier.post(notice.to, message)
        self._remember(notice, message)
        if notice.kind in _UNASKED:
            await self._said(notice)
        return posted

    async def _standing(self, notice: Notice) -> CardRef | None:
        if notice.fresh or notice.kind is NoticeKind.TOLD:
            return None
        return await self._store.card(notice.tenant_id, notice.about, _receiver(notice))

    async def _edited(self, notice: Notice, card: CardRef, message: OutgoingMessage) -> bool:
        """False where the earlier message is gone: then a new one is sent."""
        before = self._shown.get(_key(notice))
        if before and before.message == message:
            return True
        try:
            await self._courier.edit(card, message)
        except NotReachable as trouble:
            _log.info("the card of %s cannot be edited: %s", notice.about, trouble)
            return False
        self._remember(notice, message)
        return True

    async def _pace(self, notice: Notice) -> None:
        before = self._shown.get(_key(notice))
        left = APART - (self._clock.elapsed() - before.at) if before else 0.0
        if left > 0:
            await self._clock.sleep(left)

    def _remember(self, notice: Notice, message: OutgoingMessage) -> None:
        self._shown[_key(notice)] = _Shown(message, self._clock.elapsed())
        self._shown.move_to_end(_key(notice))
        if len(self._shown) > _REMEMBERED:
            self._shown.popitem(last=False)

    async def _settle(self, notice: Notice, card: CardRef | None) -> None:
        async with self._store.change() as unit:
            await unit.settle_notice(notice.tenant_id, notice.id, card=card if notice.kind != NoticeKind.TOLD else None)

    async def _later(self, notice: Notice, why: str, *, after: float = 0.0) -> None:
        """Try again, ever more rarely, and not before ``after`` seconds; after the last try it is given up."""
        if notice.attempts + 1 >= TRIES:
            return await self._give_up(notice, why)
        wait = max(min(_FIRST_WAIT * 2**notice.attempts, _LONGEST_WAIT), after)
        _log.warning("a notice about %s waits %.0f s: %s", notice.about, wait, why)
        return await self._put_off(notice, wait, counts=True)

    async def _give_up(self, notice: Notice, why: str) -> None:
        """The log says so; and whoever waits for an answer hears that the person was not reached."""
        _log.error("a notice about %s is given up: %s", notice.about, why)
        if notice.slot is not None:
            await self._slots.give_up(notice)
        elif isinstance(notice.to, Person):
            await self._not_reached(notice)
        await self._settle(notice, None)

    async def _put_off(self, notice: Notice, seconds: float, *, counts: bool) -> None:
        due = self._clock.now() + timedelta(seconds=seconds)
        async with self._store.change() as unit:
            await unit.retry_notice(notice.tenant_id, notice.id, due, counts=counts)

    def _lock(self, notice: Notice) -> asyncio.Lock:
        return self._locks.setdefault(_key(notice), asyncio.Lock())


def _asked_for(trouble: ConnectorTrouble) -> float:
    """Seconds for which Teams wants to be left alone."""
    return (trouble.retry_after or 0.0) if isinstance(trouble, Unreachable) else 0.0


def _receiver(notice: Notice) -> str:
    return notice.to.id if isinstance(notice.to, Person) else notice.to.key


def _key(notice: Notice) -> str:
    return f"{notice.about} {_receiver(notice)}"
