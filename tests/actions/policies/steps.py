"""Planning, carrying out and looking, as an engine would, in a few lines."""

from dataclasses import replace

from actions.policies.own import OwnPolicyAction
from actions.spec import Change, Outcome, Row
from demo.seed import cast
from tenant.graph import GraphTenants
from tenant.graph.reader import GraphReader
from tenant.ports import Area, Priority, Purpose
from tests.tenant.conftest import FOR_ANA

RUN = Purpose("a run", Priority.PERSON, Area.POLICIES)


def fresh(tenants: GraphTenants) -> GraphReader:
    """A reader that has seen nothing yet: policies are kept for some seconds."""
    return tenants.reader(cast.TENANT_ID, FOR_ANA)


async def only_row(action: OwnPolicyAction, tenants: GraphTenants) -> Row:
    """The plan."""
    (row,) = [each async for each in action.plan(fresh(tenants))]
    return row


async def change_of(action: OwnPolicyAction, tenants: GraphTenants) -> Change:
    """The plan, where there is something to do."""
    row = await only_row(action, tenants)
    assert isinstance(row, Change)
    return row


async def carried_out(action: OwnPolicyAction, change: Change, tenants: GraphTenants) -> Outcome:
    """What became of it. Each run has a writer of its own."""
    writer = tenants.writer(cast.TENANT_ID, RUN)
    (outcome,) = [each async for each in action.apply([change], writer)]
    return outcome


async def seen(action: OwnPolicyAction, change: Change, tenants: GraphTenants) -> str | None:
    """The value as it stands."""
    (found,) = [each async for each in action.look([change], fresh(tenants))]
    return found.value


def reversed_(change: Change) -> Change:
    """As the engine turns a row around."""
    return replace(change, before=change.after, after=change.before, warnings=())
