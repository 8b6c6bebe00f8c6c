"""``mfa enable``: ask for a second factor at sign-in, by the way that fits the tenant."""

from collections.abc import AsyncIterator, Mapping, Sequence

from actions.args import Include, People, Route, nobody
from actions.mfa import membership
from actions.mfa.facts import Protection
from actions.mfa.groups import Door, Doors, doors, shut_now
from actions.mfa.membership import Membership
from actions.mfa.per_user import PerUserAction
from actions.spec import (
    Already,
    Cannot,
    Change,
    Direction,
    Outcome,
    Reason,
    Refusal,
    Risk,
    Row,
    Seen,
    Subject,
    ask,
)
from tenant.model import PerUserState, User
from tenant.ports import Area, TenantReader, TenantWriter


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

    Where Conditional Access is in use, people join the group that an enforced policy for all apps targets; the group
    must be named in MUSTER_WRITABLE_GROUPS, and Muster's app must own it or hold GroupMember.ReadWrite.All. Where
    security defaults are on, they suffice. Without either, per-user MFA is set to "enabled". Somebody who is covered
    already is counted, not changed.
    """

    who: People = ask("Who should get MFA?", like='group:"MFA Users"')
    skip: People = ask("Anyone to leave out?", like="ana@contoso.com", default=nobody)
    include: Include = ask("Take in people who are not ready?", like="not-ready", default=Include())
    route: Route = ask(
        "By which way: group, or for owners per-user although Conditional Access is in use?",
        like="group",
        default=Route(),
        owner_words=("per-user",),
    )

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person, in the order in which the directory names them."""
        protection = await Protection.read(tenant)
        if "group" in self.route and not protection.coverage.in_use:
            raise Refusal("no-conditional-access")
        by_group = protection.coverage.in_use and "per-user" not in self.route
        skipped = {user.id async for user in self.skip.expand(tenant)}
        people = {user.id: user async for user in self.who.expand(tenant) if user.id not in skipped}
        if not people:
            raise Refusal("nobody-there", said=self.who.said())
        rows = _by_group(people, protection, tenant) if by_group else self._per_user(people, protection, tenant)
        async for row in rows:
            yield row

    async def _per_user(
        self, people: Mapping[str, User], protection: Protection, tenant: TenantReader
    ) -> AsyncIterator[Row]:
        better = self.who.everyone and not protection.coverage.in_use
        async for user_id, state in tenant.states(people.keys()):
            yield _state_row(people[user_id], state, protection, warn_of_defaults=better)

    def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """Whether they are in the group, or their per-user state."""
        return membership.look(changes, tenant) if _are_memberships(changes) else super().look(changes, tenant)

    def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Let them into the group, if it may still be written, or write their per-user state."""
        return _join(changes, tenant) if _are_memberships(changes) else super().apply(changes, tenant)


def _are_memberships(changes: Sequence[Change]) -> bool:
    """A plan goes one way with all its rows."""
    return any(Membership.parse(change.after) for change in changes)


async def _join(changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
    """The group is judged once more: it may have become an exclusion since. Whoever leaves it, leaves."""
    joined = {value.group_id for each in changes if (value := Membership.parse(each.after)) and value.inside}
    shut = {group_id: why for group_id in sorted(joined) if (why := await shut_now(group_id, tenant)) is not None}
    kept: list[Change] = []
    for each in changes:
        wanted = Membership.parse(each.after)
        why = shut.get(wanted.group_id) if wanted is not None and wanted.inside else None
        if why is None:
            kept.append(each)
        else:
            yield Outcome(subject_id=each.subject.id, failed=why)
    async for outcome in membership.apply(kept, tenant):
        yield outcome


async def _by_group(people: Mapping[str, User], protection: Protection, tenant: TenantReader) -> AsyncIterator[Row]:
    """Whoever no policy covers joins; somebody's per-user state is no reason against it."""
    ways: Doors | None = None
    for user in people.values():
        subject, why = Subject.of(user), protection.of(user.id, PerUserState.DISABLED)
        if why is not None:
            yield Already(subject, why)
            continue
        ways = ways or await doors(tenant)
        door = ways.for_(user)
        yield Cannot(subject, ways.why_not(user)) if door is None else _joins(subject, door)


def _joins(subject: Subject, door: Door) -> Change:
    return Change(
        subject=subject,
        before=str(Membership.of(door.group, inside=False)),
        after=str(Membership.of(door.group, inside=True)),
        warnings=(Reason("joins-policy-group", {"group": door.group.name, "policy": door.policy.name}),),
        needs_method=True,
    )


def _state_row(user: User, state: PerUserState, protection: Protection, *, warn_of_defaults: bool) -> Row:
    subject = Subject.of(user)
    if (why := protection.of(user.id, state)) is not None:
        return Already(subject, why)
    if state is PerUserState.UNKNOWN:
        return Cannot(subject, Reason("state-unknown"))
    warnings = (Reason("defaults-instead"),) if warn_of_defaults else ()
    return Change(
        subject=subject, before=state.value, after=PerUserState.ENABLED.value, warnings=warnings, needs_method=True
    )
