"""Which number is believed for a person, and where it comes from.

In many directories people may write their own mobile number, so a stolen password can plant one. A list that an owner
named is believed, and the person's own yes; the directory only where an owner declared it trusted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from actions.args.text import dotted
from actions.phone.reading import Reading, read
from actions.phone.value import Value, digits
from actions.spec import Reason
from tenant.model import Kind, PhoneType, Rules, Statement, User, masked
from tenant.ports import TenantReader

Said = Mapping[str, Sequence[Statement]]


@dataclass(frozen=True, slots=True)
class Source:
    """A number as it was found. ``kind``: list, confirmed, directory, typed; ``at`` None: nobody knows how old."""

    kind: str
    text: str = field(repr=False)
    name: str = ""
    at: datetime | None = None
    believed: bool = True

    def reason(self, now: datetime) -> Reason:
        """For the approver: where from, and how old."""
        facts = {"source": self.kind}
        if self.name:
            facts["name"] = self.name
        if self.at is not None:
            facts |= {"at": self.at.date().isoformat(), "age_days": str(max(0, (now - self.at).days))}
        return Reason("number-source", facts)


@dataclass(frozen=True, slots=True)
class Told:
    """What the owners listed and declared, and what people said of their own numbers."""

    rules: Rules
    listed: Said = field(default_factory=dict)
    confirmed: Said = field(default_factory=dict)
    disowned: Said = field(default_factory=dict)

    @classmethod
    async def about(cls, people: Collection[str], tenant: TenantReader) -> "Told":
        """What is known of these people."""
        kinds = (Kind.LISTED, Kind.CONFIRMED, Kind.DISOWNED)
        found = [_by_person(await tenant.statements(kind, people)) for kind in kinds]
        return cls(tenant.rules, *found)

    def sources(self, user: User) -> tuple[Source, ...]:
        """Every number known for the person, the most believed first; of a list that has several, the newest first."""
        listed = [Source("list", each.value, each.source, each.at) for each in self.listed.get(user.id, ())]
        confirmed = [
            Source("confirmed", number, "", each.at)
            for each in self.confirmed.get(user.id, ())
            if (number := Value.parse(each.value).phones.get(PhoneType.MOBILE)) is not None
        ]
        directory = Source("directory", user.mobile or "", believed=self.rules.trust_directory_phones)
        return tuple(each for each in (*reversed(listed), *confirmed[-1:], directory) if each.text.strip())

    def region(self, user: User) -> str:
        """Where a national number of this person is dialled; empty: nobody knows."""
        return user.usage_location or self.rules.default_region

    def is_disowned(self, user_id: str, number: str) -> bool:
        """Did the person say that this number is not theirs?"""
        return any(each.key == digits(number) for each in self.disowned.get(user_id, ()))


@dataclass(frozen=True, slots=True)
class Choice:
    """The source that counts, and what it reads as. ``others``: the numbers that other sources say instead, masked;
    ``known``: the digits of every number that any source has for this person.
    """

    source: Source | None
    reading: Reading
    others: tuple[Reason, ...] = ()
    known: frozenset[str] = field(default_factory=frozenset, repr=False)


def choose(user: User, told: Told) -> Choice:
    """The most believed source. Where others say another number, it wins and the difference is shown."""
    return chosen(told.sources(user), told.region(user), PhoneType.MOBILE)


def chosen(sources: Sequence[Source], region: str, kind: PhoneType) -> Choice:
    """The first of these sources, and what the others say."""
    if not sources:
        return Choice(None, Reading(doubt=Reason("no-number")))
    readings = [read(each.text, region, kind) for each in sources]
    known = frozenset(digits(each.number) for each in readings if each.number is not None)
    if (doubt := _listed_twice(sources, readings)) is not None:
        return Choice(sources[0], Reading(doubt=doubt), known=known)
    return Choice(sources[0], readings[0], tuple(_others(sources, readings)), known)


def _listed_twice(sources: Sequence[Source], readings: Sequence[Reading]) -> Reason | None:
    """A list that says two things of one person vouches for neither. One number in two spellings is one."""
    if sources[0].kind != "list":
        return None
    found = {
        each.number or source.text: each
        for source, each in zip(sources, readings, strict=True)
        if source.kind == "list"
    }
    shown = [masked(said) if each.number is not None else dotted(said)[:20] for said, each in found.items()]
    return Reason("listed-twice", {"text": ", ".join(shown)}) if len(shown) > 1 else None


def _others(sources: Sequence[Source], readings: Sequence[Reading]) -> Iterator[Reason]:
    """Only what reads as a number differs: of the rest, nobody knows what it says."""
    first = readings[0].number
    for source, reading in zip(sources[1:], readings[1:], strict=True):
        if first is not None and reading.number is not None and digits(reading.number) != digits(first):
            yield Reason("sources-differ", {"source": source.kind, "number": masked(reading.number)})


def _by_person(statements: Sequence[Statement]) -> Said:
    found: dict[str, list[Statement]] = defaultdict(list)
    for each in statements:
        found[each.subject].append(each)
    return found
