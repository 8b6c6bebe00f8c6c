"""Who hands a pass over, and how they know that it is the right person."""

from typing import Self

from actions.args import BadArgument, Words
from actions.spec import Reason, Refusal
from tenant.model import User, is_guest
from tenant.ports import TenantReader

MANAGER, DESK = "manager", "desk"


class _One(Words):
    @classmethod
    def parse(cls, text: str) -> Self:
        """One of them; raises BadArgument."""
        words = super().parse(text).words
        if len(words) != 1:
            raise BadArgument("not-one-of", said=text.strip()[:40], allowed=", ".join(cls.allowed()))
        return cls(words)


class HandTo(_One):
    """Who sees the pass, once: the person's manager, or the help desk that the owner named."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Never the person themself, whose chat may be in other hands."""
        return (MANAGER, DESK)


class Verified(_One):
    """How somebody made sure that it is the person: by means that whoever has their account does not have."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Called back under a number known before; seen in a video call; seen with their badge."""
        return ("callback", "video", "badge")


async def hands_over(to: HandTo, user: User, tenant: TenantReader) -> User | Reason:
    """Who it is for this person, or why nobody. Raises Refusal where the owner named no help desk."""
    found = await tenant.manager(user.id) if MANAGER in to else await _desk(user, tenant)
    if found is None:
        return Reason("no-manager" if MANAGER in to else "no-desk-left")
    if not found.enabled or is_guest(found) or found.id == user.id:
        return Reason("cannot-hand-over", {"name": found.name})
    return found


async def _desk(user: User, tenant: TenantReader) -> User | None:
    """The first whom the owner named who is there and can."""
    named = tenant.rules.help_desk
    if not named:
        raise Refusal("no-help-desk")
    known = {each.id: each async for each in tenant.users(named)}
    able = (known[id_] for id_ in named if id_ in known and known[id_].enabled and id_ != user.id)
    return next(able, None)
