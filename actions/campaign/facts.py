"""What a campaign waits for, and what parks somebody in it, as facts that the engine knows by name."""

from collections.abc import AsyncIterator, Sequence

from actions.campaign.devices import must_update
from actions.campaign.goals import reached
from actions.campaign.parked import NO_TEAMS, away, idle, in_teams
from actions.spec import Fact, Target
from tenant.ports import TenantReader

METHODS = ("UserAuthenticationMethod.Read.All", "Policy.Read.AuthenticationMethod")


class AppRegistered(Fact, name="app-registered", scopes=METHODS):
    """The person has registered Microsoft Authenticator; or, without a smartphone, a security key or hardware token."""

    def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person whose methods could be read."""
        return _reached(Target.APP, people, tenant)


class PhishingResistant(Fact, name="phishing-resistant", scopes=METHODS):
    """The person has registered a passkey, a security key or Windows Hello that the method policy lets them use."""

    def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person whose methods could be read."""
        return _reached(Target.PHISHING_RESISTANT, people, tenant)


class PhishingResistantMustUpdate(Fact, name="phishing-resistant-must-update", scopes=("Device.Read.All",)):
    """The person's phones are known, and each is too old for a passkey."""

    async def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person whose devices could be read. Raises Forbidden without the permission."""
        async for user_id, devices in tenant.devices(people):
            yield user_id, must_update(devices)


class OnLeave(Fact, name="on-leave", scopes=("MailboxSettings.Read",)):
    """The person's automatic replies are on."""

    async def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person; who has no mailbox is not on leave. Raises Forbidden without the permission."""
        absent = await away(people, tenant)
        for user_id in people:
            yield user_id, user_id in absent


class Inactive(Fact, name="inactive", scopes=("AuditLog.Read.All", "User.Read.All")):
    """The person has not signed in for 30 days."""

    async def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person. Raises Unlicensed without Entra ID P1, Forbidden without the permission."""
        quiet = await idle(people, tenant)
        for user_id in people:
            yield user_id, user_id in quiet


class NoTeams(Fact, name=NO_TEAMS, scopes=("User.Read.All",)):
    """The person has no licence for Microsoft Teams."""

    async def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """One answer per person who is there."""
        async for user in tenant.users(people):
            yield user.id, not in_teams(user)


async def _reached(target: Target, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
    policy = await tenant.method_policy()
    async for user_id, methods in tenant.methods(people):
        yield user_id, reached(target, user_id, methods, policy)
