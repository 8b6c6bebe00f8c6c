"""One moment of a watch: does its action have something to do? Then it becomes a request; else nothing is kept of it.

The request is found again by the watch's number and the moment, so that no moment asks twice, whoever dies when.
"""

from dataclasses import replace
from datetime import datetime
from logging import getLogger

from actions.spec import Reason, Refusal
from engine.alerts import alert
from engine.asking import Asking
from engine.covering import Covering
from engine.deciding import Deciding
from engine.due import Due
from engine.kit import Kit
from engine.lifecycle import Step
from engine.moving import Moving
from engine.notice import Notice, NoticeKind
from engine.people import Standings
from engine.planning import Planning
from engine.ports import Unit
from engine.request import Request, State
from engine.run.signals import PASSING, reason_of
from engine.unasked import Later, NoLonger, is_open, may_ask, worth_asking
from engine.watch import Watch, WatchState
from engine.watching import forget
from tenant.trouble import Trouble

LOG = getLogger(__name__)


class Looking:
    """Does what watches are for."""

    def __init__(
        self, kit: Kit, standings: Standings, *, asking: Asking, planning: Planning, deciding: Deciding, moving: Moving
    ) -> None:
        self._kit = kit
        self._standings = standings
        self._asking = asking
        self._planning = planning
        self._deciding = deciding
        self._moving = moving
        self._covering = Covering(kit, standings)

    async def look(self, due: Due) -> None:
        """See to one moment, and promise the next. Late, it is made up for once."""
        now = self._kit.now()
        watch = await self._kit.store.watch(due.tenant_id, int(due.about))
        if watch is None or due.due > now:
            return
        if watch.until is not None and watch.until <= now:
            await self._end(watch, WatchState.ENDED, "watch-ended")
            return
        try:
            trouble = await self._trouble_of(watch, due.due)
        except (Later, *PASSING) as later:
            LOG.warning("watch %s looks again later: %s", watch.number, later)
        except NoLonger:
            await self._end(watch, WatchState.STOPPED, "watch-stopped")
        else:
            await self._next(watch.number, due, trouble)

    async def _trouble_of(self, watch: Watch, moment: datetime) -> Reason | None:
        """Why it came to nothing; None: it is as it should be. Raises what passes."""
        try:
            return await self._occur(watch, moment)
        except Refusal as refusal:
            return refusal.reason
        except PASSING:
            raise
        except Trouble as trouble:
            return reason_of(trouble)
        except KeyError:
            return Reason("unknown-action", {"action": watch.action})

    async def _occur(self, watch: Watch, moment: datetime) -> Reason | None:
        turn = f"watch:{watch.number}:{moment.isoformat()}"
        request = await self._kit.store.request_of(watch.tenant_id, turn)
        if request is None:
            await may_ask(self._kit, self._standings, watch.by, watch.action)
            if is_open(last := await self._last(watch)):
                return None
            drafted = self._asking.drafted(watch, turn)
            if not await worth_asking(self._kit, drafted, last):
                return None
            request = await self._ask(watch, drafted)
        planned = await self._planning.plan(request.number)
        if planned.state is State.ASKED:
            raise Later("somebody else makes its plan")
        return await self._send(watch, planned) if planned.state is State.PLANNED else planned.failed

    async def _last(self, watch: Watch) -> Request | None:
        return await self._kit.store.request(watch.tenant_id, watch.last_request) if watch.last_request else None

    async def _ask(self, watch: Watch, drafted: Request) -> Request:
        async def and_remember(unit: Unit, new: Request) -> None:
            now = await unit.watch(watch.tenant_id, watch.number)
            if now is None or now.state is not WatchState.ON:
                raise NoLonger
            await unit.save_watch(replace(now, last_request=new.number))

        return await self._asking.of_watch(drafted, and_remember)

    async def _send(self, watch: Watch, planned: Request) -> Reason | None:
        """To the run, where a standing approval covers it; else to the approvers."""
        if await self._covering.approve(watch.number, planned.number):
            return None
        try:
            await self._deciding.submit(planned.number, watch.by, f"watch {watch.number}")
        except Refusal as refusal:
            await self._moving.by_itself(planned.number, Step.CANCEL)
            return refusal.reason
        return None

    async def _next(self, number: int, due: Due, trouble: Reason | None) -> None:
        """One transaction: what it saw, when it looks next, and what its asker must hear, once."""
        async with self._kit.store.change() as unit:
            watch = await unit.watch(due.tenant_id, number)
            if watch is None or watch.state is not WatchState.ON:
                return
            now = self._kit.now()
            if trouble is not None and trouble.code != (watch.trouble.code if watch.trouble else ""):
                await self._tell(unit, watch, "watch-waits", {**trouble.facts, "why": trouble.code})
            await unit.save_watch(replace(watch, last=now, trouble=trouble))
            await unit.save_due(replace(due, due=following(watch, now)))

    async def _end(self, watch: Watch, state: WatchState, code: str) -> None:
        async with self._kit.store.change() as unit:
            current = await unit.watch(watch.tenant_id, watch.number)
            if current is None or current.state is not WatchState.ON:
                return
            await unit.save_watch(replace(current, state=state, allowed=None))
            await forget(unit, current)
            await self._tell(unit, current, code, {})
            if state is WatchState.STOPPED:
                facts = {"watch": str(watch.number), "name": watch.by.name, "said": watch.said}
                await alert(unit, self._kit, f"watch:{watch.number}", code="watch-stopped", facts=facts)

    async def _tell(self, unit: Unit, watch: Watch, code: str, facts: dict[str, str]) -> None:
        said = {**facts, "watch": str(watch.number), "said": watch.said, "command": "watches"}
        told = Notice(
            tenant_id=watch.tenant_id, kind=NoticeKind.TOLD, about=f"watch:{watch.number}", to=watch.place, code=code,
            facts=said,
        )  # fmt: skip
        await unit.notify(told)


def following(watch: Watch, now: datetime) -> datetime:
    """The next moment of its rhythm, counted from its beginning; moments that have passed are not made up for."""
    after = watch.began + ((now - watch.began) // watch.every + 1) * watch.every
    return after if watch.until is None else min(after, watch.until)
