"""Where somebody stands after a look. Pure."""

from dataclasses import replace
from datetime import datetime

from engine.campaign import Member, MemberState
from engine.campaigns.seeing import View
from engine.campaigns.waves import TO_DO

LOOKED_AT = (
    MemberState.WAITING, MemberState.ASKED, MemberState.PARKED, MemberState.NOT_REACHABLE, MemberState.SKIPPED,
    MemberState.LEFT,
)  # fmt: skip


def placed(member: Member, view: View, now: datetime) -> Member:
    """Somebody whose wave is open, after this look; the same where nothing has changed.

    Who is done stays so. Who is ready is done, whatever they were before, unless they are skipped. Who cannot be
    reached is not tried again.
    """
    if view.out:
        return _as(member, MemberState.LEFT, view.out, now)
    if member.state is MemberState.SKIPPED and member.until is not None and member.until > now:
        return member
    if view.ready:
        return _as(member, MemberState.DONE, "", now)
    if member.state is MemberState.NOT_REACHABLE:
        return member
    if view.parked:
        return _as(member, MemberState.PARKED, view.parked, now)
    return _as(member, MemberState.ASKED, _to_do(member, view), now)


def _to_do(member: Member, view: View) -> str:
    """What nobody can tell any more stays as it was known."""
    if view.too_old is None:
        return member.why if member.why in TO_DO else "must-register"
    return "must-update" if view.too_old else "must-register"


def _as(member: Member, state: MemberState, why: str, now: datetime) -> Member:
    if (member.state, member.why) == (state, why):
        return member
    until = member.until if member.state is not MemberState.SKIPPED else None
    since = now if state is not member.state else member.since
    return replace(member, state=state, why=why, since=since, until=until)
