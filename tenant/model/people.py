"""People, groups and the roles they hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class UserType(StrEnum):
    """Graph's ``userType``; a null one is a member."""

    MEMBER = "Member"
    GUEST = "Guest"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person or account of the directory. ``plans`` holds the ids of *enabled* service plans."""

    id: str
    upn: str
    name: str
    mail: str | None = None
    user_type: UserType = UserType.MEMBER
    enabled: bool = True
    synced: bool = False
    usage_location: str | None = None
    language: str | None = None
    mobile: str | None = None
    plans: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group as far as Muster needs it. ``restricted``: in a restricted management administrative unit.

    ``owned``: does Muster's own application own it, so that it may change the members without a wider permission? None:
    nobody looked (only `TenantReader.group` does), or it cannot be told.
    """

    id: str
    name: str
    mail: str | None = None
    synced: bool = False
    dynamic: bool = False
    role_assignable: bool = False
    security: bool = True  # policies can name it
    restricted: bool = False
    owned: bool | None = None


GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"


@dataclass(frozen=True, slots=True)
class RoleHolding:
    """One person holding one directory role, directly or through a group. ``role`` is the role template's id.

    ``everywhere`` is False where it is held over an administrative unit or one object only.
    """

    user_id: str
    role: str
    eligible: bool = False  # may activate it (PIM), does not hold it this minute
    role_name: str = ""
    everywhere: bool = True


@dataclass(frozen=True, slots=True)
class Roles:
    """All directory roles held in the tenant. ``eligible_readable`` is False where PIM is not licensed."""

    holdings: tuple[RoleHolding, ...]
    eligible_readable: bool = True
    _by_user: Mapping[str, tuple[RoleHolding, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the holdings by person once: a guard asks about each of 30,000 rows."""
        found: dict[str, tuple[RoleHolding, ...]] = {}
        for held in self.holdings:
            found[held.user_id] = (*found.get(held.user_id, ()), held)
        object.__setattr__(self, "_by_user", found)

    def of(self, user_id: str) -> tuple[RoleHolding, ...]:
        """The roles of one person, active and eligible."""
        return self._by_user.get(user_id, ())

    @property
    def holders(self) -> frozenset[str]:
        """Ids of everybody who holds or may activate any role."""
        return frozenset(self._by_user)

    @property
    def global_administrators(self) -> frozenset[str]:
        """Ids of those who hold Global Administrator now (eligible ones cannot act until they activate)."""
        return frozenset(h.user_id for h in self.holdings if h.role == GLOBAL_ADMINISTRATOR and not h.eligible)
