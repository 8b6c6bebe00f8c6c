"""Submitting, approving, rejecting: who may, when, and on which plan.

Rights are read from the tenant at that moment; unreadable means no. The network is asked before the transaction
opens; whatever can change meanwhile is judged inside it.
"""

from collections.abc import Sequence
from dataclasses import replace

from actions.spec import Refusal
from engine import tell
from engine.audience import audience_of
from engine.campaigns.turns import need_going
from engine.escalating import promise_escalation
from engine.handing import invite
from engine.interested import interested
from engine.journal import record
from engine.kit import Kit
from engine.late import already, need, too_late
from engine.lifecycle import Step, moved
from engine.people import Standings
from engine.ports import LostRace, Unit
from engine.request import Decision, Person, Request, State, Verdict


class Deciding:
    """Moves requests towards a run, or away from it."""

    def __init__(self, kit: Kit, standings: Standings) -> None:
        self._kit = kit
        self._standings = standings

    async def submit(self, number: int, who: Person, reason: str) -> Request:
        """An operator gives a reason and asks the approvers. Raises Refusal, tenant trouble."""
        await self._standings.need_asker(who)
        if not reason.strip():
            raise Refusal("reason-needed")
        request = await need(self._kit.store, self._kit.tenant_id, number)
        audience = await audience_of(self._kit, request, without=[request.asker, who])
        async with self._kit.store.change() as unit:
            request = await self._submittable(unit, number)
            now = self._kit.now()
            waiting = replace(
                moved(request, Step.SUBMIT, by=who.name, at=now),
                reason=reason.strip(),
                submitted_by=who,
                audience=audience,
                expires_at=now + self._kit.house.expires_after,
            )
            await record(unit, "submitted", tenant_id=request.tenant_id, at=now, by=who, request=number)
            await tell.show(unit, waiting)
            await promise_escalation(unit, self._kit, waiting)
            return await unit.save_request(waiting)

    async def _submittable(self, unit: Unit, number: int) -> Request:
        request = await need(unit, self._kit.tenant_id, number)
        if request.state is State.DONE and not request.counts.runnable:
            raise Refusal("nothing-to-change")
        if request.state is not State.PLANNED or request.expires_at <= self._kit.now():
            raise too_late(request, Step.SUBMIT, self._kit.now())
        area = self._kit.declarations.action(request.action).area
        if area not in await unit.writes_on(request.tenant_id):
            raise Refusal("writes-off", area=area.value)
        return request

    async def approve(self, number: int, who: Person, digest: str) -> Request:
        """One approver's yes to the plan with this digest; "" (typed) means the plan as it stands. Raises Refusal."""
        judged = await self._may_decide(number, who)
        async with self._kit.store.change() as unit:
            request = await self._approvable(unit, judged, who, digest)
            now = self._kit.now()
            yes = Decision(request=number, approver=who, verdict=Verdict.APPROVE, digest=request.digest, at=now)
            await self._decide(unit, yes)
            agreed = _approvals(await unit.decisions(request.tenant_id, number), request.digest)
            if len(agreed) >= request.quorum:
                request = moved(request, Step.APPROVE, by=who.name, at=now)
            saved = await unit.save_request(request)
            await invite(unit, self._kit, saved)
            await tell.show(unit, saved)
        if saved.state is State.APPROVED:
            self._kit.wake(saved)
        return saved

    async def reject(self, number: int, who: Person, digest: str, reason: str) -> Request:
        """One approver's no ends the request. Raises Refusal."""
        judged = await self._may_decide(number, who)
        if not reason.strip():
            raise Refusal("reason-needed")
        async with self._kit.store.change() as unit:
            request = await self._decidable(unit, judged, who, digest)
            now = self._kit.now()
            word = Decision(
                request=number, approver=who, verdict=Verdict.REJECT, digest=request.digest, at=now,
                reason=reason.strip(),
            )  # fmt: skip
            await self._decide(unit, word)
            saved = await unit.save_request(moved(request, Step.REJECT, by=who.name, at=now))
            await tell.show(unit, saved)
        return saved

    async def _may_decide(self, number: int, who: Person) -> Request:
        """Which rights, whose wish, whose account; the answer is the request whose rows were looked through."""
        await self._standings.need_approver(who)
        request = await need(self._kit.store, self._kit.tenant_id, number)
        _need_other(request, who)
        if await interested(self._kit, request, [who.id]):
            raise Refusal("own-account")
        return request

    async def _decidable(self, unit: Unit, judged: Request, who: Person, digest: str) -> Request:
        """As it is now; ``judged`` is as it was a moment ago, perhaps before it was planned or submitted."""
        number = judged.number
        request = await need(unit, self._kit.tenant_id, number)
        _need_other(request, who)
        decided = await unit.decisions(request.tenant_id, number)
        if any(each.approver.id == who.id for each in decided):
            raise Refusal("you-decided")
        if request.digest != judged.digest or (digest and digest != request.digest):
            raise Refusal("older-plan", number=str(number))
        if request.state is not State.WAITING or request.expires_at <= self._kit.now():
            raise self._late(request, decided)
        return request

    async def _approvable(self, unit: Unit, judged: Request, who: Person, digest: str) -> Request:
        request = await self._decidable(unit, judged, who, digest)
        await need_going(unit, request)
        return request

    def _late(self, request: Request, decided: Sequence[Decision]) -> Refusal:
        """The last word that was said on it, else where it stands."""
        if decided and request.state is not State.CANCELLED:
            last, what = decided[-1], "approved" if decided[-1].verdict is Verdict.APPROVE else "rejected"
            return already(last.approver.name, what, self._kit.now() - last.at)
        return Refusal("not-waiting", number=str(request.number), state=request.state.value)

    async def _decide(self, unit: Unit, decision: Decision) -> None:
        try:
            await unit.add_decision(self._kit.tenant_id, decision)
        except LostRace:
            raise Refusal("you-decided") from None
        facts = {"digest": decision.digest}
        await record(
            unit, decision.verdict.value, tenant_id=self._kit.tenant_id, at=decision.at, by=decision.approver,
            request=decision.request, facts=facts,
        )  # fmt: skip


def _need_other(request: Request, who: Person) -> None:
    """Nobody decides on what they asked for, nor on what they submitted for somebody else. Raises Refusal."""
    if who.id in (request.asker.id, request.submitted_by and request.submitted_by.id):
        raise Refusal("own-request")


def _approvals(decisions: Sequence[Decision], digest: str) -> frozenset[str]:
    """Who said yes to this very plan."""
    return frozenset(
        each.approver.id for each in decisions if each.verdict is Verdict.APPROVE and each.digest == digest
    )
