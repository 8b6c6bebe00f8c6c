"""``mfa default``: which second factor somebody is asked for first, and whether that has any effect."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence

from actions.args import People
from actions.mfa.choice import First, choosable, on_phone, registered
from actions.mfa.per_user import outcome
from actions.phone.facts import named, stronger
from actions.spec import (
    Action,
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
from tenant.model import Method, MethodPolicy, Preference, PreferenceWish
from tenant.ports import Area, TenantReader, TenantWriter


class MfaDefault(
    Action,
    name="mfa default",
    aliases=("mfa method",),
    area=Area.PHONE,
    direction=Direction.NEUTRAL,
    risk=Risk.LOW,
    scopes=("UserAuthenticationMethod.ReadWrite.All",),
):
    """Set which second factor people are asked for first: the app, a text message or a call.

    Only a method that they have registered and may use. While Microsoft asks for the strongest method by itself
    (system-preferred MFA), the choice has no effect at sign-in, and the plan says so. Where nothing was chosen before,
    there is no way back to nothing: Microsoft has no word for it.
    """

    who: People = ask("Whose first choice?", like="yara@contoso.com")
    method: First = ask("What shall they be asked for first: app, text or call?", like="app")

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row a person."""
        people = {user.id: user async for user in self.who.expand(tenant)}
        if not people:
            raise Refusal("nobody-there", said=self.who.said())
        policy = await tenant.method_policy()
        methods = {user_id: found async for user_id, found in tenant.methods(people.keys())}
        first = {user_id: found async for user_id, found in tenant.preferences(methods.keys())}
        for user in people.values():
            yield self._row(Subject.of(user), methods.get(user.id), first.get(user.id), policy)

    def _row(
        self, subject: Subject, methods: Sequence[Method] | None, first: Preference | None, policy: MethodPolicy
    ) -> Row:
        if methods is None or first is None:
            return Cannot(subject, Reason("methods-unknown" if methods is None else "default-unknown"))
        wanted = self.method.among(choosable(subject.id, methods, policy))
        if wanted is None:
            there = self.method.among(registered(methods)) is not None
            return Cannot(subject, Reason("choice-not-allowed" if there else f"no-{self.method.word}-registered"))
        if wanted == first.method:
            return Already(subject, Reason("default-without-effect-already" if first.system else "default-already"))
        warnings = tuple(_warnings(subject.id, wanted, methods, policy))
        effect = (Reason("default-without-effect"),) if first.system else ()
        return Change(subject=subject, before=first.method, after=wanted, warnings=(*effect, *warnings))

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """What each is asked for first now. Whom Microsoft keeps from us is left out; who is gone is gone."""
        ids = [change.subject.id for change in changes]
        missing = dict.fromkeys(ids)
        async for user_id, found in tenant.preferences(ids):
            del missing[user_id]
            yield Seen(user_id, found.method)
        there = {user.id async for user in tenant.users(missing.keys())} if missing else set[str]()
        for user_id in missing.keys() - there:
            yield Seen(user_id, None, gone=True)

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Write the choice; nothing cannot be chosen."""
        wishes: list[PreferenceWish] = []
        for change in changes:
            if change.after is None:
                yield Outcome(subject_id=change.subject.id, failed=Reason("no-choice-cannot-be-set"))
            else:
                wishes.append(PreferenceWish(change.subject.id, change.after))
        async for written in tenant.set_preferences(wishes):
            yield outcome(written)


def _warnings(user_id: str, wanted: str, methods: Collection[Method], policy: MethodPolicy) -> list[Reason]:
    """A telephone first although there is something stronger."""
    theirs = stronger(user_id, methods, policy) if on_phone(wanted) else ()
    facts: Mapping[str, str] = {"methods": named(each.kind for each in theirs)}
    return [Reason("stronger-first", facts)] if theirs else []
