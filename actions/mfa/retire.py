"""``mfa retire per-user``: leave per-user MFA behind for people whom Conditional Access asks."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime

from actions.args import People, nobody
from actions.mfa.facts import REQUIRES_MFA, Protection, own_usable
from actions.mfa.per_user import PerUserAction
from actions.phone.parts import PART
from actions.spec import Already, Cannot, Change, Direction, Outcome, Reason, Refusal, Risk, Row, Subject, ask
from tenant.model import MethodPolicy, PerUserState, User
from tenant.ports import Area, TenantReader, TenantWriter

OFF = PerUserState.DISABLED.value


class RetirePerUser(
    PerUserAction,
    name="mfa retire per-user",
    area=Area.MFA,
    direction=Direction.NEUTRAL,
    risk=Risk.HIGH,
    scopes=("Policy.ReadWrite.AuthenticationMethod", "Policy.Read.All"),
):
    """Switch per-user MFA off for people whom Conditional Access asks for MFA anyway.

    Only where an enforced policy for all apps covers the person, seen again just before each write, and only for people
    who have registered a method of their own. Everybody else keeps what they have, with the reason.
    """

    who: People = ask("Whose per-user MFA should be retired?", like='group:"MFA Users"')
    skip: People = ask("Anyone to leave out?", like="ana@contoso.com", default=nobody)

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        """What ends with per-user MFA."""
        return (Reason("app-passwords-end"),)

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person."""
        protection = await Protection.read(tenant)
        if not protection.coverage.in_use:
            raise Refusal("retire-needs-policy")
        skipped = {user.id async for user in self.skip.expand(tenant)}
        people = {user.id: user async for user in self.who.expand(tenant) if user.id not in skipped}
        if not people:
            raise Refusal("nobody-there", said=self.who.said())
        policy = await tenant.method_policy()
        ready: dict[str, PerUserState] = {}
        async for user_id, state in tenant.states(people.keys()):
            settled = _settled(people[user_id], state, protection)
            if settled is not None:
                yield settled
                continue
            ready[user_id] = state
            if len(ready) == PART:
                async for row in _rows(ready, people, policy, tenant=tenant):
                    yield row
                ready = {}
        async for row in _rows(ready, people, policy, tenant=tenant):
            yield row

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Switch it off only while a policy still covers the person; an undo is written whatever the policies say."""
        going = [change.subject.id for change in changes if change.after == OFF]
        bare = await _uncovered(going, tenant) if going else frozenset[str]()
        for user_id in sorted(bare):
            yield Outcome(subject_id=user_id, failed=Reason("not-covered-any-more"))
        async for each in super().apply([change for change in changes if change.subject.id not in bare], tenant):
            yield each


def _settled(user: User, state: PerUserState, protection: Protection) -> Row | None:
    subject = Subject.of(user)
    if state is PerUserState.UNKNOWN:
        return Cannot(subject, Reason("state-unknown"))
    if state not in REQUIRES_MFA:
        return Already(subject, Reason("mfa-off"))
    if protection.coverage.policy_for(user.id) is None:
        return Cannot(subject, Reason("not-covered-by-policy"))
    return None


async def _rows(
    states: Mapping[str, PerUserState], people: Mapping[str, User], policy: MethodPolicy, *, tenant: TenantReader
) -> AsyncIterator[Row]:
    """Whom a policy covers: who has registered goes, who has not stays."""
    methods = {user_id: found async for user_id, found in tenant.methods(states.keys())} if states else {}
    for user_id, state in states.items():
        subject, theirs = Subject.of(people[user_id]), methods.get(user_id)
        if theirs is None:
            yield Cannot(subject, Reason("methods-unknown"))
        elif not own_usable(user_id, theirs, policy):
            yield Cannot(subject, Reason("not-registered-yet"))
        else:
            yield Change(subject=subject, before=state.value, after=OFF)


async def _uncovered(people: Sequence[str], tenant: TenantReader) -> frozenset[str]:
    """Whom no enforced policy for all apps reaches at this moment."""
    demanding = {each.id for each in await tenant.access_policies() if each.enforced and each.demands_mfa}
    reached = await tenant.policies_for(people)
    return frozenset(user_id for user_id in people if not demanding & set(reached.get(user_id, ())))
