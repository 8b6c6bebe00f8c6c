"""``phone set``: register one number for one person, as somebody types it."""

from collections.abc import AsyncIterator
from datetime import datetime

from actions.args import People, PhoneTypes, TypedNumber, Until, Yes
from actions.phone import bridge
from actions.phone.action import PhoneAction
from actions.phone.candidates import Candidates, Rulings
from actions.phone.doubts import Plan, Shared
from actions.phone.elsewhere import owners
from actions.phone.prepopulate import resets
from actions.phone.sources import Choice, Source, Told, chosen
from actions.phone.value import Value
from actions.spec import Change, Direction, Reason, Refusal, Risk, Row, Then, ask
from tenant.model import PhoneType, User
from tenant.ports import Area, TenantReader


class PhoneSet(
    PhoneAction,
    name="phone set",
    area=Area.PHONE,
    direction=Direction.STRENGTHEN,
    risk=Risk.HIGH,
    scopes=("UserAuthenticationMethod.ReadWrite.All", "AuditLog.Read.All"),
):
    """Register a phone number that you know for one person, or replace the one that is registered.

    The number is read in the person's usage location. Never for role holders and members of role-assignable groups.
    """

    who: People = ask("Whose phone?", like="dan@contoso.com")
    number: TypedNumber = ask("Which number?", like="+31 612345678")
    type: PhoneTypes = ask("Which phone is it?", like="mobile", default=PhoneTypes(("mobile",)))
    until: Until = ask("Until when shall it serve? You are reminded then.", like="90 days", default=bridge.OPEN)
    overwrite: Yes = ask("Replace the number that is registered already?", like="yes", default=Yes())

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        """What standards and Microsoft say of it; and when it ends, where an end was said."""
        return tuple(bridge.notes(self.until, planned))

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """The one row."""
        kind = self._kind()
        user = await one(self.who, tenant)
        candidates = Candidates(tenant, await Rulings.read(tenant), kind, self._choose)
        found = [each async for each in candidates.all(_just(user))]
        shared, may = Shared.of(found, await owners(found, tenant)), await resets([user.id], tenant)
        plan = Plan(shared, may, tenant.now(), overwrite=bool(self.overwrite), typed=True)
        for each in found:
            yield plan.row(each)

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        """Besides: whoever asked is told at the end that was said. Not for what is taken back."""
        left = super().then(change, now)
        if not left or self._kind() not in Value.parse(change.after).phones:
            return left
        return (*left, *bridge.tell(self.until, now, who=self.who.said()))

    def _kind(self) -> PhoneType:
        if len(self.type.types) != 1:
            raise Refusal("one-type-only")
        return self.type.types[0]

    def _choose(self, user: User, told: Told) -> Choice:
        """What was typed counts; what a mobile number is known to be elsewhere is shown where it differs."""
        kind = self._kind()
        known = told.sources(user) if kind is PhoneType.MOBILE else ()
        return chosen((Source("typed", self.number.text), *known), told.region(user), kind)


async def one(who: People, tenant: TenantReader) -> User:
    """The one person who is meant. Raises Refusal where several are, or nobody is left."""
    found = [user async for user in who.expand(tenant)] if not who.everyone else []
    if len(found) == 1:
        return found[0]
    if who.everyone or found:
        raise Refusal("one-person-only")
    raise Refusal("nobody-there", said=who.said())


async def _just(user: User) -> AsyncIterator[User]:
    yield user
