"""The values of a plan and of a run: what one row is about, what would become of it, what did. From `actions.spec`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tenant.model import User


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is so: a code and facts, never prose. `dialogs.words` has the sentence.

    A code it does not know is shown as words ("too-short" → "too short"), so a new action needs no second file.
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """For logs."""
        return self.code if not self.facts else f"{self.code} {dict(self.facts)}"


class Refusal(Exception):
    """The asker cannot have this, for a reason that a person can understand. It is not a fault."""

    def __init__(self, code: str, **facts: str) -> None:
        """``code`` and ``facts`` make the `Reason`."""
        super().__init__(code)
        self.reason = Reason(code, facts)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a row is about. ``id`` is the tenant's object id; a thing that is no person has no ``upn``."""

    id: str
    name: str
    upn: str = ""

    @property
    def is_person(self) -> bool:
        """Somebody with an account, over whom the guards stand."""
        return bool(self.upn)

    @classmethod
    def of(cls, user: User) -> "Subject":
        """The subject that a user is."""
        return cls(user.id, user.name, user.upn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that would change. ``before`` and ``after`` are the action's own canonical text for the value.

    ``needs_method``: after this change a person without a usable method stands outside, or in an attacker's hands.
    ``for_person``: of a `handed` action, the object id of the one person who is shown the secret. ``instead``: the same
    change with the next in line, for when that is whoever asks.
    """

    subject: Subject
    before: str | None
    after: str | None
    warnings: tuple[Reason, ...] = ()
    needs_method: bool = False
    for_person: str = ""
    instead: "Change | None" = None


@dataclass(frozen=True, slots=True)
class Already:
    """Nothing to do for this one: it is so already. Counted, by ``why``, not stored."""

    subject: Subject
    why: Reason


@dataclass(frozen=True, slots=True)
class Cannot:
    """This one cannot be done, and why. ``after``: what it would come to if the person themself said yes to it."""

    subject: Subject
    why: Reason
    after: str | None = None


Row = Change | Already | Cannot


@dataclass(frozen=True, slots=True)
class Seen:
    """The present value of one planned row. ``gone``: the subject does not exist any more."""

    subject_id: str
    value: str | None
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Something that Microsoft tells once, for one pair of eyes (a Temporary Access Pass). Never stored or logged.

    ``until``: when it ends. ``unusable``: why it cannot be used (yet), in Microsoft's own word.
    """

    text: str = field(repr=False)
    until: datetime | None = None
    unusable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one row. ``unsure``: only a look can tell, because the answer was lost, or because Microsoft says
    no although it may have been done; ``failed`` is then the reason to give where the look does not show it.
    ``secret``: what a `handed` action got for whoever hands it over.
    """

    subject_id: str
    failed: Reason | None = None
    unsure: bool = False
    secret: Secret | None = None
