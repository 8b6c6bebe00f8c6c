"""What was set for somebody counts nowhere as done until they have used it."""

from actions.mfa.facts import Registered
from actions.mfa.status import MfaStatus
from actions.spec import Finding, FindingState, Reason
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.model import Kind
from tests.actions.phone.conftest import Remembered
from tests.actions.phone.steps import person


async def status(tenant: GraphReader) -> Finding:
    [found] = [each async for each in MfaStatus(who=person(cast.GRACE)).findings(tenant)]
    return found


async def test_it_is_not_able_and_not_registered(looking: GraphReader, world: World, memory: Remembered) -> None:
    world.set_state("grace", "enabled")
    assert (await status(looking)).title == Reason("covered-and-able")
    phone = next(each for each in world.person("grace").methods.true if each.kind == "phone")
    memory.say(Kind.SET_FOR_THEM, cast.GRACE, key=phone.id)
    found = await status(looking)
    assert (found.state, found.title) == (FindingState.FAIL, Reason("set-for-them"))
    assert Reason("set-for-them") in found.evidence
    assert found.remedy == "remind grace@contoso.com"
    assert dict([pair async for pair in Registered().true_of([cast.GRACE], looking)]) == {cast.GRACE: False}


async def test_a_method_of_their_own_beside_it_is_enough(
    looking: GraphReader, world: World, memory: Remembered
) -> None:
    world.set_state("grace", "enabled")
    phone = next(each for each in world.person("grace").methods.true if each.kind == "phone")
    memory.say(Kind.SET_FOR_THEM, cast.GRACE, key=phone.id)
    world.register("grace", "microsoftAuthenticator")
    assert (await status(looking)).title == Reason("covered-and-able")
