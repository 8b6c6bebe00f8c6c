"""Who hands a pass over, and how they know that it is the right person."""

from collections.abc import Sequence
from dataclasses import replace

from actions.args import OneOf
from actions.spec import Change, Reason, Refusal
from tenant.model import User, is_guest
from tenant.ports import TenantReader

MANAGER, DESK = "manager", "desk"


class HandTo(OneOf):
    """Who sees the pass, once: the person's manager, or the help desk that the owner named."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Never the person themself, whose chat may be in other hands."""
        return (MANAGER, DESK)


class Verified(OneOf):
    """How somebody made sure that it is the person: by means that whoever has their account does not have."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Called back under a number known before; seen in a video call; seen with their badge."""
        return ("callback", "video", "badge")


async def hands_over(to: HandTo, user: User, tenant: TenantReader) -> Sequence[User] | Reason:
    """Who can for this person, the first first, or why nobody. Raises Refusal where the owner named no help desk."""
    found = await _manager(user, tenant) if MANAGER in to else await _desk(user, tenant)
    able = [each for each in found if _able(each, user)]
    if able:
        return able
    if MANAGER in to:
        return Reason("cannot-hand-over", {"name": found[0].name}) if found else Reason("no-manager")
    return Reason("no-desk-left")


def by(handers: Sequence[User], change: Change) -> Change:
    """The change with who hands the pass over: the first, or, where that is whoever asks, the next. Pure."""
    line: Change | None = None
    for each in reversed(handers):
        told = Reason("pass-handed-by", {"name": each.name, "upn": each.upn})
        line = replace(change, warnings=(told, *change.warnings), for_person=each.id, instead=line)
    return line or change


def _able(hander: User, user: User) -> bool:
    return hander.enabled and not is_guest(hander) and hander.id != user.id


async def _manager(user: User, tenant: TenantReader) -> list[User]:
    manager = await tenant.manager(user.id)
    return [] if manager is None else [manager]


async def _desk(user: User, tenant: TenantReader) -> list[User]:
    """Whom the owner named, in that order, as far as they are there."""
    named = tenant.rules.help_desk
    if not named:
        raise Refusal("no-help-desk")
    known = {each.id: each async for each in tenant.users(named)}
    return [known[id_] for id_ in named if id_ in known]
