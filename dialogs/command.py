"""What a command is: it sees the speaker and the records, and never writes to Microsoft.

One command is one class in one file of ``dialogs/commands/``::

    class WhoAmI(Command, name="whoami"):
        '''Show who you are to Muster.'''

        async def answer(self, turn: Turn) -> Reply: ...
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from actions.spec import Declared
from dialogs.grammar import Word
from dialogs.reply import Reply
from engine import Engine, Person, Place, Reading, Standing
from tenant.ports import Clock, TenantReader


class Role(StrEnum):
    """What a person may be to Muster, by membership in the owner's groups."""

    OPERATOR = "operator"
    APPROVER = "approver"
    OWNER = "owner"


ANYONE: frozenset[Role] = frozenset()
OPERATORS = frozenset({Role.OPERATOR})
ASKERS = frozenset({Role.OPERATOR, Role.OWNER})  # some things only an owner can ask for
APPROVERS = frozenset({Role.APPROVER})
OWNERS = frozenset({Role.OWNER})
STAFF = frozenset(Role)


def roles_of(standing: Standing) -> frozenset[Role]:
    """The roles a person has."""
    held = {Role.OPERATOR: standing.operator, Role.APPROVER: standing.approver, Role.OWNER: standing.owner}
    return frozenset(role for role, has in held.items() if has)


def may(standing: Standing, needs: frozenset[Role]) -> bool:
    """Has the person one of the roles? Nothing needed: everybody may."""
    return not needs or bool(needs & roles_of(standing))


@dataclass(frozen=True, slots=True)
class Found:
    """A declared thing, and the words that came after its name."""

    kind: type[Declared]
    rest: tuple[Word, ...]


class Known(Protocol):
    """The catalogue, as far as a command needs it."""

    def all(self) -> Sequence[type[Declared]]:
        """Everything declared, by name."""
        ...

    def named(self, text: str) -> type[Declared] | None:
        """The declared thing of exactly this name or alias."""
        ...

    def find(self, words: Sequence[Word]) -> Found | None:
        """The thing with the longest name that the words begin with."""
        ...

    def near(self, text: str, *, most: int = 3) -> tuple[str, ...]:
        """Names that look like the text, best first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Who says it, where, and what a command may use. ``reader`` looks into the tenant (slow commands only)."""

    engine: Engine
    records: Reading
    catalogue: Known
    clock: Clock
    zone: tzinfo
    tenant_id: str
    person: Person
    place: Place
    activity_id: str
    correlation: str
    standing: Standing
    reader: TenantReader
    locale: str = ""  # of the speaker's Teams, where it says one
    digest: str = ""  # of the plan on the card whose button was pressed


class Command(Declared):
    """Something that can be said and is answered from records (``slow=True``: from the tenant, as an errand)."""

    needs: ClassVar[frozenset[Role]]
    slow: ClassVar[bool]
    reads: ClassVar[bool]

    def __init_subclass__(
        cls,
        *,
        needs: frozenset[Role] = ANYONE,
        slow: bool = False,
        reads: bool = False,
        **declared: Any,  # noqa: ANN401 - as Declared takes them
    ) -> None:
        """``needs``: any one of these roles may say it. ``slow``: it asks Microsoft, so it is worked on as an errand.

        ``reads``: it moves nothing, so the speaker's roles may be a minute old.
        """
        cls.needs, cls.slow, cls.reads = needs, slow, reads
        super().__init_subclass__(**declared)

    async def answer(self, turn: Turn) -> Reply:
        """Do it and say what was done. Raises Refusal or tenant trouble."""
        raise NotImplementedError
