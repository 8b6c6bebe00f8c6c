"""What a check found. "Could not read" never looks like anything else. Of a long report only the first are held."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from actions.spec import Check, Finding, FindingState
from dialogs import sheet
from dialogs.reply import Button, Fact, Findings, Section, Tone
from dialogs.views.offers import FILE, FOUND
from dialogs.views.parts import without_empty
from dialogs.views.rows import FOUND as WORDS
from dialogs.views.rows import found_row
from dialogs.words import name, phrase, plain

SHOWN = 20
REMEDIES = 3
MEASURED = 200  # findings whose lines are measured, to say how large a file of all would be
ORDER = (FindingState.FAIL, FindingState.COULD_NOT_READ, FindingState.PASS, FindingState.NOT_APPLICABLE)


@dataclass(slots=True)
class Tally:
    """Counts every finding and keeps the first few of each kind. What comes before the first finding about somebody is
    about all of them: it stands above, and is not one of those that are counted.
    """

    numbers: Counter[FindingState] = field(default_factory=Counter)
    whole: list[Finding] = field(default_factory=list)
    total: int = 0
    size: int = 0
    _named: bool = False
    _first: dict[FindingState, list[Finding]] = field(default_factory=dict)
    _remedies: dict[FindingState, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Iterable[Finding]) -> "Tally":
        """All of them at once."""
        tally = cls()
        for each in found:
            tally.add(each)
        return tally

    def add(self, each: Finding) -> None:
        """One more."""
        self.total += 1
        self.size += len(sheet.row(found_row(each))) if self.total <= MEASURED else self.size // self.total
        self._mend(each)
        self._named = self._named or each.subject is not None
        if each.subject is None and self.total == len(self.whole) + 1 and len(self.whole) < SHOWN:
            self.whole.append(each)
        else:
            self._count(each)

    def settled(self) -> "Tally":
        """Where nothing is about somebody, each finding counts like any other."""
        if self._named:
            return self
        for state in ORDER:
            first = [each for each in self.whole if each.state is state]
            self.numbers[state] += len(first)
            self._first[state] = [*first, *self._first.get(state, ())][:SHOWN]
        self.whole = []
        return self

    def first(self) -> list[Finding]:
        """The first few, worst first."""
        return [each for state in ORDER for each in self._first.get(state, ())][:SHOWN]

    def remedies(self) -> tuple[str, ...]:
        """The first few commands that mend something, for the worst first."""
        found = (each for state in ORDER for each in self._remedies.get(state, ()))
        return tuple(dict.fromkeys(found))[:REMEDIES]

    @property
    def counted(self) -> int:
        """How many findings there are about somebody or something."""
        return sum(self.numbers.values())

    @property
    def states(self) -> frozenset[FindingState]:
        """What was found at all."""
        return frozenset((*(state for state in self.numbers if self.numbers[state]), *(e.state for e in self.whole)))

    def _count(self, each: Finding) -> None:
        self.numbers[each.state] += 1
        first = self._first.setdefault(each.state, [])
        if len(first) < SHOWN:
            first.append(each)

    def _mend(self, each: Finding) -> None:
        known = self._remedies.setdefault(each.state, [])
        if each.remedy and each.remedy not in known and len(known) < REMEDIES:
            known.append(each.remedy)


def findings(
    check: type[Check], found: Tally | Sequence[Finding], *, said: str, mends: bool = True, file: str = ""
) -> Findings:
    """A table, worst first, with the evidence; and the commands that mend it, for those who may (``mends``).

    ``file``: under which key all of them can be had as a file.
    """
    tally = (found if isinstance(found, Tally) else Tally.of(found)).settled()
    unread = tally.numbers[FindingState.COULD_NOT_READ]
    unread += sum(each.state is FindingState.COULD_NOT_READ for each in tally.whole)
    return Findings(
        title=plain(said, most=120),
        facts=_facts(tally),
        sections=tuple(_sections(tally)),
        warnings=(f'{unread} could not be read: that is not the same as "nothing there".',) if unread else (),
        buttons=(Button("All as CSV", FILE, {FOUND: file}),) if file else (),
        next=(*(tally.remedies() if mends else ()), f"help {check.name}"),
        tone=_tone(tally),
    )


def _facts(tally: Tally) -> tuple[Fact, ...]:
    return tuple(Fact(WORDS[state], f"{tally.numbers[state]:,}") for state in ORDER if tally.numbers[state])


def _tone(tally: Tally) -> Tone:
    if tally.states & {FindingState.FAIL, FindingState.COULD_NOT_READ}:
        return Tone.WARNING
    return Tone.GOOD if tally.states else Tone.NEUTRAL


def _sections(tally: Tally) -> Iterable[Section]:
    if tally.whole:
        rows = tuple((WORDS[each.state], phrase(each.title), _evidence(each)) for each in tally.whole)
        yield without_empty(Section("In all", ("State", "What", "Evidence"), rows))
    first = tally.first()
    rest = tally.counted - len(first)
    more = f"and {rest:,} more: all of them come as a file, or name fewer people" if rest else ""
    if first:
        rows_ = tuple((_who(each), WORDS[each.state], phrase(each.title), _evidence(each)) for each in first)
        yield Section("Found", ("Who", "State", "What", "Evidence"), rows_, more)


def _who(each: Finding) -> str:
    if each.subject is None:
        return ""
    upn = plain(each.subject.upn)
    return f"{name(each.subject.name, upn)} ({upn})" if upn else name(each.subject.name)


def _evidence(each: Finding) -> str:
    return plain("; ".join(phrase(reason) for reason in each.evidence), most=300)
