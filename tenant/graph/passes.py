"""Temporary Access Passes, issued and ended.

https://learn.microsoft.com/graph/api/authentication-post-temporaryaccesspassmethods. The secret is in this one answer
and nowhere else: it is never logged, and no later question brings it back. A pass is created even where the policy
keeps people from using it; the answer says so.
"""

from datetime import timedelta

from tenant.graph.call import Call, segment
from tenant.graph.session import Session
from tenant.graph.wire import Thing, flag, moment, number, text
from tenant.model import Pass
from tenant.trouble import LostAnswer, NotFound


async def issue(session: Session, user_id: str, *, minutes: int, once: bool) -> Pass:
    """One more pass; sent once."""
    body = {"lifetimeInMinutes": minutes, "isUsableOnce": once}
    answer = await session.send(Call(method="POST", path=_home(user_id), body=body))
    if not text(answer.body, "temporaryAccessPass"):
        raise LostAnswer("a pass without its secret")
    return _pass(session, answer.body, minutes)


async def delete(session: Session, user_id: str, pass_id: str) -> None:
    """What is gone already need not be ended."""
    try:
        await session.send(Call(method="DELETE", path=f"{_home(user_id)}/{segment(pass_id)}"))
    except NotFound:
        return


def _pass(session: Session, thing: Thing, minutes: int) -> Pass:
    """Microsoft may have shortened what was asked for."""
    start = moment(thing, "startDateTime") or moment(thing, "createdDateTime") or session.clock.now()
    usable = flag(thing, "isUsable")
    return Pass(
        id=text(thing, "id"),
        secret=text(thing, "temporaryAccessPass"),
        usable=usable,
        until=start + timedelta(minutes=number(thing, "lifetimeInMinutes") or minutes),
        why_not="" if usable else text(thing, "methodUsabilityReason"),
        once=flag(thing, "isUsableOnce"),
    )


def _home(user_id: str) -> str:
    return f"/users/{segment(user_id)}/authentication/temporaryAccessPassMethods"
