"""``phone remove``: take registered phones off a few people."""

from collections.abc import AsyncIterator

from actions.args import People, PhoneTypes
from actions.phone.action import PhoneAction
from actions.phone.taking import Holder
from actions.spec import Already, Direction, Reason, Refusal, Risk, Row, Subject, ask
from tenant.model import MethodPolicy, PhoneType, User
from tenant.ports import Area, TenantReader

MOST = 25  # people whom a group may bring into one weakening


class PhoneRemove(
    PhoneAction,
    name="phone remove",
    area=Area.PHONE,
    direction=Direction.WEAKEN,
    risk=Risk.HIGH,
    scopes=("UserAuthenticationMethod.ReadWrite.All",),
):
    """Remove the registered phones of a few people, all of them or those of one type.

    What is asked for first moves to the strongest method that is left. Never for everyone, and for groups only up to
    25 people.
    """

    who: People = ask("Whose phone should be removed?", like="dan@contoso.com")
    type: PhoneTypes = ask("Which phones? All of them where you do not say.", like="mobile", default=PhoneTypes())

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person."""
        people = await self._people(tenant)
        policy = await tenant.method_policy()
        methods = {user_id: found async for user_id, found in tenant.methods(people)}
        first = {user_id: found async for user_id, found in tenant.preferences(methods)}
        for user_id, found in methods.items():
            yield self._row(Holder(Subject.of(people[user_id]), found, first.get(user_id)), policy)

    async def _people(self, tenant: TenantReader) -> dict[str, User]:
        if self.who.everyone:
            raise Refusal("never-everyone")
        people = {user.id: user async for user in self.who.expand(tenant)}
        if not people:
            raise Refusal("nobody-there", said=self.who.said())
        if (brought := len(people.keys() - self.who.named)) > MOST:
            raise Refusal("too-many-to-weaken", count=str(brought), most=str(MOST))
        return people

    def _row(self, holder: Holder, policy: MethodPolicy) -> Row:
        kinds = self.type.types or tuple(PhoneType)
        if not any(kind in holder.has for kind in kinds):
            return Already(holder.subject, Reason("no-phone"))
        return holder.without(kinds, policy)
