"""``phone show``: the phones of a person, what is asked for first, and what the directory says."""

from collections.abc import AsyncIterator, Iterator

from actions.args import People
from actions.args.text import dotted
from actions.phone.facts import reachable
from actions.phone.reading import read
from actions.phone.sources import Source, Told
from actions.spec import Check, Finding, FindingState, Reason, Refusal, Subject, ask
from tenant.model import Method, MethodKind, MethodPolicy, PhoneType, Preference, User
from tenant.ports import TenantReader


class PhoneShow(
    Check,
    name="phone show",
    scopes=(
        "UserAuthenticationMethod.Read.All",
        "Policy.Read.AuthenticationMethod",
        "User.Read.All",
        "GroupMember.Read.All",
    ),
):
    """Show which phones people have registered, and which numbers are known for them.

    In full in a personal chat, masked elsewhere.
    """

    who: People = ask("Whose phones?", like="dan@contoso.com")

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """One finding a person: pass is a phone that can answer a prompt."""
        people = {user.id: user async for user in self.who.expand(tenant)}
        if not people:
            raise Refusal("nobody-there", said=self.who.said())
        policy, told = await tenant.method_policy(), await Told.about(people, tenant)
        methods = {user_id: found async for user_id, found in tenant.methods(people)}
        first = {user_id: found async for user_id, found in tenant.preferences(methods)}
        for user in people.values():
            phones = _phones(methods.get(user.id))
            state, title = _verdict(user, phones, policy)
            evidence = (*_registered(user, phones, policy), *_first(first.get(user.id)), *_known(user, told))
            yield Finding(title=Reason(title), state=state, subject=Subject.of(user), evidence=evidence)


def _phones(methods: tuple[Method, ...] | None) -> list[Method] | None:
    return None if methods is None else [each for each in methods if each.kind is MethodKind.PHONE]


def _verdict(user: User, phones: list[Method] | None, policy: MethodPolicy) -> tuple[FindingState, str]:
    if phones is None:
        return FindingState.COULD_NOT_READ, "methods-unknown"
    if not phones:
        return FindingState.NOT_APPLICABLE, "no-phone"
    if not any(_reachable(user, each, policy) for each in phones):
        return FindingState.FAIL, "policy-forbids"
    return FindingState.PASS, "phone-registered"


def _reachable(user: User, phone: Method, policy: MethodPolicy) -> bool:
    return phone.phone_type is not None and reachable(user.id, PhoneType(phone.phone_type), policy)


def _registered(user: User, phones: list[Method] | None, policy: MethodPolicy) -> Iterator[Reason]:
    for each in phones or ():
        yield Reason("phone", {"type": each.phone_type or "", "number": each.number})
        if each.set_for_them:
            yield Reason("set-for-them")
        if not _reachable(user, each, policy):
            yield Reason("policy-forbids")


def _first(first: Preference | None) -> Iterator[Reason]:
    if first is not None and first.system:
        yield Reason("system-chooses")
    elif first is not None and first.method is not None:
        yield Reason("asked-first", {"method": first.method})


def _known(user: User, told: Told) -> Iterator[Reason]:
    """What is known besides: read as far as it can be, else the doubt."""
    for each in told.sources(user):
        yield _said(each, told.region(user))


def _said(source: Source, region: str) -> Reason:
    reading = read(source.text, region, PhoneType.MOBILE)
    facts = {"source": source.kind, "name": source.name, "number": reading.number or ""}
    if reading.doubt is not None:
        return Reason("known-doubtful", facts | {"doubt": reading.doubt.code, "text": dotted(source.text)[:40]})
    return Reason("known-number", facts)
