"""How an action, a check or a fact is declared, once, so that grammar, help, questions, approval and docs follow.

An action is one class in one file::

    class EnableMfa(Action, name="mfa enable", area=Area.MFA, direction=Direction.STRENGTHEN, risk=Risk.HIGH,
                    scopes=("Policy.ReadWrite.AuthenticationMethod",)):
        '''Require multi-factor authentication at sign-in.'''

        who: People = ask("Who should get MFA?", like='group:"MFA Users"')

Declaring makes it a frozen, keyword-only dataclass. A bad declaration raises `Misdeclared` when the class is made,
in one sentence with the cure.
"""

from collections.abc import AsyncIterable, AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import datetime
from enum import IntEnum, StrEnum
from inspect import get_annotations
from typing import Any, ClassVar, dataclass_transform

from actions.cadence import USUAL as USUAL
from actions.cadence import Cadence as Cadence
from actions.follow_ups import Enrol as Enrol
from actions.follow_ups import Launch as Launch
from actions.follow_ups import Remember as Remember
from actions.follow_ups import Remind as Remind
from actions.follow_ups import Tell as Tell
from actions.follow_ups import TellThem as TellThem
from actions.follow_ups import Then as Then
from actions.follow_ups import UndoAt as UndoAt
from actions.rows import Already as Already
from actions.rows import Cannot as Cannot
from actions.rows import Change as Change
from actions.rows import Outcome as Outcome
from actions.rows import Reason as Reason
from actions.rows import Refusal as Refusal
from actions.rows import Row as Row
from actions.rows import Secret as Secret
from actions.rows import Seen as Seen
from actions.rows import Subject as Subject
from actions.terms import CampaignTerms as CampaignTerms
from actions.terms import CampaignTexts as CampaignTexts
from actions.terms import Onward as Onward
from actions.terms import Target as Target
from actions.terms import Wave as Wave
from actions.terms import subject_id as subject_id
from actions.terms import terms_of as terms_of
from actions.terms import terms_text as terms_text
from tenant.ports import Area, TenantReader, TenantWriter

#: What is read around every action, whichever it is: people and groups (who is meant, who may ask), directory roles
#: (guards, the look at the administrators before a run), methods and what the policy allows of them (who is ready).
READ_FOR_EVERY_ACTION = (
    "User.Read.All",
    "GroupMember.Read.All",
    "RoleManagement.Read.Directory",
    "UserAuthenticationMethod.Read.All",
    "Policy.Read.AuthenticationMethod",
)


class Misdeclared(TypeError):
    """A declaration that cannot work; the message says how to mend it."""


class Direction(StrEnum):
    """What an action does to protection. Weakening is always harder than strengthening."""

    STRENGTHEN = "strengthen"
    WEAKEN = "weaken"
    NEUTRAL = "neutral"


class Risk(IntEnum):
    """How much harm a wrong run could do; drives the number of approvers."""

    LOW = 1
    HIGH = 2
    CRITICAL = 3


class FindingState(StrEnum):
    """What a check found. COULD_NOT_READ never looks like anything else."""

    PASS = "pass"  # noqa: S105 - a verdict, not a secret
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"
    COULD_NOT_READ = "could not read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One result of a check, with its evidence, and the action that mends it."""

    title: Reason
    state: FindingState
    subject: Subject | None = None
    evidence: tuple[Reason, ...] = ()
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """How one argument is asked for. ``like`` is an example that parses. ``owner_only``: only an owner may say it, or
    only these ``owner_words`` of it.
    """

    question: str
    like: str
    owner_only: bool = False
    owner_words: tuple[str, ...] = ()

    def needs_owner(self, said: str) -> bool:
        """Is this, said canonically (comma separated), only for an owner to say?"""
        return self.owner_only or bool(set(self.owner_words) & set(said.split(",")))


def ask(
    question: str,
    *,
    like: str,
    default: object = MISSING,
    owner_only: bool = False,
    owner_words: tuple[str, ...] = (),
) -> Any:
    """Declare one argument: the question that is asked when it is missing, an example, perhaps a default."""
    described = {"ask": Ask(question, like, owner_only, owner_words)}
    if default is MISSING:
        return field(metadata=described)
    return field(default=default, metadata=described)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(ask,))
class Declared:
    """What actions, checks and facts have in common: a name, a docstring, declared arguments, permissions."""

    name: ClassVar[str]
    scopes: ClassVar[tuple[str, ...]]
    aliases: ClassVar[tuple[str, ...]]

    def __init_subclass__(
        cls, *, name: str = "", scopes: tuple[str, ...] = (), aliases: tuple[str, ...] = (), **options: object
    ) -> None:
        """Check the declaration and make the class a frozen, keyword-only dataclass."""
        if options:
            raise Misdeclared(f"{cls.__name__}: unknown option {', '.join(options)}.")
        super().__init_subclass__()
        cls.name, cls.scopes, cls.aliases = name, scopes, aliases
        if name:
            _check(cls)
            dataclass(frozen=True, kw_only=True)(cls)

    @classmethod
    def summary(cls) -> str:
        """The first line of the docstring: what help says."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    @classmethod
    def arguments(cls) -> tuple["Argument", ...]:
        """The declared arguments, in the order of declaration."""
        return tuple(_arguments(cls))


@dataclass(frozen=True, slots=True)
class Argument:
    """One declared argument: its name, the type that parses it, whether it must be said."""

    name: str
    type: type
    required: bool
    ask: Ask

    @property
    def word(self) -> str:
        """What people type before the colon: ``hand_to`` is ``hand-to``; ``for_`` is ``for``, which Python reserves."""
        return self.name.rstrip("_").replace("_", "-")


def _arguments(cls: type[Declared]) -> Iterator[Argument]:
    hints = {key: kind for base in reversed(cls.__mro__) for key, kind in get_annotations(base, eval_str=True).items()}
    for each in fields(cls):  # type: ignore[arg-type] # a declared class is a dataclass, made so in __init_subclass__
        required = each.default is MISSING and each.default_factory is MISSING
        yield Argument(each.name, hints[each.name], required, each.metadata["ask"])


def _check(cls: type[Declared]) -> None:
    if not (cls.__doc__ or "").strip():
        raise Misdeclared(f"{cls.__name__} needs a docstring: its first line is what help says.")
    for argument in get_annotations(cls):
        declared = cls.__dict__.get(argument)
        if not isinstance(declared, Field) or "ask" not in declared.metadata:
            raise Misdeclared(f'{cls.__name__}.{argument} is silent: declare it with ask("question?", like="example").')


class Action(Declared):
    """Something that changes the tenant: plan, look, apply. Plan and look cannot write, by type and by credential."""

    area: ClassVar[Area]
    direction: ClassVar[Direction]
    risk: ClassVar[Risk]
    chunk: ClassVar[int]
    irreversible: ClassVar[str]
    repeatable: ClassVar[bool]
    handed: ClassVar[bool]
    kept: ClassVar[bool]
    grows: ClassVar[Mapping[str, tuple[str, ...]]]
    about: ClassVar[str]

    def __init_subclass__(
        cls,
        *,
        area: Area = Area.MFA,
        direction: Direction = Direction.NEUTRAL,
        risk: Risk = Risk.HIGH,
        chunk: int = 20,
        irreversible: str = "",
        repeatable: bool = True,
        handed: bool = False,
        kept: bool = False,
        grows: Mapping[str, tuple[str, ...]] | None = None,
        about: str = "person",
        **declared: Any,
    ) -> None:
        """``irreversible`` says why there is no undo; ``repeatable=False``: never sent twice.

        ``handed``: `apply` yields a secret, so an approved request waits until the person of its one row
        (`Change.for_person`) opens it, and runs at that moment. Never repeatable. Its undo runs like any other.
        ``kept``: it changes only what Muster keeps, by what its rows leave behind (`then`): nothing is looked at or
        written in the tenant, and its rows are done one after the other, in their order.
        ``grows`` maps a value that we write to values that Microsoft itself makes of it (enabled → enforced).
        ``about`` names what one row is about, for counting ("person", "setting").
        ``scopes`` are the action's own; `READ_FOR_EVERY_ACTION` is added.
        """
        cls.area, cls.direction, cls.risk, cls.chunk = area, direction, risk, chunk
        cls.irreversible, cls.repeatable, cls.grows, cls.about = irreversible, repeatable, grows or {}, about
        cls.handed, cls.kept = handed, kept
        super().__init_subclass__(**declared)
        if handed and repeatable:
            raise Misdeclared(f"{cls.__name__} hands a secret over: say repeatable=False, for a second one is another.")
        if cls.name and not (0 < chunk <= 20 and cls.scopes):
            raise Misdeclared(f"{cls.__name__} needs scopes=(...) and a chunk of 1 to 20.")
        cls.scopes = tuple(dict.fromkeys((*cls.scopes, *READ_FOR_EVERY_ACTION))) if cls.name else ()

    def notes(self, planned: datetime) -> tuple[Reason, ...]:
        """What everybody must know who looks at the plan, besides its rows. ``planned``: when the plan was made."""
        return ()

    def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """Every row this would touch. Raises Refusal where the whole cannot be done."""
        raise NotImplementedError

    def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """The present value of just these rows, in the same canonical text as ``before`` and ``after``."""
        raise NotImplementedError

    def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Write ``after`` for each row; a row without an Outcome counts as unknown."""
        raise NotImplementedError

    def then(self, change: Change, now: datetime) -> tuple[Then, ...]:
        """What a row leaves behind that is done, and seen to be done, also when it was only seen later, or is reversed
        (then ``before`` and ``after`` have changed places). Pure: kept in the transaction that settles the row.
        """
        return ()

    def hands_over(self) -> bool:
        """Does this one, with its arguments, yield a secret? Only a `handed` action may."""
        return self.handed

    def turned(self, change: Change) -> Change:
        """The change that reverses this one, which was done. Pure. It may say in its ``warnings`` what `then` needs to
        know of where it goes back to.
        """
        return Change(subject=change.subject, before=change.after, after=change.before)

    async def vet(self, changes: AsyncIterable[Change], tenant: TenantReader) -> AsyncIterator[Row]:
        """What `plan` would never write is not written by another way either: each row of an undo, and each row that a
        run is about to write, long after its plan perhaps. One answer for each change, in their order: the change, or a
        `Cannot`. What it needs to know is read once a call. Raises tenant trouble: unreadable means no.
        """
        async for change in changes:
            yield change

    def counts_as(self, wanted: str | None, seen: str | None) -> bool:
        """Is the seen value the wanted one, or what Microsoft itself makes of it?"""
        return seen == wanted or (seen or "") in self.grows.get(wanted or "", ())


class Check(Declared):
    """Something that looks and reports. It yields findings and changes nothing."""

    def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """What was found."""
        raise NotImplementedError


class Fact(Declared):
    """Something that can become true of a person, and that reminders, waves and gates wait for."""

    def true_of(self, people: Sequence[str], tenant: TenantReader) -> AsyncIterator[tuple[str, bool]]:
        """For each user id whether it is true now. An id that could not be read is left out."""
        raise NotImplementedError
