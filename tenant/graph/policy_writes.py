"""Conditional Access policies, written.

https://learn.microsoft.com/graph/api/conditionalaccessroot-post-policies, conditionalaccesspolicy-update and -delete.
Names are not unique and a POST makes a policy each time, so the name is looked for among all of them first. A named
location that was just created may be unknown for some seconds (error 1040).
"""

from tenant.graph.access_policies import PATH
from tenant.graph.call import Call, segment
from tenant.graph.conditional_access import body, policy
from tenant.graph.judge import LOCATION_UNKNOWN
from tenant.graph.paging import stream
from tenant.graph.session import Session
from tenant.graph.wire import text
from tenant.model import PolicyDraft, PolicyState
from tenant.trouble import Conflict, NotFound, Refused

_ATTEMPTS = 3
_PAUSE = 5.0


async def create(session: Session, draft: PolicyDraft) -> str:
    """The id of the new policy, or of the one that is there and says the same."""
    called = draft.name.casefold()
    found = [policy(thing) async for thing in stream(session, Call(path=PATH))]
    namesakes = [one for one in found if one.name.casefold() == called]
    for one in namesakes:
        if draft.is_like(one):
            return one.id
    if namesakes:
        raise Conflict("another policy has this name")
    return await _post(session, draft)


async def set_state(session: Session, policy_id: str, state: PolicyState) -> None:
    """An absolute value."""
    await session.send(Call(method="PATCH", path=_one(policy_id), body={"state": state.value}))


async def delete(session: Session, policy_id: str) -> None:
    """What is gone already need not be deleted."""
    try:
        await session.send(Call(method="DELETE", path=_one(policy_id)))
    except NotFound:
        return


async def _post(session: Session, draft: PolicyDraft) -> str:
    call = Call(method="POST", path=PATH, body=body(draft))
    for _ in range(_ATTEMPTS - 1):
        try:
            return text((await session.send(call)).body, "id")
        except Refused as trouble:
            if trouble.detail != LOCATION_UNKNOWN:
                raise
        await session.clock.sleep(_PAUSE)
    return text((await session.send(call)).body, "id")


def _one(policy_id: str) -> str:
    return f"{PATH}/{segment(policy_id)}"
