"""Whether somebody has a Temporary Access Pass, as the value of a row, and how one is ended."""

from collections.abc import AsyncIterator, Collection, Mapping

from tenant.model import MethodKind
from tenant.ports import TenantReader, TenantWriter

PASS = "a pass for 60 minutes, once"  # noqa: S105 - what a row says, not a secret
NO_PASS = "no pass"  # noqa: S105 - what a row says, not a secret
OLDER = "an older pass "
MINUTES = 60


async def ids(people: Collection[str], tenant: TenantReader) -> AsyncIterator[tuple[str, tuple[str, ...]]]:
    """The ids of each person's passes, used up and expired ones too: Microsoft keeps one at most."""
    async for user_id, methods in tenant.methods(people):
        yield user_id, tuple(each.id for each in methods if each.kind is MethodKind.TEMPORARY_PASS)


def value(found: Collection[str]) -> str:
    """Before anything was done."""
    return f"{OLDER}{','.join(sorted(found))}" if found else NO_PASS


def seen(found: Collection[str], *known: str | None) -> str:
    """With the values that the row knows: a pass that is none of them is the one that was made."""
    present = value(found)
    return present if present in known or not found else PASS


async def end(user_id: str, found: Mapping[str, Collection[str]], tenant: TenantWriter) -> None:
    """Delete whatever there is, and end the sign-ins that it opened. Raises tenant trouble."""
    for pass_id in found.get(user_id, ()):
        await tenant.delete_pass(user_id, pass_id)
    async for written in tenant.revoke_sessions([user_id]):
        if written.trouble is not None:
            raise written.trouble
