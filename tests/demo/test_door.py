import pytest

from demo.graph.table import ROUTES
from demo.seed import cast
from demo.world import World
from tests.demo.plain import STATE, Plain


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
async def test_every_call_is_refused_without_its_permission(client: Plain, world: World, route: object) -> None:
    """The table of routes is the subject: whatever it lists, an application without roles gets 403."""
    nobody = world.register_app("nobody")
    await client.sign_in(client_id=nobody.client_id, client_secret="secret-of-nobody")
    path = str(getattr(route, "path", "")).replace("{}", cast.ANA)
    version = getattr(route, "versions", ("v1.0",))[-1]
    reply = await client.ask(str(getattr(route, "method", "")), f"{client.facts['graph']}/{version}{path}", json={})
    assert (reply.status, reply.code) == (403, "Authorization_RequestDenied")


async def test_the_state_belongs_to_the_policy_permissions(client: Plain, world: World) -> None:
    """Methods' permission does not write the state: https://learn.microsoft.com/graph/api/authentication-update"""
    app = world.register_app("methods", roles=["UserAuthenticationMethod.ReadWrite.All", "Policy.Read.All"])
    await client.sign_in(client_id=app.client_id, client_secret="secret-of-methods")
    assert (await client.get(STATE.format(cast.ANA))).status == 200
    assert (await client.patch(STATE.format(cast.ANA), {"perUserMfaState": "enabled"})).status == 403


async def test_a_revoked_permission_is_gone_at_once_and_a_granted_one_needs_a_new_token(
    client: Plain, world: World
) -> None:
    world.revoke(world.client_id, "User.Read.All")
    world.revoke(world.client_id, "Directory.Read.All")
    assert (await client.get("/v1.0/users")).status == 403
    await client.sign_in()
    world.grant(world.client_id, "User.Read.All")
    assert (await client.get("/v1.0/users")).status == 403
    await client.sign_in()
    assert (await client.get("/v1.0/users")).status == 200


async def test_an_error_says_how_to_find_it_again(client: Plain) -> None:
    reply = await client.get("/v1.0/users/nobody", headers={"client-request-id": "mine"})
    inner = reply.body["error"]["innerError"]
    assert inner["client-request-id"] == reply.headers["client-request-id"] == "mine"
    assert inner["request-id"] == reply.headers["request-id"]
    assert inner["date"] == "2026-11-23T08:00:00"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("DELETE", "/v1.0/users", 405),
        ("GET", "/v1.0/nonsense", 400),
        ("GET", "/v2.0/users", 400),
        ("GET", "/v1.0/users?$skip=10", 400),
        ("GET", "/v1.0/users?$expand=directReports", 400),
        ("PATCH", STATE.format(cast.ANA), 400),
        ("GET", "/v1.0/$batch", 405),
    ],
)
async def test_what_graph_does_not_do_is_refused(client: Plain, method: str, path: str, status: int) -> None:
    reply = await client.ask(method, client.facts["graph"] + path)
    assert reply.status == status
    assert reply.body["error"]["message"]


async def test_a_body_that_is_not_json_is_refused(client: Plain) -> None:
    reply = await client.ask("PATCH", client.facts["graph"] + STATE.format(cast.ANA), data="{nope")
    assert (reply.status, reply.code) == (400, "BadRequest")


async def test_requests_are_remembered_with_who_and_what(client: Plain, world: World) -> None:
    await client.patch(STATE.format(cast.ANA), {"perUserMfaState": "enabled"})
    last = world.recorder.requests[-1]
    assert (last.method, last.status, last.app) == ("PATCH", 204, world.client_id)
    assert last.body == {"perUserMfaState": "enabled"}
    assert "secret" not in str([request.body for request in world.recorder.requests])
    assert world.in_flight == 0


async def test_a_restricted_unit_protects_its_members_from_writes(client: Plain, world: World) -> None:
    """https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management"""
    world.protect("breakglass1@contoso.onmicrosoft.com")
    path = STATE.format(cast.BREAK_GLASS_1)
    assert (await client.get(path)).status == 200
    refused = await client.patch(path, {"perUserMfaState": "enabled"})
    assert refused.status == 403
    assert "restricted management" in refused.body["error"]["message"]
    assert (await client.patch(STATE.format(cast.ANA), {"perUserMfaState": "enabled"})).status == 204
