"""Reading many people part by part."""

from collections.abc import AsyncIterator

from tenant.model import User

PART = 200  # people who are read together


async def parts(users: AsyncIterator[User], size: int = PART) -> AsyncIterator[list[User]]:
    """The users in lists of at most ``size``, in their order."""
    part: list[User] = []
    async for user in users:
        part.append(user)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
