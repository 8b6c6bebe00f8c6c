"""The make-believe tenant with Exchange beside it, opened as a session would open it."""

from collections.abc import AsyncIterator

import pytest

from demo.seed import cast
from demo.server import Running
from tenant.cloud import custom
from tenant.credentials import Credentials, Secret
from tenant.graph import GraphTenants
from tenant.model import Rules
from tenant.ports import Area, Priority, Purpose, TenantReader, TenantWriter
from tests.tenant.clocks import JumpingClock
from tests.tenant.conftest import FOR_ANA, READER
from tests.tenant.memory import Notebook


@pytest.fixture
def memory() -> Notebook:
    return Notebook()


@pytest.fixture
def rules() -> Rules:
    return Rules(exchange_writes=True)


@pytest.fixture
async def tenants(running: Running, clock: JumpingClock, memory: Notebook, rules: Rules) -> AsyncIterator[GraphTenants]:
    cloud = custom(graph=running.graph, login=running.login, exchange=running.exchange)
    credentials = Credentials(read=READER, writers={Area.EXCHANGE: Secret(cast.EXCHANGE_ID, cast.EXCHANGE_SECRET)})
    tenants = GraphTenants(cloud, credentials, clock, memory=memory, rules=rules)
    yield tenants
    await tenants.close()


@pytest.fixture
def reader(tenants: GraphTenants) -> TenantReader:
    return tenants.reader(cast.TENANT_ID, FOR_ANA)


@pytest.fixture
def writer(tenants: GraphTenants) -> TenantWriter:
    return tenants.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, Area.EXCHANGE))
