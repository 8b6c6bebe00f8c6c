"""Planning a request under a lease, and sealing the plan with its digest.

Planning only reads the tenant. Killed in the middle, it is done again whole.
"""

from dataclasses import replace

from actions.spec import Reason, Refusal
from engine import tell
from engine.alerts import not_reversed
from engine.audience import Audience, audience_of
from engine.journal import record, why
from engine.kit import Kit
from engine.late import need
from engine.lease import LeaseLost, keep, kept, take
from engine.lifecycle import Step, moved
from engine.plan import Plan
from engine.ports import Unit
from engine.quorum import quorum
from engine.request import Counts, Request, Rule, State, Verdict
from tenant.trouble import Trouble

MUSTER = "Muster"


class Planning:
    """Plans requests."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def plan(self, number: int) -> Request:
        """The request with its plan; as it stands, where it has one or somebody else is making it.

        What Microsoft or the action refuses is no exception here: the request has failed and says why.
        """
        request = await need(self._kit.store, self._kit.tenant_id, number)
        if request.state is not State.ASKED or (owner := await take(self._kit, number)) is None:
            return request
        try:
            async with kept(self._kit, number, owner):
                return await self._planned(request, owner)
        except LeaseLost:
            return await need(self._kit.store, self._kit.tenant_id, number)

    async def _planned(self, request: Request, owner: str) -> Request:
        plan = Plan(self._kit, request, owner)
        try:
            await plan.make()
            plan.fit_to_hand_over()
        except Refusal as refusal:
            return await self._end(request, owner, failed=refusal.reason)
        except Trouble as trouble:
            return await self._end(request, owner, failed=Reason(trouble.code, trouble.facts))
        except KeyError:  # a newer Muster asked for it, or an older one
            return await self._end(request, owner, failed=Reason("unknown-action", {"action": request.action}))
        audience = await self._audience(request, plan) if request.put_forward else ()
        return await self._end(request, owner, plan=plan, audience=audience)

    async def _audience(self, request: Request, plan: Plan) -> Audience | Reason:
        """Before whom it is put by itself, or why it cannot be."""
        counts = plan.tally.counts()
        needed = quorum(risk=request.risk, direction=request.direction, counts=counts)
        try:
            return await audience_of(self._kit, request, without=[request.asker], quorum=needed)
        except Refusal as refusal:
            return refusal.reason
        except Trouble as trouble:
            return Reason(trouble.code, trouble.facts)

    async def _end(
        self, request: Request, owner: str, *, plan: Plan | None = None, failed: Reason | None = None,
        audience: Audience | Reason = (),
    ) -> Request:  # fmt: skip
        """One transaction: the plan counts, or the failure; unless somebody cancelled the request meanwhile."""
        async with self._kit.store.change() as unit:
            await keep(self._kit, unit, request.number, owner)
            current = await need(unit, request.tenant_id, request.number)
            if current.state is not State.ASKED:
                return current
            if plan is not None:
                return await self._seal(unit, current, plan, audience=audience)
            return await self._fail(unit, current, failed)

    async def _seal(self, unit: Unit, request: Request, plan: Plan, *, audience: Audience | Reason) -> Request:
        counts, now = plan.tally.counts(), self._kit.now()
        planned = replace(
            moved(request, Step.PLAN, by=MUSTER, at=now),
            counts=counts,
            digest=plan.digest.text(),
            planned_at=now,
            expires_at=now + self._kit.house.expires_after,
            quorum=quorum(risk=request.risk, direction=request.direction, counts=counts),
        )
        await self._record(unit, planned, "planned", _facts(counts, planned.digest))
        if not counts.runnable:
            return await self._nothing(unit, planned)
        if planned.put_forward:
            return await self._put_forward(unit, planned, audience)
        return await (self._by_rule(unit, planned) if planned.must_not_rest else unit.save_request(planned))

    async def _nothing(self, unit: Unit, planned: Request) -> Request:
        """Done, for nothing is to be done; but what somebody called not theirs is as it was."""
        if planned.only is not None:
            await not_reversed(unit, self._kit, planned, Reason(next(iter(planned.counts.held_why), "nothing-to-undo")))
        return await unit.save_request(moved(planned, Step.NOTHING, by=MUSTER, at=self._kit.now()))

    async def _put_forward(self, unit: Unit, planned: Request, audience: Audience | Reason) -> Request:
        """Before the approvers at once, sealed and submitted as one. Where nobody can be asked, the owners know, and an
        operator can submit it.
        """
        if isinstance(audience, Reason):
            await not_reversed(unit, self._kit, planned, audience)
            return await unit.save_request(planned)
        reason = f"not mine, says {planned.asker.name}"
        waiting = replace(moved(planned, Step.SUBMIT, by=MUSTER, at=self._kit.now()), reason=reason, audience=audience)
        await self._record(unit, waiting, "submitted", {"of": str(waiting.undo_of)})
        await tell.show(unit, waiting)
        return await unit.save_request(waiting)

    async def _by_rule(self, unit: Unit, request: Request) -> Request:
        """What somebody called not theirs, or what was approved with its beginning, needs nobody else's yes. Sealed and
        approved as one: no crash splits it.
        """
        now, end = self._kit.now(), request.rule is Rule.END
        step, by = (Step.END, MUSTER) if end else (Step.DISOWN, request.asker.name)
        approved = moved(request, step, by=by, at=now)
        facts = {"digest": request.digest, "rule": (request.rule or Rule.OWN_WORD).value}
        await record(
            unit, Verdict.APPROVE.value, tenant_id=request.tenant_id, at=now, by=None if end else request.asker,
            request=request.number, facts=facts | ({"of": str(request.undo_of)} if end else {}),
        )  # fmt: skip
        await tell.show(unit, approved)
        return await unit.save_request(approved)

    async def _fail(self, unit: Unit, request: Request, failed: Reason | None) -> Request:
        await unit.drop_rows(request.tenant_id, request.number)
        await self._record(unit, request, "plan-failed", why(failed))
        await not_reversed(unit, self._kit, request, failed)
        return await unit.save_request(moved(request, Step.FAIL, by=MUSTER, at=self._kit.now(), why=failed))

    async def _record(self, unit: Unit, request: Request, kind: str, facts: dict[str, str]) -> None:
        now = self._kit.now()
        await record(unit, kind, tenant_id=request.tenant_id, at=now, request=request.number, facts=facts)


def _facts(counts: Counts, digest: str) -> dict[str, str]:
    return {"rows": str(counts.runnable), "held": str(counts.held), "digest": digest}
