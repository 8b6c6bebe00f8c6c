"""Who is to see a request that waits for approval, read from the tenant at that moment."""

from collections.abc import Iterable

from actions.spec import Refusal
from engine.interested import interested
from engine.kit import Kit
from engine.request import Person, Place, Request
from tenant.ports import Priority

Audience = tuple[Person | Place, ...]


async def audience_of(kit: Kit, request: Request, *, without: Iterable[Person], quorum: int | None = None) -> Audience:
    """The approvals chat, or each approver who is not one of those ``without`` and has no account of their own in it,
    as many as it needs at least (``quorum``; that of the request where it has its plan). Raises Refusal, tenant
    trouble.
    """
    if kit.house.approvals_place is not None:
        return (kit.house.approvals_place,)
    needed = request.quorum if quorum is None else quorum
    reader = kit.reader(request.correlation, Priority.PERSON)
    found: dict[str, Person] = {}
    for group in kit.house.approvers:
        found |= {user.id: Person(user.id, user.name) async for user in reader.members(group) if user.enabled}
    own = await interested(kit, request, found)
    for each in (*own, *(person.id for person in without)):
        found.pop(each, None)
    if not found:
        raise Refusal("nobody-to-approve")
    if len(found) < needed:
        raise Refusal("too-few-to-approve", needed=str(needed), found=str(len(found)))
    return tuple(found.values())
