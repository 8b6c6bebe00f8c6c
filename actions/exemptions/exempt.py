"""``exempt``: no second factor for a few hours, and then exactly what was there before, by itself."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime

from actions.args import Line, People
from actions.exemptions.lasting import Lasting
from actions.mfa.facts import REQUIRES_MFA, Protection
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
    Subject,
    Then,
    UndoAt,
    ask,
)
from tenant.model import PerUserState, Roles, User
from tenant.ports import Area, TenantReader, TenantWriter

OFF = PerUserState.DISABLED.value
MOST = 5  # people in one exemption: it is for somebody, not for a department


class Exempt(
    PerUserAction,
    name="exempt",
    aliases=("mfa pause",),
    area=Area.MFA,
    direction=Direction.WEAKEN,
    risk=Risk.HIGH,
    scopes=("Policy.ReadWrite.AuthenticationMethod", "Policy.Read.All"),
):
    """Switch somebody's per-user MFA off for some hours, for instance to set up an old mail program.

    It begins when it is approved, and ends by itself: each gets back exactly the state they had, even if Muster was
    restarted meanwhile. At most 24 hours and five people, named one by one, and never who holds an admin role. Where
    Conditional Access or security defaults ask for MFA this would change nothing, so it is refused, with what helps
    instead. `exemptions` lists what is open; `undo` of the request ends it sooner.
    """

    who: People = ask("Who should not be asked for MFA for a while?", like="eve@contoso.com")
    for_: Lasting = ask("For how long? At most 24 hours.", like="2h")
    reason: Line = ask("Why?", like="Outlook profile on the new laptop", default=Line())

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        """That it ends, and where it does not reach."""
        return Reason("exempt-ends", {"for": self.for_.said()}), Reason("exempt-portals")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person. Raises Refusal where Microsoft knows no such exemption for any of them."""
        if any(each.kind != "person" for each in self.who.selectors) or len(self.who.selectors) > MOST:
            raise Refusal("exempt-by-name", most=str(MOST))
        protection, roles = await Protection.read(tenant), await tenant.roles()
        if protection.security_defaults:
            raise Refusal("exempt-security-defaults")
        assignable = await tenant.role_assignable()
        people = {user.id: user async for user in self.who.expand(tenant)}
        _need_reach(people, protection)
        async for user_id, state in tenant.states(people.keys()):
            never = _never(user_id, roles, assignable | tenant.rules.break_glass)
            yield Cannot(Subject.of(people[user_id]), never) if never else _row(people[user_id], state, protection)

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Never who was given a role since the plan, or joined a group that may be given one; what goes back to how it
        was is written in any case.
        """
        beginning = any(change.after == OFF for change in changes)
        holders = await _powerful(tenant) if beginning else frozenset[str]()
        spared = {change.subject.id for change in changes if change.after == OFF and change.subject.id in holders}
        for user_id in sorted(spared):
            yield Outcome(subject_id=user_id, failed=Reason("exempt-role-holder"))
        async for each in super().apply([change for change in changes if change.subject.id not in spared], tenant):
            yield each

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        """It ends by itself, so long after it began."""
        return (UndoAt(at=now + self.for_.length),) if change.after == OFF else ()


async def _powerful(tenant: TenantReader) -> frozenset[str]:
    """Everybody whom `_never` spares, as it is at this moment."""
    return (await tenant.roles()).holders | await tenant.role_assignable() | tenant.rules.break_glass


def _need_reach(people: Mapping[str, User], protection: Protection) -> None:
    """Where a policy covers every one of them, no row would do anything."""
    policies = [protection.coverage.policy_for(user_id) for user_id in people]
    if people and all(policies):
        upn = next(iter(people.values())).upn
        raise Refusal("exempt-conditional-access", policy=policies[0] or "", upn=upn)


def _never(user_id: str, roles: Roles, assignable: frozenset[str]) -> Reason | None:
    """Whose exemption would be an open door to the tenant: who holds a role, may activate or be given one, and the
    emergency accounts.
    """
    held = roles.of(user_id)
    if held:
        return Reason("exempt-role-holder", {"role": held[0].role_name or held[0].role})
    return Reason("exempt-role-holder") if user_id in assignable else None


def _row(user: User, state: PerUserState, protection: Protection) -> Row:
    subject = Subject.of(user)
    if (policy := protection.coverage.policy_for(user.id)) is not None:
        return Cannot(subject, Reason("exempt-under-policy", {"policy": policy, "upn": user.upn}))
    if state is PerUserState.UNKNOWN:
        return Cannot(subject, Reason("state-unknown"))
    if state not in REQUIRES_MFA:
        return Already(subject, Reason("mfa-off"))
    return Change(subject=subject, before=state.value, after=OFF, warnings=(Reason("unprotected-after"),))
