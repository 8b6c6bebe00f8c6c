"""What Muster asks for by itself: a watch for its action, a campaign for what follows it. In somebody's name, whose
rights are read anew each time.
"""

from datetime import timedelta

from actions.spec import Refusal
from engine.kit import Kit
from engine.lifecycle import ENDED
from engine.people import Standings
from engine.plan import Plan
from engine.request import Person, Request, State

DAILY = timedelta(days=1)
REFUSED = frozenset({State.REJECTED, State.CANCELLED})
IN_VAIN = frozenset({State.FAILED, State.PARTLY_DONE, State.STALE})


class Later(Exception):
    """It cannot be said now: the same moment is tried again."""


class NoLonger(Exception):
    """Whoever it is asked for may not ask any more, or somebody ended it meanwhile."""


async def may_ask(kit: Kit, standings: Standings, who: Person, action: str) -> None:
    """As read this moment. Raises Later, NoLonger; Refusal where the area is closed; KeyError for no such action."""
    standing = await standings.of(who, deciding=True)
    if not standing.readable:
        raise Later("its asker's rights cannot be read")
    if not standing.operator:
        raise NoLonger
    area = kit.declarations.action(action).area
    if area not in await kit.store.writes_on(kit.tenant_id):
        raise Refusal("writes-off", area=area.value)


def is_open(last: Request | None) -> bool:
    """One open request at a time."""
    return last is not None and last.state not in ENDED


async def worth_asking(kit: Kit, drafted: Request, last: Request | None) -> bool:
    """Something would change, and it is not the very plan that was refused, or that went wrong today.

    Raises Refusal, tenant trouble.
    """
    plan = Plan(kit, drafted, "")
    await plan.look()
    if not plan.tally.counts().runnable:
        return False
    if last is None or last.digest != plan.digest.text():
        return True
    lately = last.finished_at is not None and last.finished_at + DAILY > kit.now()
    return last.state not in REFUSED and not (last.state in IN_VAIN and lately)
