"""Rows that take phones away: which method is asked for first then, and whether any is left."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from actions.phone.facts import carried_by, next_choice
from actions.phone.origins import theirs_again, was_set
from actions.phone.value import Phones, Value, phones_of, set_phones
from actions.spec import Cannot, Change, Reason, Subject
from tenant.model import Method, MethodKind, MethodPolicy, PhoneType, Preference, usable


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with phones, and what they are asked for first (None: not known)."""

    subject: Subject
    methods: tuple[Method, ...]
    first: Preference | None

    @property
    def has(self) -> Phones:
        """The registered phones."""
        return phones_of(self.methods)

    def without(self, kinds: Collection[PhoneType], policy: MethodPolicy, *warnings: Reason) -> Change | Cannot:
        """The row that takes these phones away. Microsoft lets nobody remove the phone that is asked for first, nor ask
        for a passkey first: then the person has to choose.
        """
        has, left = self.has, left_of(self.has, kinds)
        choice, resting = self._choice(left), carried_by(self.first)
        moves = resting in has and resting not in left
        if moves and choice is None and any(each.is_second_factor for each in self._others()):
            return Cannot(self.subject, Reason("phone-is-default"))
        touched = [kind for kind in has if left.get(kind) != has[kind]]
        before = Value({kind: has[kind] for kind in touched}, self.first.method if self.first and moves else None)
        after = Value({kind: left[kind] for kind in touched if kind in left}, choice if moves else None)
        return Change(
            subject=self.subject,
            before=before.text(),
            after=after.text(),
            warnings=(*warnings, *self._warnings(left, policy), *self._origins(touched, left)),
        )

    def _origins(self, touched: Collection[PhoneType], left: Phones) -> Iterator[Reason]:
        """A phone that moves up stays whose it is."""
        ours = set_phones(self.methods)
        yield from was_set(ours & set(touched))
        if PhoneType.ALTERNATE not in ours:
            yield from theirs_again([kind for kind in touched if kind in left])

    def _choice(self, left: Phones) -> str | None:
        return next_choice(self._others(), left)

    def _others(self) -> list[Method]:
        return [each for each in self.methods if each.kind is not MethodKind.PHONE]

    def _warnings(self, left: Phones, policy: MethodPolicy) -> Iterator[Reason]:
        if left.get(PhoneType.MOBILE, self.has.get(PhoneType.MOBILE)) != self.has.get(PhoneType.MOBILE):
            yield Reason("alternate-moves-up")
        kept = [each for each in self.methods if each.phone_type is None or each.phone_type in {*left}]
        if not usable(self.subject.id, kept, policy):
            yield Reason("last-method")


def left_of(has: Phones, kinds: Collection[PhoneType]) -> Phones:
    """What is left. A mobile phone cannot go while there is an alternate one, so that one takes its place
    (https://learn.microsoft.com/graph/api/phoneauthenticationmethod-delete).
    """
    left = {kind: number for kind, number in has.items() if kind not in kinds}
    if PhoneType.ALTERNATE in left and PhoneType.MOBILE in kinds:
        left[PhoneType.MOBILE] = left.pop(PhoneType.ALTERNATE)
    return left
