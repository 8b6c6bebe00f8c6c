"""The make-believe tenant with a memory and rules, as an owner would have them."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import timedelta

import pytest

from demo.seed import cast
from tenant.cloud import Cloud
from tenant.graph import GraphTenants
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import Kind, Rules, Statement
from tenant.ports import Area, Priority, Purpose
from tests.tenant.clocks import JumpingClock
from tests.tenant.conftest import BY_PURPOSE


class Remembered:
    """A memory that lasts as long as a test."""

    def __init__(self, clock: JumpingClock) -> None:
        self._clock = clock
        self.said: list[Statement] = []

    def say(self, kind: Kind, subject: str, value: str = "", *, key: str = "", source: str = "", days: int = 0) -> None:
        """Somebody said this so many days ago."""
        at = self._clock.now() - timedelta(days=days)
        self.said.append(Statement(kind=kind, subject=subject, key=key, value=value, source=source, by="test", at=at))

    async def statements(self, tenant_id: str, kind: Kind, subjects: Collection[str] = ()) -> Sequence[Statement]:
        return [each for each in self.said if each.kind is kind and (not subjects or each.subject in subjects)]


@pytest.fixture
def memory(clock: JumpingClock) -> Remembered:
    return Remembered(clock)


@pytest.fixture
def rules() -> Rules:
    return Rules()


@pytest.fixture
async def house(cloud: Cloud, clock: JumpingClock, memory: Remembered, rules: Rules) -> AsyncIterator[GraphTenants]:
    tenants = GraphTenants(cloud, BY_PURPOSE, clock, memory=memory, rules=rules)
    yield tenants
    await tenants.close()


@pytest.fixture
def looking(house: GraphTenants) -> GraphReader:
    return house.reader(cast.TENANT_ID, Purpose("a plan", Priority.PERSON))


@pytest.fixture
def writing(house: GraphTenants) -> GraphWriter:
    return house.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, Area.PHONE))
