"""``phone prepopulate``: register the mobile numbers that are known and believed, as a bridge to something stronger."""

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import datetime

from actions.args import People, Until, Yes, nobody
from actions.phone import bridge
from actions.phone.action import PhoneAction
from actions.phone.candidates import Candidates, Rulings
from actions.phone.doubts import Plan, Shared
from actions.phone.elsewhere import owners
from actions.phone.sources import choose
from actions.phone.value import Value
from actions.spec import Change, Direction, Reason, Refusal, Risk, Row, Then, ask
from tenant.model import PhoneType, User
from tenant.ports import Area, TenantReader
from tenant.trouble import Forbidden, Unlicensed


class PhonePrepopulate(
    PhoneAction,
    name="phone prepopulate",
    aliases=("phone fill",),
    area=Area.PHONE,
    direction=Direction.STRENGTHEN,
    risk=Risk.HIGH,
    scopes=("UserAuthenticationMethod.ReadWrite.All", "AuditLog.Read.All"),
):
    """Register people's mobile numbers as sign-in methods, those that are believed and read without a doubt.

    A number is believed from a list that an owner named, or by the person's own yes; from the directory only where an
    owner declared it trusted. Never for role holders and role-assignable groups, and nothing is overwritten unasked.
    """

    who: People = ask("Whose numbers should be registered?", like='group:"Phone Pilot"')
    skip: People = ask("Anyone to leave out?", like="ana@contoso.com", default=nobody)
    until: Until = ask("Until when shall phones serve?", like="90 days", default=bridge.USUAL)
    overwrite: Yes = ask("Replace numbers that are registered already?", like="yes", default=Yes())

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        """What standards and Microsoft say of it, and when the bridge ends."""
        return tuple(bridge.notes(self.until, planned))

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person, once everybody's numbers are known: a number of two people is nobody's."""
        candidates = Candidates(tenant, await Rulings.read(tenant), PhoneType.MOBILE, choose)
        found = [each async for each in candidates.all(self._people(tenant))]
        if not found:
            raise Refusal("nobody-there", said=self.who.said())
        ids = [each.subject.id for each in found if each.choice.reading.number is not None]
        shared = Shared.of(found, await owners(found, tenant))
        plan = Plan(shared, await resets(ids, tenant), tenant.now(), overwrite=bool(self.overwrite))
        for each in found:
            yield plan.row(each)

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        """Besides: whoever asked is told when the bridge ends. Not for what is taken back."""
        left = super().then(change, now)
        if not left or PhoneType.MOBILE not in Value.parse(change.after).phones:
            return left
        return (*left, *bridge.tell(self.until, now, who=self.who.said()))

    async def _people(self, tenant: TenantReader) -> AsyncIterator[User]:
        skipped = {user.id async for user in self.skip.expand(tenant)}
        async for user in self.who.expand(tenant):
            if user.id not in skipped:
                yield user


async def resets(ids: Collection[str], tenant: TenantReader) -> Mapping[str, bool | None]:
    """Who may reset their own password, with the same phone then. Without P1, or the permission, nobody knows."""
    try:
        return {each.user_id: each.resets_password async for each in tenant.registrations(ids)} if ids else {}
    except (Unlicensed, Forbidden):
        return {}
