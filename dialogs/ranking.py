"""What is worth doing first: risk before effort, then how many people it touches. Pure; the sentences are in words.

A finding is known by its check and its code. What is not in the table ranks by its check alone, so a new finding is
never left out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

from actions.spec import Finding, FindingState, Reason

#: Evidence that says why a policy, which the table offers, cannot be made in this tenant.
HELD_UP = frozenset({"registration-defaults", "policy-needs-p1"})
TITLES = 2  # of each kind that are held: one, or more than one


class Danger(IntEnum):
    """What the gap lets happen, the worst last."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    VERY_HIGH = 4


class Effort(IntEnum):
    """What closing it takes, the least first."""

    COMMAND = 1  # one command, nobody else is needed
    PLAN = 2  # one plan and its approval
    HAND = 3  # somebody has to look, decide, or go to a portal


@dataclass(frozen=True, slots=True)
class Rank:
    """How one finding ranks, why, and the command that mends all of its kind ("": the finding's own)."""

    danger: Danger
    effort: Effort
    why: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """One check that is run: its name, how what it finds ranks, and codes that are told elsewhere: by another check, or
    because nobody but a person at a portal can know.
    """

    check: str
    rank: Rank
    codes: Mapping[str, Rank] = field(default_factory=dict)
    told_elsewhere: frozenset[str] = frozenset()


@dataclass(slots=True)
class Gap:
    """All findings of one kind, counted; or all that one check found and that are mended together (no ``code``)."""

    check: str
    rank: Rank
    code: str = ""
    titles: list[Reason] = field(default_factory=list)
    remedies: list[str] = field(default_factory=list)
    persons: Counter[str] = field(default_factory=Counter)
    things: int = 0
    held: Reason | None = None

    def add(self, found: Finding) -> None:
        """One more; only what is shown is held. ``held``: why the command of the table would be refused."""
        self.held = next((each for each in found.evidence if each.code in HELD_UP), self.held)
        if found.subject is not None and found.subject.is_person:
            self.persons[found.title.code] += 1
        else:
            self.things += 1
        if found.title not in self.titles and len(self.titles) < TITLES:
            self.titles.append(found.title)
        if found.remedy is not None and found.remedy not in self.remedies and len(self.remedies) < TITLES:
            self.remedies.append(found.remedy)

    @property
    def people(self) -> int:
        """How many it touches; somebody with several findings is counted once, so it may be more."""
        return max(self.persons.values(), default=0)

    @property
    def effort(self) -> Effort:
        """Where the command is refused, somebody has to look."""
        return self.rank.effort if self.held is None else Effort.HAND

    @property
    def command(self) -> str:
        """The one command: of the table, of the finding itself where there is one only, or the check that lists all."""
        own = self.remedies[0] if len(self.remedies) == 1 else ""
        if self.held is not None:
            return own or self.check
        return self.rank.command or own or self.check

    @property
    def sum(self) -> str:
        """What it comes to, without what changes from day to day by itself."""
        return f"{self.check}/{self.code}: {sorted(self.persons.items())} {self.things}"


HIGHEST, MEDIUM = Danger.VERY_HIGH, Danger.MEDIUM
LOOKED: Sequence[Looked] = (
    Looked(
        "break-glass check",
        Rank(HIGHEST, Effort.HAND, "why-glass", "break-glass check"),
        MappingProxyType(
            {
                "glass-drill-soon": Rank(HIGHEST, Effort.HAND, "why-drill", "break-glass check"),
                "glass-drill-over": Rank(HIGHEST, Effort.HAND, "why-drill", "break-glass check"),
            }
        ),
        told_elsewhere=frozenset({"glass-alert"}),
    ),
    Looked(
        "mfa admins",
        Rank(HIGHEST, Effort.HAND, "why-admins"),
        MappingProxyType({"not-protected": Rank(HIGHEST, Effort.PLAN, "why-admins", "mfa enable admins")}),
    ),
    Looked(
        "registration check",
        Rank(MEDIUM, Effort.HAND, "why-registration"),
        MappingProxyType(
            {"registration-open": Rank(Danger.HIGH, Effort.PLAN, "why-registration", "registration protect")}
        ),
    ),
    Looked(
        "legacy report",
        Rank(MEDIUM, Effort.HAND, "why-legacy-used", "legacy report"),
        MappingProxyType(
            {
                "legacy-not-blocked": Rank(Danger.HIGH, Effort.PLAN, "why-legacy", "legacy block"),
                "legacy-blocked-but": Rank(MEDIUM, Effort.HAND, "why-legacy", "legacy report"),
                "legacy-stopped": Rank(MEDIUM, Effort.HAND, "why-legacy-stopped", "legacy report"),
            }
        ),
    ),
    Looked("special accounts", Rank(Danger.HIGH, Effort.HAND, "why-special", "special accounts")),
    Looked(
        "methods report",
        Rank(MEDIUM, Effort.COMMAND, "why-methods"),
        MappingProxyType(
            {
                "methods-none": Rank(Danger.HIGH, Effort.COMMAND, "why-none", "remind everyone"),
                "methods-not-capable": Rank(Danger.HIGH, Effort.COMMAND, "why-none", "remind everyone"),
                "methods-weak-only": Rank(MEDIUM, Effort.COMMAND, "why-weak", "remind everyone for:stronger"),
                "methods-one-only": Rank(Danger.LOW, Effort.COMMAND, "why-one", "remind everyone for:second"),
            }
        ),
    ),
    Looked(
        "mfa report",
        Rank(Danger.HIGH, Effort.PLAN, "why-report"),
        MappingProxyType({"not-protected": Rank(Danger.HIGH, Effort.PLAN, "why-report", "mfa enable everyone")}),
        frozenset({"not-able"}),
    ),
    Looked("smtp-auth who", Rank(MEDIUM, Effort.HAND, "why-smtp", "smtp-auth who")),
    Looked(
        "modern-auth check",
        Rank(MEDIUM, Effort.HAND, "why-modern"),
        told_elsewhere=frozenset({"legacy-not-blocked", "legacy-blocked-but", "smtp-used"}),
    ),
    Looked(
        "domains check",
        Rank(MEDIUM, Effort.HAND, "why-domains"),
        MappingProxyType(
            {
                "signing-ends-soon": Rank(HIGHEST, Effort.HAND, "why-certificate"),
                "signing-ended": Rank(HIGHEST, Effort.HAND, "why-certificate"),
                "service-ends-soon": Rank(HIGHEST, Effort.HAND, "why-certificate"),
                "service-ended": Rank(HIGHEST, Effort.HAND, "why-certificate"),
            }
        ),
    ),
    Looked("mfa-server check", Rank(MEDIUM, Effort.HAND, "why-server")),
    Looked("service-accounts", Rank(Danger.LOW, Effort.HAND, "why-service", "service-accounts")),
    Looked(
        "settings check",
        Rank(Danger.LOW, Effort.HAND, "why-settings"),
        told_elsewhere=frozenset({"service-settings-unseen", "lockout-settings-unseen"}),
    ),
)


@dataclass(slots=True)
class Gaps:
    """What one check found, by kind; what it could not read stands apart."""

    looked: Looked
    found: dict[str, Gap] = field(default_factory=dict)
    unread: list[Finding] = field(default_factory=list)
    unseen: int = 0
    passed: bool = False

    @property
    def clean(self) -> bool:
        """Something was looked at, and it is as it should be: what nobody has said is not in order."""
        return self.passed and not self.found and not self.unseen

    def add(self, each: Finding) -> None:
        """Count one finding. A sum over all is not counted: what it sums up is."""
        if each.title.code in self.looked.told_elsewhere:
            return
        self.passed |= each.state is FindingState.PASS
        if each.state is FindingState.COULD_NOT_READ:
            self.unseen += 1
            if len(self.unread) < TITLES:
                self.unread.append(each)
        elif each.state is FindingState.FAIL and each.subject is not None:
            self._fail(each)

    def _fail(self, each: Finding) -> None:
        code = each.title.code
        rank = self.looked.codes.get(code, self.looked.rank)
        kind = "" if rank is self.looked.rank and rank.command else code
        self.found.setdefault(kind, Gap(self.looked.check, rank, kind)).add(each)


def ranked(found: Iterable[Gap]) -> list[Gap]:
    """The gravest first; of those the easiest; of those what touches most."""
    return sorted(found, key=_place)


def _place(gap: Gap) -> tuple[int, int, int, str, str]:
    return -gap.rank.danger, gap.effort, -gap.people, gap.check, gap.code
