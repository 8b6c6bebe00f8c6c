"""A small memory of statements, for tests that need one: what the house was told, in order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from demo.clock import SteppedClock
from tenant.model import Kind, Statement


@dataclass(slots=True)
class Notebook:
    """Keeps `tenant.ports.Memory`, and which questions it was asked."""

    said: list[Statement] = field(default_factory=list)
    asked: list[tuple[str, Kind, frozenset[str]]] = field(default_factory=list)

    async def statements(self, tenant_id: str, kind: Kind, subjects: Collection[str] = ()) -> Sequence[Statement]:
        self.asked.append((tenant_id, kind, frozenset(subjects)))
        return [one for one in self.said if one.kind is kind and (not subjects or one.subject in subjects)]

    def remember(self, kind: Kind, subject: str, key: str = "", value: str = "") -> None:
        self.said.append(Statement(kind=kind, subject=subject, key=key, value=value, at=SteppedClock().now()))
