"""From what is known of a person to the row of a plan: every doubt is a row with its reason, none settled silently."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from actions.phone.candidates import Candidate
from actions.phone.elsewhere import Owners, Person
from actions.phone.facts import named
from actions.phone.origins import was_set
from actions.phone.value import Value, digits
from actions.spec import Already, Cannot, Change, Reason, Row
from tenant.model import PhoneType, masked, same_number


@dataclass(frozen=True, slots=True)
class Shared:
    """Whose numbers are whose: a number of two people is nobody's until a person has looked."""

    people: Owners = field(repr=False)

    @classmethod
    def of(cls, candidates: Iterable[Candidate], elsewhere: Owners) -> "Shared":
        """Only numbers of several people are kept. ``elsewhere``: who outside the plan has them."""
        first: dict[str, Person] = {}
        several: dict[str, list[Person]] = defaultdict(list)
        for each in candidates:
            person = (each.subject.id, each.subject.name)
            for number in each.numbers:
                if first.setdefault(number, person) is not person:
                    several[number].append(person)
        for number, others in elsewhere.items():
            if number in first:
                several[number].extend(others)
        return cls({number: (first[number], *others) for number, others in several.items()})

    def doubt(self, candidate: Candidate, number: str) -> Reason | None:
        """With whom this person shares the number."""
        mine = candidate.subject.id
        others = [name for id_, name in self.people.get(digits(number), ()) if id_ != mine]
        return Reason("shared-number", {"name": others[0], "count": str(len(others))}) if others else None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rows of one plan have in common. ``resets``: may they reset their own password? None: not known.
    ``typed``: somebody vouches for this very number, so that whom it is shared with is for the approver to see.
    """

    shared: Shared
    resets: Mapping[str, bool | None]
    now: datetime
    overwrite: bool = False
    typed: bool = False

    def row(self, candidate: Candidate) -> Row:
        """The one row of this person."""
        number, doubt = candidate.choice.reading.number, candidate.choice.reading.doubt
        if (why := candidate.never or doubt) is not None or number is None:
            return Cannot(candidate.subject, why or Reason("no-number"))
        registered = candidate.registered.get(candidate.kind)
        if same_number(registered, number):
            return Already(candidate.subject, Reason("same-number"))
        if (why := self._stopped(candidate, number, registered)) is not None:
            return Cannot(candidate.subject, why)
        source = candidate.choice.source
        if source is not None and not source.believed:
            return _to_ask(candidate, number)
        return self._change(candidate, number, registered)

    def _stopped(self, candidate: Candidate, number: str, registered: str | None) -> Reason | None:
        if candidate.kind is PhoneType.ALTERNATE and PhoneType.MOBILE not in candidate.registered:
            return Reason("needs-mobile")
        if candidate.disowned:
            return Reason("disowned", {"number": masked(number)})
        if registered is not None and not self.overwrite:
            return Reason("another-number", {"number": masked(registered)})
        return None if self.typed else self.shared.doubt(candidate, number)

    def _change(self, candidate: Candidate, number: str, registered: str | None) -> Change:
        preferred = "sms" if _prefers(candidate) else None
        before = Value({candidate.kind: registered} if registered is not None else {})
        return Change(
            subject=candidate.subject,
            before=before.text(),
            after=Value({candidate.kind: number}, preferred).text(),
            warnings=tuple(self._warnings(candidate, number, registered)),
        )

    def _warnings(self, candidate: Candidate, number: str, registered: str | None) -> Iterator[Reason]:
        choice = candidate.choice
        if choice.source is not None:
            yield choice.source.reason(self.now)
        if (shared := self.shared.doubt(candidate, number)) is not None:
            yield shared
        yield from choice.others
        if registered is not None:
            yield Reason("replaces", {"number": masked(registered)})
            yield from was_set(candidate.set_for_them & {candidate.kind})
        yield from choice.reading.soft
        yield from going_with(candidate)
        yield from self._account(candidate)

    def _account(self, candidate: Candidate) -> Iterator[Reason]:
        resets = self.resets.get(candidate.subject.id)
        if resets is not False:
            yield Reason("also-resets-password" if resets else "resets-password-unknown")
        yield Reason("synced" if candidate.synced else "cloud-only")


def going_with(candidate: Candidate) -> Iterator[Reason]:
    """What becomes of the phone beside the person's other methods and the tenant's policy."""
    if not candidate.reachable:
        yield Reason("policy-forbids")
    if candidate.stronger:
        yield Reason("stronger-there", {"methods": named(candidate.stronger)})
    elif candidate.instead:
        yield Reason("may-use-instead", {"methods": named(candidate.instead)})
    if _prefers(candidate):
        yield Reason("prefers-sms")
    elif _could_prefer(candidate) and candidate.first is not None and candidate.first.system:
        yield Reason("preference-without-effect")


def _prefers(candidate: Candidate) -> bool:
    """Text messages come first where nothing stronger is there, nothing was chosen, and the choice has an effect. A
    number that is replaced changes no choice, so that the undo brings back all that was.
    """
    first = candidate.first
    return _could_prefer(candidate) and first is not None and not first.system and first.method is None


def _could_prefer(candidate: Candidate) -> bool:
    """Is it a first mobile phone, texts may be sent to it, and nothing is stronger?"""
    first_mobile = candidate.kind is PhoneType.MOBILE and PhoneType.MOBILE not in candidate.registered
    return first_mobile and candidate.texts and not candidate.stronger


def _to_ask(candidate: Candidate, number: str) -> Cannot:
    """Nobody vouches for this number: the person must, if they can be asked."""
    if candidate.unaskable is not None:
        return Cannot(candidate.subject, candidate.unaskable)
    why = Reason("not-confirmed", {"number": masked(number)})
    return Cannot(candidate.subject, why, after=Value({candidate.kind: number}).text())
