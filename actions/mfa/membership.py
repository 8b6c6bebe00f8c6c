"""Being in a group or not, as the value of a row: read back and written."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from re import compile as pattern

from actions.mfa.per_user import outcome
from actions.spec import Change, Outcome, Seen
from tenant.model import Group
from tenant.ports import TenantReader, TenantWriter
from tenant.trouble import NotFound

TEXT = pattern(r"(?P<not>not )?in (?P<name>.*) (?P<id>[0-9A-Fa-f-]{36})")


@dataclass(frozen=True, slots=True)
class Membership:
    """``in <name> <id>`` or ``not in <name> <id>``: for people the name, for Microsoft the id."""

    group_id: str
    name: str
    inside: bool

    @classmethod
    def of(cls, group: Group, *, inside: bool) -> "Membership":
        """In this group or not."""
        return cls(group.id, " ".join(group.name.split()), inside)

    @classmethod
    def parse(cls, text: str | None) -> "Membership | None":
        """None for a value of another kind."""
        found = TEXT.fullmatch(text or "")
        return None if found is None else cls(found["id"], found["name"], found["not"] is None)

    def __str__(self) -> str:
        """The canonical text."""
        return f"{'' if self.inside else 'not '}in {self.name} {self.group_id}"


async def look(changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
    """Whether each is in the group of their row now, through nested groups too; one who is gone is gone."""
    for seen in await asyncio.gather(*(_seen(change, tenant) for change in changes)):
        yield seen


async def _seen(change: Change, tenant: TenantReader) -> Seen:
    wanted = _wanted(change)
    try:
        inside = await tenant.memberships(change.subject.id, [wanted.group_id])
    except NotFound:
        return Seen(change.subject.id, None, gone=True)
    return Seen(change.subject.id, str(replace(wanted, inside=wanted.group_id in inside)))


async def apply(changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
    """Let each into the group of their row, or take them out of it."""
    rows = [(_wanted(change), change.subject.id) for change in changes]
    for wanted in dict.fromkeys(each for each, _ in rows):
        people = [user_id for each, user_id in rows if each == wanted]
        written = tenant.join if wanted.inside else tenant.leave
        async for each in written(wanted.group_id, people):
            yield outcome(each)


def _wanted(change: Change) -> Membership:
    wanted = Membership.parse(change.after)
    if wanted is None:
        raise ValueError(f"no membership: {change.after!r}")
    return wanted
