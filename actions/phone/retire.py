"""``phone retire``: take phones away where something stronger is in use. The end of a bridge."""

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import timedelta

from actions.args import People, nobody
from actions.phone.action import PhoneAction
from actions.phone.facts import named, stronger
from actions.phone.parts import parts
from actions.phone.taking import Holder
from actions.spec import Already, Cannot, Direction, Reason, Refusal, Risk, Row, Subject, ask
from tenant.model import MethodKind, MethodPolicy, PhoneType, User
from tenant.ports import Area, TenantReader
from tenant.trouble import Unlicensed

LATELY = timedelta(days=14)
CODES = frozenset({MethodKind.SOFTWARE_OATH})  # the log does not tell Microsoft Authenticator's codes from others'

Used = Mapping[str, frozenset[MethodKind]]


class PhoneRetire(
    PhoneAction,
    name="phone retire",
    area=Area.PHONE,
    direction=Direction.STRENGTHEN,
    risk=Risk.HIGH,
    scopes=("UserAuthenticationMethod.ReadWrite.All", "AuditLog.Read.All", "Directory.Read.All"),
):
    """Remove the registered phones of people who used a stronger method in the last 14 days.

    Stronger is a passkey, Windows Hello, Microsoft Authenticator or a code of an authenticator app. Everybody else
    keeps the phone, and the plan says why. Who used what stands in the sign-in log, which needs Entra ID P1.
    """

    who: People = ask("Whose phones are no longer needed?", like='group:"Phone Pilot"')
    skip: People = ask("Anyone to leave out?", like="ana@contoso.com", default=nobody)

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person."""
        skipped = {user.id async for user in self.skip.expand(tenant)}
        policy, met = await tenant.method_policy(), False
        async for part in parts(self.who.expand(tenant)):
            people = {user.id: user for user in part if user.id not in skipped}
            async for row in _rows(people, policy, tenant):
                met = True
                yield row
        if not met:
            raise Refusal("nobody-there", said=self.who.said())


async def _rows(people: Mapping[str, User], policy: MethodPolicy, tenant: TenantReader) -> AsyncIterator[Row]:
    methods = {user_id: found async for user_id, found in tenant.methods(people)}
    holders = {user_id: Holder(Subject.of(people[user_id]), found, None) for user_id, found in methods.items()}
    able = [id_ for id_, each in holders.items() if each.has and stronger(id_, each.methods, policy)]
    used = await _used(able, tenant)
    ready = [id_ for id_ in able if _in_use(holders[id_], policy, used)]
    first = {user_id: found async for user_id, found in tenant.preferences(ready)} if ready else {}
    for user_id, holder in holders.items():
        yield _row(Holder(holder.subject, holder.methods, first.get(user_id)), policy, used)


async def _used(people: Collection[str], tenant: TenantReader) -> Used:
    """Which kinds of method each of them answered with lately. Raises Refusal where the log may not be read."""
    found: dict[str, frozenset[MethodKind]] = {}
    if not people:
        return found
    try:
        async for each in tenant.sign_ins(tenant.now() - LATELY, people=people):
            if each.succeeded:
                found[each.user_id] = found.get(each.user_id, frozenset()) | each.methods
    except Unlicensed:
        raise Refusal("no-one-knows") from None
    return found


def _in_use(holder: Holder, policy: MethodPolicy, used: Used) -> frozenset[MethodKind]:
    """The stronger methods that this person has and has used lately."""
    theirs = {each.kind for each in stronger(holder.subject.id, holder.methods, policy)}
    if MethodKind.AUTHENTICATOR in theirs:
        theirs |= CODES
    return frozenset(theirs) & used.get(holder.subject.id, frozenset())


def _row(holder: Holder, policy: MethodPolicy, used: Used) -> Row:
    if not holder.has:
        return Already(holder.subject, Reason("no-phone"))
    theirs = stronger(holder.subject.id, holder.methods, policy)
    if not theirs:
        return Cannot(holder.subject, Reason("no-stronger"))
    lately = _in_use(holder, policy, used)
    if not lately:
        return Cannot(holder.subject, Reason("stronger-not-used"))
    return holder.without(tuple(PhoneType), policy, Reason("stronger-used", {"methods": named(sorted(lately))}))
