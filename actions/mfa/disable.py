"""``mfa disable``: stop asking a few people for a second factor. Weakening, so it is made hard."""

from collections.abc import AsyncIterator

from actions.args import People
from actions.mfa.facts import REQUIRES_MFA, Protection
from actions.mfa.per_user import PerUserAction
from actions.spec import Already, Cannot, Change, Direction, Reason, Refusal, Risk, Row, Subject, ask
from tenant.model import PerUserState, User
from tenant.ports import Area, TenantReader

MOST = 25  # people whom a group may bring into one weakening


class DisableMfa(
    PerUserAction,
    name="mfa disable",
    area=Area.MFA,
    direction=Direction.WEAKEN,
    risk=Risk.CRITICAL,
    scopes=("Policy.ReadWrite.AuthenticationMethod", "Policy.Read.All"),
):
    """Stop requiring multi-factor authentication of a few named people.

    Sets per-user MFA to "disabled". Never for everyone, and for groups only up to 25 people. Security defaults and
    Conditional Access go on asking where they cover the person.
    """

    who: People = ask("Who should no longer be asked for MFA?", like="eve@contoso.com")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person."""
        if self.who.everyone:
            raise Refusal("never-everyone")
        people = {user.id: user async for user in self.who.expand(tenant)}
        if not people:
            raise Refusal("nobody-there", said=self.who.said())
        if (brought := len(people.keys() - self.who.named)) > MOST:
            raise Refusal("too-many-to-weaken", count=str(brought), most=str(MOST))
        protection = await Protection.read(tenant)
        async for user_id, state in tenant.states(people.keys()):
            yield _row(people[user_id], state, protection)


def _row(user: User, state: PerUserState, protection: Protection) -> Row:
    subject = Subject.of(user)
    if state is PerUserState.UNKNOWN:
        return Cannot(subject, Reason("state-unknown"))
    if state not in REQUIRES_MFA:
        return Already(subject, Reason("mfa-off"))
    after = protection.of(user.id, PerUserState.DISABLED)
    warning = Reason("unprotected-after") if after is None else after
    return Change(subject=subject, before=state.value, after=PerUserState.DISABLED.value, warnings=(warning,))
