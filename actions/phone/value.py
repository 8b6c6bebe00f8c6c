"""What a row of a phone action says: the phones it is about, and which method is asked for first.

The canonical text is ``mobile +31 612345678; alternateMobile +31 …; office +31 201234567x12; preferred sms``: keys in
this order, absent ones left out, None for nothing at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from actions.spec import Change
from tenant.model import Method, MethodKind, PhoneType, same_number

PREFERRED = "preferred"
#: The same for every user (https://learn.microsoft.com/graph/api/resources/phoneauthenticationmethod).
METHOD_IDS: Mapping[PhoneType, str] = MappingProxyType({
    PhoneType.MOBILE: "3179e48a-750b-4051-897c-87b9720928f7",
    PhoneType.ALTERNATE: "b6332ec1-7057-4abe-9331-3d72feddfe41",
    PhoneType.OFFICE: "e37fc753-ff3b-4958-9484-eaa9425c82bc",
})  # fmt: skip

Phones = Mapping[PhoneType, str]


@dataclass(frozen=True, slots=True)
class Value:
    """Phones by type, numbers in full, and the preferred method (``sms``, ``push`` …) where the row speaks of it."""

    phones: Phones = field(default_factory=dict, repr=False)
    preferred: str | None = None

    @classmethod
    def parse(cls, text: str | None) -> "Value":
        """From the canonical text. Raises ValueError where it is none."""
        pairs = dict(part.split(" ", 1) for part in (text or "").split("; ") if part)
        preferred = pairs.pop(PREFERRED, None)
        return cls({PhoneType(kind): number for kind, number in pairs.items()}, preferred)

    def text(self) -> str | None:
        """The canonical text."""
        parts = [f"{kind.value} {self.phones[kind]}" for kind in PhoneType if kind in self.phones]
        if self.preferred is not None:
            parts.append(f"{PREFERRED} {self.preferred}")
        return "; ".join(parts) or None

    def only(self, kinds: Iterable[PhoneType]) -> "Value":
        """Just these phones."""
        return Value({kind: self.phones[kind] for kind in kinds if kind in self.phones})

    def same_phones(self, other: "Value") -> bool:
        """Microsoft writes spaces of its own: the same numbers nevertheless."""
        return all(same_number(self.phones.get(kind), other.phones.get(kind)) for kind in PhoneType)


def touched(change: Change) -> tuple[PhoneType, ...]:
    """The types that stand in the row, before or after."""
    before, after = Value.parse(change.before), Value.parse(change.after)
    return tuple(kind for kind in PhoneType if kind in before.phones or kind in after.phones)


def phones_of(methods: Iterable[Method]) -> Phones:
    """A person's registered phones by type, as Microsoft writes them."""
    phones = {each.phone_type: each.number for each in methods if each.kind is MethodKind.PHONE}
    return {kind: phones[kind.value] for kind in PhoneType if kind.value in phones}


def set_phones(methods: Iterable[Method]) -> frozenset[PhoneType]:
    """Which of a person's phones were set for them, and not used yet."""
    theirs = {each.phone_type for each in methods if each.kind is MethodKind.PHONE and each.set_for_them}
    return frozenset(kind for kind in PhoneType if kind.value in theirs)


def present(change: Change, methods: Iterable[Method]) -> str | None:
    """What `look` answers: the row's ``after`` where its phones are so; its ``before`` where they are so, or where only
    a part of the change has been done (then it is to be done again, from where it stands); else what is there.

    The phones decide. Which method is asked for first is written with them, and not read back: with one second factor
    there is nothing to choose, and a stronger one that was registered meanwhile rightly comes first.
    """
    before, after = Value.parse(change.before), Value.parse(change.after)
    now = Value(phones_of(methods)).only(touched(change))
    if now.same_phones(after):
        return change.after
    half_way = all(
        same_number(now.phones.get(kind), before.phones.get(kind))
        or same_number(now.phones.get(kind), after.phones.get(kind))
        for kind in PhoneType
    )
    return change.before if half_way else now.text()


def digits(number: str) -> str:
    """Country code and number without anything else, and without an extension: what two spellings have in common."""
    return "".join(each for each in number.partition("x")[0] if each.isdigit())
