"""The fault files say what the routes ask for, each of them strikes, and transcripts can name them."""

import json

import pytest

from demo import scenes, troubles
from demo.apps import ALL_ROLES
from demo.clock import SteppedClock
from demo.faults import Fault
from demo.graph.table import ROUTES
from demo.troubles.files import LEAST, everything, shown
from demo.world import World
from tests.demo.plain import plain

FILES = everything()


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_as_written(name: str) -> None:
    assert (troubles.HERE / f"{name}.json").read_text(encoding="utf-8") == shown(FILES[name])
    assert [Fault.of(one) for one in troubles.read(name)]


def test_no_file_is_left_over() -> None:
    assert {file.stem for file in troubles.HERE.glob("*.json")} == set(FILES)


def test_every_permission_that_a_route_cannot_do_without_has_a_file() -> None:
    alone = {
        role
        for route in ROUTES
        for names in (route.roles, route.also, route.more)
        for role in [*names][: len(names) == 1]
    }
    assert {f"without-{role}" for role in alone} <= set(FILES)
    assert {f"without-licence-{name}" for name in ("P1", "P2", "Exchange", "SharePoint")} <= set(FILES)
    assert set(LEAST) - {role for role in LEAST if f"without-{role}" in FILES} == set()


async def test_each_permission_is_missed_somewhere_and_nowhere_else() -> None:
    world = World(scenario="catalogue", users=60, clock=SteppedClock(), limits="off")
    async with plain(world) as client:
        for name, path, other in (
            ("without-User.Read.All", "/v1.0/users", "/v1.0/domains"),
            ("without-Domain.Read.All", "/v1.0/domains", "/v1.0/users"),
            ("without-SecurityEvents.Read.All", "/v1.0/security/secureScores", "/v1.0/domains"),
            ("without-AuditLog.Read.All", "/v1.0/users?$select=id,signInActivity", "/v1.0/users?$select=id"),
            ("without-licence-P1", "/v1.0/auditLogs/signIns", "/v1.0/identity/conditionalAccess/policies"),
            ("without-licence-SharePoint", "/v1.0/admin/sharepoint/settings", "/v1.0/users"),
        ):
            world.faults.declare(troubles.read(name))
            assert (await client.get(path)).status in (400, 403), name
            assert (await client.get(other)).status == 200, name


def test_a_setup_names_files_or_holds_json() -> None:
    named = scenes.read(["faults: without-licence-P2, without-Domain.Read.All"]).scene.faults
    assert list(named) == [*troubles.read("without-licence-P2"), *troubles.read("without-Domain.Read.All")]
    assert scenes.read([f"faults: {json.dumps([{'status': 503}])}"]).scene.faults == ({"status": 503},)
    with pytest.raises(ValueError, match="no trouble is called 'x'"):
        scenes.read(["faults: x"])


def test_what_muster_is_granted_is_known_to_the_files() -> None:
    optional = {"Group.Read.All", "RoleEligibilitySchedule.Read.Directory", "TeamsAppInstallation.ReadWriteForUser.All"}
    assert ALL_ROLES - optional <= set(LEAST)
