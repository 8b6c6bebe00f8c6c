"""A few people: the log is slow, so nobody is asked about everybody, and a large group is not even held."""

from actions.args import People
from actions.spec import Refusal
from tenant.model import User
from tenant.ports import TenantReader


async def few(who: People, tenant: TenantReader, *, most: int, code: str) -> dict[str, User]:
    """The people meant, by id. Raises Refusal (``code``) as soon as there are more than ``most``, or nobody."""
    people: dict[str, User] = {}
    async for user in who.expand(tenant):
        people[user.id] = user
        if len(people) > most:
            raise Refusal(code, most=str(most))
    if not people:
        raise Refusal("nobody-there", said=who.said())
    return people
