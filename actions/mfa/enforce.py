"""``mfa enforce``: demand the second factor of every program at once, and say whom that would lock out."""

from collections.abc import AsyncIterator

from actions.args import Include, People, nobody
from actions.mfa.facts import Protection
from actions.mfa.legacy_use import LegacyUse
from actions.mfa.per_user import PerUserAction
from actions.spec import Already, Cannot, Change, Direction, Reason, Refusal, Risk, Row, Subject, ask
from tenant.model import PerUserState, User
from tenant.ports import Area, TenantReader


class EnforceMfa(
    PerUserAction,
    name="mfa enforce",
    area=Area.MFA,
    direction=Direction.STRENGTHEN,
    risk=Risk.HIGH,
    scopes=("Policy.ReadWrite.AuthenticationMethod", "Policy.Read.All", "AuditLog.Read.All", "Directory.Read.All"),
):
    """Demand MFA of every program at once, old ones included, by per-user MFA.

    Sets per-user MFA to "enforced" without waiting for registration. Left out unless named one by one: people who
    could not answer the prompt, and people whose old mail programs got in with a password alone in the last 30 days
    (those programs stop at once). Without Entra ID P1 nobody can say who uses one, and the plan says so.
    """

    who: People = ask("Of whom should MFA be demanded?", like='group:"MFA Users"')
    skip: People = ask("Anyone to leave out?", like="ana@contoso.com", default=nobody)
    include: Include = ask("Take in people who are not ready?", like="not-ready", default=Include())

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person, in the order in which the directory names them."""
        protection = await Protection.read(tenant)
        if protection.coverage.in_use:
            raise Refusal("policies-enforce-already")
        skipped = {user.id async for user in self.skip.expand(tenant)}
        people = {user.id: user async for user in self.who.expand(tenant) if user.id not in skipped}
        if not people:
            raise Refusal("nobody-there", said=self.who.said())
        legacy = LegacyUse() if protection.security_defaults else await LegacyUse.read(tenant, people.keys())
        async for user_id, state in tenant.states(people.keys()):
            settled = _settled(people[user_id], state, protection)
            yield settled or self._row(people[user_id], state, legacy)

    def _row(self, user: User, state: PerUserState, legacy: LegacyUse) -> Row:
        subject, programs = Subject.of(user), legacy.of(user.id)
        if programs and user.id not in self.who.named:
            return Cannot(subject, Reason("legacy-seen", {"clients": programs}))
        breaks = (Reason("legacy-breaks", {"name": user.name, "clients": programs}),) if programs else ()
        unread = () if legacy.unread is None else (legacy.unread,)
        return Change(
            subject=subject,
            before=state.value,
            after=PerUserState.ENFORCED.value,
            warnings=(*breaks, *unread),
            needs_method=True,
        )


def _settled(user: User, state: PerUserState, protection: Protection) -> Row | None:
    """Nothing to do, or nothing that can be done."""
    if state is PerUserState.UNKNOWN:
        return Cannot(Subject.of(user), Reason("state-unknown"))
    if state is PerUserState.ENFORCED:
        return Already(Subject.of(user), Reason("per-user", {"state": state.value}))
    return Already(Subject.of(user), Reason("covered-by-security-defaults")) if protection.security_defaults else None
