"""People: everyone, some, one by what somebody typed (https://learn.microsoft.com/graph/api/user-list)."""

import uuid
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from tenant.graph.batch import batch
from tenant.graph.call import Call, literal, segment, select
from tenant.graph.paging import LARGEST_PAGE, stream
from tenant.graph.session import Session
from tenant.graph.wire import Thing, flag, maybe, text, things
from tenant.model import User, UserType
from tenant.trouble import NotFound

PROPERTIES = select(
    "id",
    "userPrincipalName",
    "displayName",
    "mail",
    "mobilePhone",
    "usageLocation",
    "preferredLanguage",
    "userType",
    "accountEnabled",
    "onPremisesSyncEnabled",
    "assignedPlans",
)
#: Graph takes at most 15 values in one "in".
TOGETHER = 15
_LONGEST_NAME = 256


def user(thing: Thing) -> User:
    """One user. ``accountEnabled`` counts as yes unless Microsoft says no: a guard must not fall by silence."""
    return User(
        id=text(thing, "id"),
        upn=text(thing, "userPrincipalName"),
        name=text(thing, "displayName") or text(thing, "userPrincipalName"),
        mail=maybe(thing, "mail"),
        user_type=UserType.GUEST if text(thing, "userType") == UserType.GUEST else UserType.MEMBER,
        enabled=thing.get("accountEnabled") is not False,
        synced=flag(thing, "onPremisesSyncEnabled"),
        usage_location=maybe(thing, "usageLocation"),
        language=maybe(thing, "preferredLanguage"),
        mobile=maybe(thing, "mobilePhone"),
        plans=_shared(frozenset(_enabled_plans(thing))),
    )


async def everyone(session: Session) -> AsyncIterator[User]:
    """All users, guests included."""
    async for thing in stream(session, Call(path="/users", query=(PROPERTIES, LARGEST_PAGE))):
        yield user(thing)


async def manager(session: Session, user_id: str) -> User | None:
    """https://learn.microsoft.com/graph/api/user-list-manager: 404 where there is none; an outside contact is none."""
    try:
        answer = await session.send(Call(path=f"/users/{segment(user_id)}/manager", query=(PROPERTIES,)))
    except NotFound:
        return None
    return user(answer.body) if text(answer.body, "userPrincipalName") else None


async def some(session: Session, ids: Collection[str]) -> AsyncIterator[User]:
    """The users with these object ids; 300 of them in one round trip."""
    async for thing in among(session, ids, PROPERTIES):
        yield user(thing)


async def among(session: Session, ids: Collection[str], properties: tuple[str, str]) -> AsyncIterator[Thing]:
    """These properties (a ``$select``) of the users with these object ids; who is gone is left out."""
    wanted = [one for one in dict.fromkeys(ids) if is_id(one)]
    calls = [Call(path="/users", query=(by_id(chunk), properties)) for chunk in chunks(wanted, TOGETHER)]
    async for judged in batch(session, calls):
        if judged.trouble is not None:
            raise judged.trouble
        for thing in things(judged.answer.body, "value"):
            yield thing


async def find(session: Session, said: str) -> tuple[User, ...]:
    """By id, UPN or mail exactly; else up to 10 whose name or UPN begins like it."""
    said = said.strip()[:_LONGEST_NAME]
    if is_id(said):
        return await _by_id(session, said)
    if not said:
        return ()
    exact = await _where(session, "userPrincipalName eq {0} or mail eq {0}", said) if "@" in said else ()
    return _best(exact, said) or await _where(
        session, "startsWith(displayName,{0}) or startsWith(userPrincipalName,{0})", said
    )


def is_id(said: str) -> bool:
    """Is this an object id?"""
    try:
        return str(uuid.UUID(said)) == said.lower()
    except ValueError:
        return False


def _best(found: tuple[User, ...], said: str) -> tuple[User, ...]:
    """One person's mail may be another's UPN: the UPN is the one that is unique."""
    by_upn = tuple(one for one in found if one.upn.casefold() == said.casefold())
    return by_upn or found


async def _by_id(session: Session, user_id: str) -> tuple[User, ...]:
    try:
        answer = await session.send(Call(path=f"/users/{segment(user_id)}", query=(PROPERTIES,)))
    except NotFound:
        return ()
    return (user(answer.body),)


async def _where(session: Session, condition: str, said: str) -> tuple[User, ...]:
    query = (("$filter", condition.format(literal(said))), PROPERTIES, ("$top", "10"))
    answer = await session.send(Call(path="/users", query=query))
    return tuple(user(thing) for thing in things(answer.body, "value"))


def by_id(ids: Sequence[str]) -> tuple[str, str]:
    """A ``$filter`` for these, 15 at most."""
    return "$filter", f"id in ({','.join(map(literal, ids))})"


def chunks(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    """At most so many ids at a time."""
    source = iter(ids)
    while chunk := list(islice(source, size)):
        yield chunk


@lru_cache(maxsize=1024)
def _shared(plans: frozenset[str]) -> frozenset[str]:
    """The first of all equal sets: 30,000 people share a few products of some 60 plans each."""
    return plans


def _enabled_plans(thing: Thing) -> Iterator[str]:
    for plan in things(thing, "assignedPlans"):
        if text(plan, "capabilityStatus") == "Enabled":
            yield text(plan, "servicePlanId")
