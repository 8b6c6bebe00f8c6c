"""Which accounts are no person who could answer a prompt, each with the sign that it is told by and what to do.

The predicates are `tenant.model`'s, which the guards ask too: what is listed here is what they spare.
"""

from collections.abc import Callable
from functools import cache

from actions.spec import Reason
from tenant.model import (
    User,
    is_guest,
    is_mailbox_only,
    is_room,
    is_service_account,
    is_shared_device,
    is_sync_account,
)

#: The plainest sign first.
KINDS: tuple[tuple[str, Callable[[User], bool]], ...] = (
    ("sync", is_sync_account),
    ("room", is_room),
    ("device", is_shared_device),
    ("service", is_service_account),
    ("guest", is_guest),
    ("mailbox", is_mailbox_only),
    ("off", lambda user: not user.enabled),
)


def kind_of(user: User) -> str | None:
    """The first kind that fits, None for an ordinary person."""
    return next((kind for kind, fits in KINDS if fits(user)), None)


@cache
def sign(kind: str) -> Reason:
    """What it is, and by what it is told. The same value each time: thousands may have left a company."""
    return Reason(f"kind-{kind}")


@cache
def advice(kind: str) -> Reason:
    """What to do about MFA there, as nobody can answer a prompt."""
    return Reason(f"kind-{kind}-do")
