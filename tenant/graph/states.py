"""Per-user MFA, read and written. It exists in the beta version only.

https://learn.microsoft.com/graph/api/authentication-get and authentication-update (beta). ``$select=perUserMfaState``
on ``v1.0/users`` is documented nowhere: it is used only where a probe shows that it works, and a person for whom it
says nothing is asked for one by one. What Microsoft does not say is UNKNOWN, never "disabled".
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass

from tenant.graph.batch import Judged, batch
from tenant.graph.call import Call, segment, select
from tenant.graph.paging import LARGEST_PAGE, stream
from tenant.graph.session import Session
from tenant.graph.wire import Thing, text, things
from tenant.graph.wishes import owners_of
from tenant.model import PerUserState, StateWish
from tenant.ports import Written
from tenant.trouble import Forbidden, NotFound, Refused, Trouble, Unlicensed

#: Up to this many people are asked for one by one: no more than three requests.
FEW = 60
_DAY = 86_400.0
_HIDDEN = select("id", "perUserMfaState")


@dataclass(slots=True)
class Probe:
    """What is known about the hidden property in this tenant; looked at once a day."""

    works: bool = False
    until: float = float("-inf")

    async def ask(self, session: Session) -> bool:
        """Does the property come back, with a value?"""
        now = session.clock.elapsed()
        if self.until <= now:
            self.works, self.until = await _probe(session), now + _DAY
        return self.works


async def states(session: Session, ids: Collection[str], probe: Probe) -> AsyncIterator[tuple[str, PerUserState]]:
    """By user id, in any order; somebody who is gone is left out."""
    left = dict.fromkeys(ids)
    if len(left) > FEW and await probe.ask(session):
        async for user_id, state in _in_bulk(session, left, probe):
            del left[user_id]
            yield user_id, state
    async for user_id, state in _one_by_one(session, left):
        yield user_id, state


async def set_states(session: Session, wishes: Sequence[StateWish]) -> AsyncIterator[Written]:
    """Write absolute values, at most 20; one `Written` for each, in any order."""
    if any(wish.state is PerUserState.UNKNOWN for wish in wishes):
        raise ValueError("no wish for an unknown state")
    owners = owners_of(_path(wish.user_id) for wish in wishes)
    async for judged in batch(session, [_patch(wish) for wish in wishes]):
        yield Written(wishes[owners[judged.call.path]].user_id, judged.trouble)


def state(thing: Thing) -> PerUserState:
    """The state that this object names; UNKNOWN for none, and for one that we do not know."""
    try:
        return PerUserState(text(thing, "perUserMfaState"))
    except ValueError:
        return PerUserState.UNKNOWN


async def _probe(session: Session) -> bool:
    try:
        answer = await session.send(Call(path="/users", query=(_HIDDEN, ("$top", "1"))))
    except (Refused, Forbidden, NotFound, Unlicensed):
        return False
    return any(state(thing) is not PerUserState.UNKNOWN for thing in things(answer.body, "value"))


async def _in_bulk(
    session: Session, wanted: Mapping[str, None], probe: Probe
) -> AsyncIterator[tuple[str, PerUserState]]:
    """Those for whom the hidden property names a state. When it stops working, the rest is left to the caller."""
    missing = set(wanted)
    try:
        async for thing in stream(session, Call(path="/users", query=(_HIDDEN, LARGEST_PAGE))):
            user_id, found = text(thing, "id"), state(thing)
            if user_id in missing and found is not PerUserState.UNKNOWN:
                missing.discard(user_id)
                yield user_id, found
            if not missing:
                return
    except (Refused, Forbidden, NotFound):
        probe.works = False


async def _one_by_one(session: Session, ids: Collection[str]) -> AsyncIterator[tuple[str, PerUserState]]:
    owners = {_path(user_id): user_id for user_id in ids}
    async for judged in batch(session, [Call(path=path, version="beta") for path in owners]):
        if (found := _found(judged)) is not None:
            yield owners[judged.call.path], found


def _found(judged: Judged) -> PerUserState | None:
    match judged.trouble:
        case None:
            return state(judged.answer.body)
        case NotFound():
            return None
        case Trouble() as trouble:
            raise trouble


def _path(user_id: str) -> str:
    return f"/users/{segment(user_id)}/authentication/requirements"


def _patch(wish: StateWish) -> Call:
    body = {"perUserMfaState": wish.state.value}
    return Call(method="PATCH", version="beta", path=_path(wish.user_id), body=body)
