"""Whom the method policy keeps from what a campaign asks for, as facts that the engine knows by name: there is nothing
that the person could do, so they are not written to until it is otherwise.
"""

from collections.abc import AsyncIterator, Sequence

from actions.campaign.goals import allowed
from actions.spec import Fact, Target
from tenant.ports import TenantReader

POLICY = ("Policy.Read.AuthenticationMethod", "GroupMember.Read.All")


class RegisteredNotAllowed(Fact, name="registered-not-allowed", scopes=POLICY):
    """The method policy lets the person register no method that counts."""

    def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person."""
        return _denied(Target.ANY, people, tenant)


class AppRegisteredNotAllowed(Fact, name="app-registered-not-allowed", scopes=POLICY):
    """The method policy lets the person register neither Microsoft Authenticator nor what stands in for it."""

    def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person."""
        return _denied(Target.APP, people, tenant)


class PhishingResistantNotAllowed(Fact, name="phishing-resistant-not-allowed", scopes=POLICY):
    """The method policy lets the person register no passkey and no security key."""

    def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person."""
        return _denied(Target.PHISHING_RESISTANT, people, tenant)


async def _denied(target: Target, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
    policy = await tenant.method_policy()
    for user_id in people:
        yield user_id, not allowed(target, user_id, policy)
