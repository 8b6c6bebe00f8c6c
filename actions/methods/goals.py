"""What somebody can be reminded of besides a first method: a second one, and one that is better than a telephone."""

from collections.abc import AsyncIterator, Sequence

from actions.methods.standing import ENOUGH, is_weak
from actions.mfa.facts import own_usable
from actions.spec import Fact
from tenant.ports import TenantReader

SCOPES = ("UserAuthenticationMethod.Read.All", "Policy.Read.AuthenticationMethod")


class SecondMethod(Fact, name="second-method", scopes=SCOPES):
    """The person has registered at least two methods of their own that can answer an MFA prompt today."""

    async def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person whose methods could be read."""
        policy = await tenant.method_policy()
        async for user_id, methods in tenant.methods(people):
            yield user_id, len(own_usable(user_id, methods, policy)) >= ENOUGH


class StrongerMethod(Fact, name="stronger-method", scopes=SCOPES):
    """The person has registered a usable method of their own that is no telephone."""

    async def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person whose methods could be read."""
        policy = await tenant.method_policy()
        async for user_id, methods in tenant.methods(people):
            yield user_id, not is_weak(own_usable(user_id, methods, policy))
