"""Everything that must be known of a person before a number is written for them, and no more: a plan for a whole tenant
holds one of these a person until it knows who shares a number with whom.
"""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from actions.phone.facts import instead, never, nobody_to_ask, reachable, stronger, texts_allowed
from actions.phone.parts import parts
from actions.phone.sources import Choice, Told
from actions.phone.value import Phones, digits, phones_of, set_phones
from actions.spec import Reason, Subject
from tenant.model import Method, MethodKind, MethodPolicy, PhoneType, Preference, Roles, User
from tenant.ports import TenantReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person, their number as far as it could be read, and what stands in its way or comes with it.

    ``set_for_them``: which of the registered ones nobody has used yet. ``unaskable``: why the person cannot be asked in
    chat. ``disowned``: they said that the number is not theirs.
    """

    subject: Subject
    kind: PhoneType
    choice: Choice
    registered: Phones = field(repr=False)
    set_for_them: frozenset[PhoneType] = frozenset()
    never: Reason | None = None
    unaskable: Reason | None = None
    disowned: bool = False
    synced: bool = False
    stronger: tuple[MethodKind, ...] = ()
    instead: tuple[MethodKind, ...] = ()
    reachable: bool = True
    texts: bool = True
    first: Preference | None = None

    @property
    def numbers(self) -> frozenset[str]:
        """The digits of every number that this person is known to have."""
        return self.choice.known | {digits(number) for number in self.registered.values()}


Choosing = Callable[[User, Told], Choice]


@dataclass(frozen=True, slots=True)
class Rulings:
    """What holds for the whole tenant, read once a plan."""

    roles: Roles
    assignable: frozenset[str]
    policy: MethodPolicy

    @classmethod
    async def read(cls, tenant: TenantReader) -> "Rulings":
        """Raises tenant trouble: without them there is no plan."""
        return cls(await tenant.roles(), await tenant.role_assignable(), await tenant.method_policy())


class Candidates:
    """Reads candidates for a phone of one kind, part by part. ``choose`` says where the numbers come from."""

    def __init__(self, tenant: TenantReader, rulings: Rulings, kind: PhoneType, choose: Choosing) -> None:
        self._tenant = tenant
        self._rulings = rulings
        self._kind = kind
        self._choose = choose

    async def all(self, users: AsyncIterator[User]) -> AsyncIterator[Candidate]:
        """One for everybody who is still there, in the order of the users."""
        async for part in parts(users):
            for candidate in await self._part(part):
                yield candidate

    async def _part(self, users: Sequence[User]) -> list[Candidate]:
        ids = [user.id for user in users]
        told = await Told.about(ids, self._tenant)
        methods = {user_id: found async for user_id, found in self._tenant.methods(ids)}
        found = [self._candidate(user, told, methods[user.id]) for user in users if user.id in methods]
        return await self._with_first_choices(found)

    def _candidate(self, user: User, told: Told, methods: tuple[Method, ...]) -> Candidate:
        choice, policy = self._choose(user, told), self._rulings.policy
        number = choice.reading.number
        return Candidate(
            subject=Subject.of(user),
            kind=self._kind,
            choice=choice,
            registered=phones_of(methods),
            set_for_them=set_phones(methods),
            never=never(user.id, self._rulings.roles, self._rulings.assignable),
            unaskable=nobody_to_ask(user),
            disowned=number is not None and told.is_disowned(user.id, number),
            synced=user.synced,
            stronger=tuple(each.kind for each in stronger(user.id, methods, policy)),
            instead=instead(user.id, policy),
            reachable=reachable(user.id, self._kind, policy),
            texts=texts_allowed(user.id, policy),
        )

    async def _with_first_choices(self, found: list[Candidate]) -> list[Candidate]:
        """What they are asked for first, of those for whom it could be changed."""
        ids = [each.subject.id for each in found if _could_choose(each)]
        first = await self._first(ids)
        return [replace(each, first=first.get(each.subject.id)) for each in found]

    async def _first(self, ids: Collection[str]) -> dict[str, Preference]:
        return {user_id: each async for user_id, each in self._tenant.preferences(ids)} if ids else {}


def _could_choose(candidate: Candidate) -> bool:
    free = candidate.never is None and not candidate.stronger
    return free and candidate.choice.reading.number is not None and candidate.texts
