"""A make-believe tenant at the wire, and the real reader and writer pointed at it."""

from collections.abc import AsyncIterator, Callable

import pytest

from demo.seed import cast
from demo.server import Running, start
from demo.world import World
from tenant.cloud import Cloud, custom
from tenant.credentials import Credentials, Secret
from tenant.graph import GraphTenants
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import Rules
from tenant.ports import Area, Priority, Purpose
from tests.tenant.clocks import JumpingClock

READER = Secret(cast.READER_ID, cast.READER_SECRET)
STATE_WRITER = Secret(cast.STATE_WRITER_ID, cast.STATE_WRITER_SECRET)
METHODS_WRITER = Secret(cast.METHODS_WRITER_ID, cast.METHODS_WRITER_SECRET)
POLICIES_WRITER = Secret(cast.POLICIES_WRITER_ID, cast.POLICIES_WRITER_SECRET)
EXCHANGE = Secret(cast.EXCHANGE_ID, cast.EXCHANGE_SECRET)
BOT = Secret(cast.BOT_APP_ID, cast.BOT_SECRET)
BY_PURPOSE = Credentials(
    read=READER,
    writers={
        Area.MFA: STATE_WRITER,
        Area.PHONE: METHODS_WRITER,
        Area.METHODS: METHODS_WRITER,
        Area.POLICIES: POLICIES_WRITER,
        Area.EXCHANGE: EXCHANGE,
        Area.MESSAGES: BOT,
    },
)
FOR_ANA = Purpose("a question of Ana's", Priority.PERSON)


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
def scenario() -> str:
    return "no-p1"


@pytest.fixture
async def running(clock: JumpingClock, scenario: str) -> AsyncIterator[Running]:
    running = await start(World(scenario=scenario, users=120, clock=clock))
    yield running
    await running.close()


@pytest.fixture
def world(running: Running) -> World:
    return running.world


@pytest.fixture
def cloud(running: Running) -> Cloud:
    return custom(graph=running.graph, login=running.login, exchange=running.exchange)


@pytest.fixture
def rules() -> Rules:
    return Rules()


@pytest.fixture
async def tenants(cloud: Cloud, clock: JumpingClock, rules: Rules) -> AsyncIterator[GraphTenants]:
    tenants = GraphTenants(cloud, BY_PURPOSE, clock, rules=rules)
    yield tenants
    await tenants.close()


@pytest.fixture
def reader(tenants: GraphTenants) -> GraphReader:
    return tenants.reader(cast.TENANT_ID, FOR_ANA)


@pytest.fixture
def writer(tenants: GraphTenants) -> GraphWriter:
    return tenants.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, Area.MFA))


@pytest.fixture
def phones(tenants: GraphTenants) -> GraphWriter:
    return tenants.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, Area.PHONE))


@pytest.fixture
def methods(tenants: GraphTenants) -> GraphWriter:
    return tenants.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, Area.METHODS))


@pytest.fixture
def policies(tenants: GraphTenants) -> GraphWriter:
    return tenants.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, Area.POLICIES))


@pytest.fixture
def messages(tenants: GraphTenants) -> GraphWriter:
    return tenants.writer(cast.TENANT_ID, Purpose("a run", Priority.PERSON, Area.MESSAGES))


@pytest.fixture
def sent(world: World) -> Callable[[str], list[str]]:
    """Requests seen so far whose path holds this text, as "METHOD status", items of batches included."""
    return lambda part: [f"{r.method} {r.status}" for r in world.recorder.requests if part in r.path]
