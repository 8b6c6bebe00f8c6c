"""Accounts that are no person who could answer a prompt, told from the directory's record alone. The only home of these
predicates: guards, checks and reports ask here.

Graph marks none of them: rooms are told by their licence, the others by the names that Microsoft or people give them
(https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
"""

from re import IGNORECASE
from re import compile as pattern

from tenant.model.people import User, UserType

ROOM_PLANS = frozenset({
    "8081ca9c-188c-4b49-a8e5-c23b5e9463a8",  # Teams Rooms Basic
    "92c6b761-01de-457a-9dd9-793a975238f7",  # Teams Rooms, as it was called before
    "0374d34c-6be4-4dbb-b3f0-26105db0b28a",  # Teams Rooms Pro
    "ec17f317-f4bc-451e-b2da-0167e5c260f9",  # Teams Rooms Pro, without audio conferencing
})  # fmt: skip
PHONE_SYSTEM = "4828c8ec-dc2e-4779-b502-87ac9ce28ab7"  # in Teams Shared Devices, and in people's own licences
SYNC_NAME = "On-Premises Directory Synchronization Service Account"  # as Entra Connect names it
SYNC_ACCOUNT = pattern(r"^(sync_|ADToAADSyncServiceAccount)", IGNORECASE)
#: What the house remembers of an account that somebody marked as a service account: this, then its object id.
SERVICE_MARK = "service-account:"
SERVICE_ACCOUNT = pattern(r"^(svc|srv|service|serviceaccount)([-_. ]|$)", IGNORECASE)


def is_guest(user: User) -> bool:
    """Somebody of another organisation; old guests may lack the type, never the mark in their name."""
    return user.user_type is UserType.GUEST or "#EXT#" in user.upn.upper()


def is_room(user: User) -> bool:
    """A room or a meeting-room device, by its licence. A room without one looks like any mailbox without a person."""
    return bool(ROOM_PLANS & user.plans)


def is_shared_device(user: User) -> bool:
    """A telephone for everybody, a panel at a door: it may call, and there is no mail. No plan of its own tells it."""
    return PHONE_SYSTEM in user.plans and not user.mail and not is_guest(user)


def is_sync_account(user: User) -> bool:
    """The account with which directory synchronisation signs in."""
    return user.name == SYNC_NAME or bool(SYNC_ACCOUNT.match(user.upn))


def is_service_account(user: User) -> bool:
    """By the names that people give them: Graph does not mark them."""
    return bool(SERVICE_ACCOUNT.match(user.upn.partition("@")[0]) or SERVICE_ACCOUNT.match(user.name))


def is_mailbox_only(user: User) -> bool:
    """A mailbox without a person: a shared one, a room or equipment; or somebody who has left. Sign-in is blocked and
    there is no licence, and the directory tells no more.
    """
    return not user.enabled and bool(user.mail) and not user.plans and not is_guest(user)
