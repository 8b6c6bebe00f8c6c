"""What counts as protected, and what is true of a person's methods. The only home of these predicates."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass

from actions.phone.facts import ROLE_ASSIGNABLE_GROUP
from actions.spec import Fact, Reason
from tenant.model import Coverage, Method, MethodPolicy, PerUserState, Roles, usable
from tenant.ports import TenantReader

#: Entra ID P1 and P2 ("Product names and service plan identifiers for licensing").
P1_PLANS = frozenset({"41781fb2-bc02-4b7c-bd55-b576c07bb09d", "eec0eb4f-6444-4f95-aba0-50c24d67f998"})
REQUIRES_MFA = frozenset({PerUserState.ENABLED, PerUserState.ENFORCED})


@dataclass(frozen=True, slots=True)
class Protection:
    """What protects people in this tenant besides per-user MFA."""

    security_defaults: bool
    coverage: Coverage

    @classmethod
    async def read(cls, tenant: TenantReader) -> "Protection":
        """Both of Microsoft's ways, read once."""
        return cls(await tenant.security_defaults(), await tenant.coverage())

    def of(self, user_id: str, state: PerUserState) -> Reason | None:
        """Why this person must use MFA at sign-in, or None. The one predicate for "protected".

        Per-user MFA, security defaults and Conditional Access do not know of each other: a person who is "disabled"
        there may be fully covered by a policy (Microsoft: "Enable per-user MFA", howto-mfa-userstates).
        """
        if (policy := self.coverage.policy_for(user_id)) is not None:
            return Reason("covered-by-policy", {"policy": policy})
        if self.security_defaults:
            return Reason("covered-by-security-defaults")
        if state in REQUIRES_MFA:
            return Reason("per-user", {"state": state.value})
        return None


def administrators(roles: Roles) -> frozenset[str]:
    """Ids of everybody who holds a directory role or may activate one, through groups too.

    Being in a group that a role could be given to, and that has none, makes nobody an administrator.
    """
    return frozenset(each.user_id for each in roles.holdings if each.role != ROLE_ASSIGNABLE_GROUP)


def own_usable(user_id: str, methods: Iterable[Method], policy: MethodPolicy) -> tuple[Method, ...]:
    """The methods with which the person could answer a prompt today and that they registered themselves.

    One that was set for them proves nothing until they have used it.
    """
    return usable(user_id, [each for each in methods if not each.set_for_them], policy)


class Registered(
    Fact, name="registered", scopes=("UserAuthenticationMethod.Read.All", "Policy.Read.AuthenticationMethod")
):
    """The person has registered a method that can answer an MFA prompt today. One that was set for them is not theirs.

    Read from the person's methods. The registration report is hours old and needs Entra ID P1, so it never decides.
    """

    async def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person whose methods could be read."""
        policy = await tenant.method_policy()
        async for user_id, methods in tenant.methods(people):
            yield user_id, bool(own_usable(user_id, methods, policy))
