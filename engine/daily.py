"""Checks that are said again every day, in one place, for whoever asked for it. What they find is compared with the day
before, so that a chat hears of changes only.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from actions.spec import Refusal
from engine.due import Due, DueKind, Seen
from engine.errand import Errand
from engine.journal import record
from engine.kit import RESTING, Kit
from engine.people import Standings
from engine.ports import LostRace
from engine.request import Lease, Person, Place

DAILY = "errand:"  # how the ids of these records begin
MANY = 100
LAST_HOUR = 23


class Daily:
    """Keeps daily checks."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def subscribe(self, who: Person, place: Place, text: str, *, hour: int) -> Due:
        """The promise; the one that is there already for the same text in the same place. Raises Refusal."""
        await self._standings.need_asker(who)
        if not 0 <= hour <= LAST_HOUR:
            raise Refusal("no-such-hour", hour=str(hour))
        if len(await self.subscriptions()) >= MANY:
            raise Refusal("too-many-daily", most=str(MANY))
        new = Due(
            tenant_id=self._kit.tenant_id, id=_key(place, text), due=self._next(self._kit.now(), hour),
            kind=DueKind.ERRAND, to=who, place=place, text=text.strip(), facts={"hour": str(hour)},
        )  # fmt: skip
        async with self._kit.store.change() as unit:
            if await unit.add_due(new):
                await record(unit, "subscribe", tenant_id=new.tenant_id, at=self._kit.now(), by=who)
            return await unit.due(new.tenant_id, new.id) or new

    async def unsubscribe(self, who: Person, place: Place, text: str) -> bool:
        """It is said no more. Raises Refusal."""
        known = await self._kit.store.due(self._kit.tenant_id, _key(place, text))
        if known is None:
            return False
        if known.to is None or known.to.id != who.id:
            await self._standings.need_asker(who)
        async with self._kit.store.change() as unit:
            ended = await unit.settle_due(known.tenant_id, known.id)
            if ended:
                await record(unit, "unsubscribe", tenant_id=known.tenant_id, at=self._kit.now(), by=who)
        return ended

    async def subscriptions(self) -> Sequence[Due]:
        """All of them, the next one first."""
        return await self._kit.store.dues(self._kit.tenant_id, prefix=DAILY)

    async def say(self, due: Due) -> None:
        """One errand a local day; days on which nobody was awake are not made up for."""
        now = self._kit.now()
        async with self._kit.store.change() as unit:
            current = await unit.due(due.tenant_id, due.id)
            if current is None or current.due > now or await unit.halted(due.tenant_id):
                return
            errand = self._errand(current, now)
            await unit.save_due(replace(current, due=self._next(now, int(current.facts["hour"]))))
            try:
                await unit.add_errand(errand)
            except LostRace:
                return
        self._kit.jobs.wake("errand", errand.tenant_id, errand.activity_id)

    def _errand(self, due: Due, now: datetime) -> Errand:
        assert due.to is not None
        assert due.place is not None
        day = self._kit.calendar.local_date(now).isoformat()
        return Errand(
            tenant_id=due.tenant_id, activity_id=f"{due.id}:{day}", person=due.to, place=due.place, text=due.text,
            accepted_at=now, lease=Lease(RESTING, now + self._kit.house.errand_lease), standing=due.id,
        )  # fmt: skip

    def _next(self, now: datetime, hour: int) -> datetime:
        """That hour today if it is still ahead, else tomorrow."""
        today = self._kit.calendar.local_date(now)
        soon = self._kit.calendar.at(today, hour)
        return soon if soon > now else self._kit.calendar.at(today + timedelta(days=1), hour)

    async def changed(self, errand: Errand, digest: str) -> bool:
        """Remembers what the findings came to; asked again for the same errand, compares with the same day."""
        if not errand.standing:
            return True
        async with self._kit.store.change() as unit:
            due = await unit.due(errand.tenant_id, errand.standing)
            if due is None:
                return True
            before = _before(due.seen, errand.activity_id)
            seen = Seen(activity_id=errand.activity_id, digest=digest, before=before)
            await unit.save_due(replace(due, seen=seen))
        return digest != before


def _before(seen: Seen | None, activity_id: str) -> str:
    if seen is None:
        return ""
    return seen.before if seen.activity_id == activity_id else seen.digest


def _key(place: Place, text: str) -> str:
    said = " ".join(text.lower().split())
    return f"{DAILY}{sha256(f'{place.key} {said}'.encode()).hexdigest()[:24]}"
