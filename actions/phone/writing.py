"""Writing phones, step by step: each step is one batch over everybody who has it, in the order that Microsoft demands.

https://learn.microsoft.com/graph/api/phoneauthenticationmethod-delete: an alternate mobile phone needs a mobile one, so
it is added after it and removed before it; a phone that is asked for first cannot be removed, so another method is
asked for first before. What to do is worked out from what is there, so a change that stopped half way goes on.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from logging import getLogger

from actions.phone.facts import carried_by, next_choice
from actions.phone.value import Phones, Value, phones_of, present, touched
from actions.spec import Change, Outcome, Reason
from tenant.model import Method, MethodKind, PhoneType, PhoneWish, Preference, PreferenceWish, same_number
from tenant.ports import TenantWriter, Written
from tenant.trouble import Conflict, LostAnswer, Trouble, Unavailable

LOG = getLogger(__name__)
NOT_UNIQUE = Reason("number-not-unique")
FOREIGN = Reason("changed-meanwhile")


@dataclass(slots=True)
class Person:
    """One row under way. ``has`` and ``first`` are as they are now and follow each step that went well."""

    change: Change
    methods: tuple[Method, ...]
    has: dict[PhoneType, str] = field(repr=False)
    wants: Phones = field(repr=False)
    first: Preference | None
    outcome: Outcome | None = None
    doubted: bool = False  # Microsoft said 409: it may have been saved nevertheless
    told: bool = False

    @property
    def id(self) -> str:
        """The user's."""
        return self.change.subject.id

    def wish(self, kind: PhoneType, *, removing: bool) -> PhoneWish | None:
        """What is to be written for this type in this step, if anything."""
        now, wanted = self.has.get(kind), self.wants.get(kind)
        if kind not in touched(self.change) or same_number(now, wanted) or (wanted is None) is not removing:
            return None
        return PhoneWish(self.id, kind, wanted, now)

    def wrote(self, wish: PhoneWish) -> None:
        """That step is done."""
        self.has.pop(wish.type, None)
        if wish.number is not None:
            self.has[wish.type] = wish.number

    def choice_before(self) -> PreferenceWish | None:
        """Another first choice, where the present one rests on a phone that goes."""
        resting = carried_by(self.first)
        if resting is None or resting not in self.has or self.wish(resting, removing=True) is None:
            return None
        others = [each for each in self.methods if each.kind is not MethodKind.PHONE]
        going = [kind for kind in touched(self.change) if kind not in self.wants]
        choice = next_choice(others, [kind for kind in self.has if kind not in going])
        return PreferenceWish(self.id, choice) if choice is not None else None

    def choice_after(self) -> PreferenceWish | None:
        """The first choice that the row names, unless the person has made another one since."""
        wanted, planned = Value.parse(self.change.after).preferred, Value.parse(self.change.before).preferred
        now = self.first.method if self.first is not None else None
        if wanted is None or self.first is None or now == wanted or now not in (None, planned):
            return None
        return PreferenceWish(self.id, wanted)


async def write(changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
    """The outcome of each row; whoever failed at a step takes no further one. Raises tenant trouble."""
    people = await _people(changes, tenant)
    for step in STEPS:
        await step([each for each in people if each.outcome is None], tenant)
        for outcome in _ended(people):  # at once: a later step may raise
            yield outcome
    for each in people:
        if each.outcome is None:
            yield Outcome(subject_id=each.id, unsure=each.doubted, failed=NOT_UNIQUE if each.doubted else None)


async def _people(changes: Sequence[Change], tenant: TenantWriter) -> list[Person]:
    """Those who are still there; of the others the next look tells."""
    by_id = {change.subject.id: change for change in changes}
    methods = {user_id: found async for user_id, found in tenant.methods(by_id)}
    choosing = [user_id for user_id in methods if _chooses(by_id[user_id])]
    first = {user_id: found async for user_id, found in tenant.preferences(choosing)} if choosing else {}
    return [_person(by_id[user_id], found, first.get(user_id)) for user_id, found in methods.items()]


def _person(change: Change, methods: tuple[Method, ...], first: Preference | None) -> Person:
    """What nobody has seen is not overwritten: between the look and the write somebody else may have been here."""
    wants = Value.parse(change.after).phones
    seen = present(change, methods)
    foreign = (
        Outcome(subject_id=change.subject.id, failed=FOREIGN) if seen not in (change.before, change.after) else None
    )
    has = dict(phones_of(methods))
    return Person(change=change, methods=methods, has=has, wants=wants, first=first, outcome=foreign)


def _chooses(change: Change) -> bool:
    """Can the row move somebody's first choice?"""
    before, after = Value.parse(change.before), Value.parse(change.after)
    return after.preferred is not None or not before.phones.keys() <= after.phones.keys()


def _ended(people: Sequence[Person]) -> list[Outcome]:
    found = [each for each in people if each.outcome is not None and not each.told]
    for each in found:
        each.told = True
    return [each.outcome for each in found if each.outcome is not None]


Step = Callable[[Sequence[Person], TenantWriter], Awaitable[None]]


def _phones(kind: PhoneType, *, removing: bool) -> Step:
    async def step(people: Sequence[Person], tenant: TenantWriter) -> None:
        wishes = {each.id: wish for each in people if (wish := each.wish(kind, removing=removing)) is not None}
        by_id = {each.id: each for each in people if each.id in wishes}
        if not wishes:
            return
        async for written in tenant.set_phones(list(wishes.values())):
            _note(by_id.pop(written.user_id), wishes[written.user_id], written.trouble)
        for each in by_id.values():
            each.outcome = Outcome(subject_id=each.id, unsure=True)

    return step


def _note(person: Person, wish: PhoneWish, trouble: Trouble | None) -> None:
    """409 mostly means that the phone was saved and only its use as a sign-in name was not: the look tells.

    https://learn.microsoft.com/graph/api/resources/phoneauthenticationmethod (``smsSignInState``).
    """
    person.doubted |= isinstance(trouble, Conflict)
    if trouble is None or isinstance(trouble, Conflict):
        person.wrote(wish)
    else:
        person.outcome = _failed(person, trouble)


def _failed(person: Person, trouble: Trouble) -> Outcome:
    """A lost answer is neither success nor failure: only a look can tell."""
    if isinstance(trouble, LostAnswer | Unavailable):
        return Outcome(subject_id=person.id, unsure=True)
    return Outcome(subject_id=person.id, failed=Reason(trouble.code, trouble.facts))


async def _choose_before(people: Sequence[Person], tenant: TenantWriter) -> None:
    """Without it the phone cannot be removed, so who fails here goes no further."""
    by_id = {each.id: each for each in people}
    async for written in _chosen([each.choice_before() for each in people], tenant):
        if written.trouble is not None:
            by_id[written.user_id].outcome = _failed(by_id[written.user_id], written.trouble)


async def _choose_after(people: Sequence[Person], tenant: TenantWriter) -> None:
    """Who has this phone alone is asked for it anyhow, so a refusal harms nobody. A number that was not saved after all
    (409) cannot be chosen, and the look will tell.
    """
    async for written in _chosen([each.choice_after() for each in people], tenant):
        if written.trouble is not None:
            LOG.warning("the first choice of one person could not be set: %s", written.trouble)


async def _chosen(wishes: Sequence[PreferenceWish | None], tenant: TenantWriter) -> AsyncIterator[Written]:
    wanted = [each for each in wishes if each is not None]
    if wanted:
        async for written in tenant.set_preferences(wanted):
            yield written


STEPS: tuple[Step, ...] = (
    _choose_before,
    _phones(PhoneType.MOBILE, removing=False),
    _phones(PhoneType.ALTERNATE, removing=False),
    _phones(PhoneType.OFFICE, removing=False),
    _phones(PhoneType.ALTERNATE, removing=True),
    _phones(PhoneType.MOBILE, removing=True),
    _phones(PhoneType.OFFICE, removing=True),
    _choose_after,
)
