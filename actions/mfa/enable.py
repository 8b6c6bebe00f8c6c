"""``mfa enable``: ask for a second factor at sign-in, in a tenant that has no better way."""

from collections.abc import AsyncIterator

from actions.args import Include, People, Route, nobody
from actions.mfa.facts import Protection
from actions.mfa.per_user import PerUserAction
from actions.spec import Already, Cannot, Change, Direction, Reason, Refusal, Risk, Row, Subject, ask
from tenant.model import PerUserState, User
from tenant.ports import Area, TenantReader


class EnableMfa(
    PerUserAction,
    name="mfa enable",
    area=Area.MFA,
    direction=Direction.STRENGTHEN,
    risk=Risk.HIGH,
    scopes=("Policy.ReadWrite.AuthenticationMethod", "Policy.Read.All"),
    grows={"enabled": ("enforced",)},  # Entra ID does so once the person has registered
):
    """Require multi-factor authentication at sign-in.

    Sets per-user MFA to "enabled": the right tool only where neither security defaults nor Conditional Access is in
    use. Somebody whom one of these covers already is counted, not changed.
    """

    who: People = ask("Who should get MFA?", like='group:"MFA Users"')
    skip: People = ask("Anyone to leave out?", like="ana@contoso.com", default=nobody)
    include: Include = ask("Take in people who are not ready?", like="not-ready", default=Include())
    route: Route = ask(
        "Use per-user MFA although Conditional Access is in use?", like="per-user", default=Route(), owner_only=True
    )

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person, in the order in which the directory names them."""
        protection = await Protection.read(tenant)
        if protection.coverage.in_use and "per-user" not in self.route:
            raise Refusal("conditional-access-in-use")
        skipped = {user.id async for user in self.skip.expand(tenant)}
        people = {user.id: user async for user in self.who.expand(tenant) if user.id not in skipped}
        if not people:
            raise Refusal("nobody-there", said=self.who.said())
        async for user_id, state in tenant.states(people.keys()):
            yield _row(people[user_id], state, protection)


def _row(user: User, state: PerUserState, protection: Protection) -> Row:
    subject = Subject.of(user)
    if (why := protection.of(user.id, state)) is not None:
        return Already(subject, why)
    if state is PerUserState.UNKNOWN:
        return Cannot(subject, Reason("state-unknown"))
    return Change(subject=subject, before=state.value, after=PerUserState.ENABLED.value, needs_method=True)
