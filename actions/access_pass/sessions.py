"""When somebody's sign-ins began to count, as the value of a row."""

from collections.abc import Collection

from tenant.model import Account
from tenant.ports import TenantReader

ENDED = "signed out everywhere"
_SINCE = "signed in since "


def since(account: Account | None) -> str:
    """The value of somebody whose sign-ins have not been ended yet."""
    at = account.sessions_from if account is not None else None
    return f"{_SINCE}{at:%Y-%m-%d %H:%M:%S} UTC" if at is not None else f"{_SINCE}ever"


async def now(ids: Collection[str], tenant: TenantReader) -> dict[str, str]:
    """The value of each of these people; who is gone is left out."""
    return {user_id: since(account) async for user_id, account in tenant.accounts(ids)}


def seen(before: str | None, present: str) -> str:
    """Ended, where sign-ins count from another moment than before."""
    return present if before == present else ENDED
