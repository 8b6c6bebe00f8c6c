"""Whose ways of signing in nobody touches for them."""

from collections.abc import Collection
from dataclasses import dataclass

from actions.spec import Reason
from tenant.model import Roles, User, is_guest
from tenant.ports import TenantReader


@dataclass(frozen=True, slots=True)
class Never:
    """Who holds a role, may activate one or be given one through a group, and the emergency accounts: whoever could
    take over the tenant gets no way in from somebody else's hand. Guests are their own organisation's.
    """

    roles: Roles
    others: Collection[str]

    @classmethod
    async def read(cls, tenant: TenantReader) -> "Never":
        """As it is at this moment."""
        return cls(await tenant.roles(), await tenant.role_assignable() | tenant.rules.break_glass)

    def why(self, user_id: str) -> Reason | None:
        """None: nothing against it."""
        held = self.roles.of(user_id)
        if held:
            return Reason("pass-role-holder", {"role": held[0].role_name or held[0].role})
        return Reason("pass-role-holder") if user_id in self.others else None

    def why_not(self, user: User) -> Reason | None:
        """The same of somebody whose account is known."""
        if is_guest(user):
            return Reason("guest")
        return self.why(user.id) or (None if user.enabled else Reason("disabled"))
