"""Asking for watches, ending them, and approving them beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from actions.args import canonical, pin
from actions.spec import Action, Direction, Refusal
from engine.due import Due, DueKind
from engine.journal import record
from engine.kit import Kit
from engine.people import Standings
from engine.ports import LostRace, Reading, Unit
from engine.quorum import MANY_ROWS
from engine.request import Person, Place
from engine.watch import Allowance, Watch, WatchState

LEAST = timedelta(minutes=5)
MANY = 100  # watches that look at the same time
LONGEST = timedelta(days=365)  # of a standing approval
AHEAD = timedelta(days=7)  # so long before its end the asker hears of it


class Watching:
    """Keeps watches. Every method raises Refusal where the person may not, or it cannot be."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def watch(
        self, who: Person, action: Action, place: Place, *, every: timedelta, until: datetime | None, activity_id: str
    ) -> Watch:
        """A new watch, which looks at once; the same one for a repeated turn."""
        await self._standings.need_operator(who)
        known = await self._kit.store.watch_of(self._kit.tenant_id, activity_id)
        if known is not None:
            return known
        await self._sensible(type(action), every, until)
        new = Watch(
            tenant_id=self._kit.tenant_id, number=0, action=type(action).name, arguments=pin(action),
            said=canonical(action), every=every, by=who, place=place, activity_id=activity_id,
            began=self._kit.now(), until=until,
        )  # fmt: skip
        return await self._add(new)

    async def _sensible(self, kind: type[Action], every: timedelta, until: datetime | None) -> None:
        if kind.direction is not Direction.STRENGTHEN or kind.handed or not kind.repeatable:
            raise Refusal("not-strengthening", action=kind.name)
        if every < LEAST:
            raise Refusal("too-often", least=f"{LEAST.seconds // 60} minutes")
        _in_future(until, self._kit.now())
        open_ = await self._kit.store.watches(self._kit.tenant_id, states=(WatchState.ON,), limit=MANY)
        if len(open_) >= MANY:
            raise Refusal("too-many-watches", most=str(MANY))

    async def _add(self, new: Watch) -> Watch:
        try:
            async with self._kit.store.change() as unit:
                added = await unit.add_watch(new)
                key = watch_key(added.number)
                await unit.add_due(
                    Due(
                        tenant_id=new.tenant_id, id=key, due=new.began, kind=DueKind.WATCH, about=str(added.number)
                    )
                )  # fmt: skip
                await self._record(unit, "watch", added, by=new.by, facts={"action": new.action})
        except LostRace:
            earlier = await self._kit.store.watch_of(new.tenant_id, new.activity_id)
            assert earlier is not None
            return earlier
        self._kit.jobs.wake("due", new.tenant_id, key)
        return added

    async def unwatch(self, who: Person, number: int) -> Watch:
        """It looks no more. What it has asked for already stays asked for."""
        await self._standings.need_asker(who)
        async with self._kit.store.change() as unit:
            watch = await self._open(unit, number)
            ended = await unit.save_watch(replace(watch, state=WatchState.OFF, allowed=None))
            await forget(unit, watch)
            await self._record(unit, "unwatch", ended, by=who)
        return ended

    async def allow(self, who: Person, number: int, *, most: int, until: datetime) -> Watch:
        """A standing approval takes the place of an earlier one."""
        await self._standings.need_approver(who)
        now = self._kit.now()
        _in_future(until, now)
        if until - now > LONGEST:
            raise Refusal("allowance-too-long", days=str(LONGEST.days))
        if not 0 < most <= MANY_ROWS:
            raise Refusal("too-many", most=str(MANY_ROWS))
        async with self._kit.store.change() as unit:
            watch = await self._open(unit, number)
            if watch.by.id == who.id:
                raise Refusal("own-request")
            allowed = Allowance(by=who, most=most, until=until, given=now)
            saved = await unit.save_watch(replace(watch, allowed=allowed))
            await self._tell_ahead(unit, saved, until)
            facts = {"most": str(most), "until": until.isoformat()}
            await self._record(unit, "allow", saved, by=who, facts=facts)
        return saved

    async def _tell_ahead(self, unit: Unit, watch: Watch, until: datetime) -> None:
        """One that is shorter than that is fresh in everybody's mind."""
        await unit.settle_due(watch.tenant_id, allowance_key(watch.number))
        if until - AHEAD > self._kit.now():
            told = Due(
                tenant_id=watch.tenant_id, id=allowance_key(watch.number), due=until - AHEAD, kind=DueKind.TELL,
                to=watch.by, code="allowance-ends",
                facts={"watch": str(watch.number), "said": watch.said, "until": until.isoformat()},
            )  # fmt: skip
            await unit.add_due(told)

    async def disallow(self, who: Person, number: int) -> Watch:
        """Whoever may give one, or an owner, may take it back."""
        standing = await self._standings.of(who, deciding=True)
        if not (standing.owner or standing.approver):
            await self._standings.need_approver(who)
        async with self._kit.store.change() as unit:
            saved = await unit.save_watch(replace(await self._open(unit, number), allowed=None))
            await unit.settle_due(saved.tenant_id, allowance_key(number))
            await self._record(unit, "disallow", saved, by=who)
        return saved

    async def watches(self, *, all_of_them: bool) -> Sequence[Watch]:
        """In the order in which they were asked for."""
        states = () if all_of_them else (WatchState.ON,)
        return await self._kit.store.watches(self._kit.tenant_id, states=states)

    async def _open(self, reading: Reading, number: int) -> Watch:
        watch = await reading.watch(self._kit.tenant_id, number)
        if watch is None:
            raise Refusal("no-such-watch", number=str(number))
        if watch.state is not WatchState.ON:
            raise Refusal("watch-over", number=str(number), state=watch.state.value)
        return watch

    async def _record(
        self, unit: Unit, kind: str, watch: Watch, *, by: Person, facts: Mapping[str, str] | None = None
    ) -> None:
        known = {"watch": str(watch.number)} | dict(facts or {})
        await record(unit, kind, tenant_id=watch.tenant_id, at=self._kit.now(), by=by, facts=known)


async def forget(unit: Unit, watch: Watch) -> None:
    """In the transaction that ends a watch: nothing more is due for it."""
    await unit.settle_due(watch.tenant_id, watch_key(watch.number))
    await unit.settle_due(watch.tenant_id, allowance_key(watch.number))


def watch_key(number: int) -> str:
    """The id of the record that says when a watch looks next."""
    return f"watch:{number}"


def allowance_key(number: int) -> str:
    """The id of the record that says when to tell that a standing approval ends."""
    return f"allowance:{number}"


def _in_future(until: datetime | None, now: datetime) -> None:
    if until is not None and until <= now:
        raise Refusal("until-past", until=until.isoformat())
