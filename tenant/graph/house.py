"""What this house adds to what Microsoft knows: the owner's rules, the time, and what it remembers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tenant.model import Kind, Rules, Statement
from tenant.ports import Clock, Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Lent to every reader. Without a memory nothing has ever been said.

    ``owner``: the client id with which groups are written, empty where it is not known (a system's own identity).
    """

    clock: Clock
    memory: Memory | None = None
    rules: Rules = field(default_factory=Rules)
    owner: str = ""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return self.clock.now()

    async def statements(self, tenant_id: str, kind: Kind, subjects: Collection[str] = ()) -> Sequence[Statement]:
        """Statements of one kind, oldest first."""
        return () if self.memory is None else await self.memory.statements(tenant_id, kind, subjects)

    async def set_for_them(self, tenant_id: str, ids: Collection[str]) -> Mapping[str, Sequence[Statement]]:
        """By user id, the methods that were written for these people and not used by them so far."""
        found: dict[str, list[Statement]] = {}
        for said in await self.statements(tenant_id, Kind.SET_FOR_THEM, ids) if ids else ():
            found.setdefault(said.subject, []).append(said)
        return found
