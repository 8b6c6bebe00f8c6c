"""Temporary Access Passes, removing methods and ending sessions.

Hard cases: the secret is told once and stands nowhere else; a pass that policy forbids is made and opens nothing;
limits of the policy; one use only; not yet, no more; the second replaces the first; a guest; the default method; a
person in a restricted unit.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from demo import allowed
from demo.clock import SteppedClock
from demo.exchange.acts import signs_in
from demo.graph.methods import KINDS
from demo.seed import cast, methods
from demo.seed.people import CREATED
from demo.world import World
from demo.written import changed
from tests.demo.plain import Plain, plain

BASE = f"/v1.0/users/{cast.DAN}/authentication"
PASSES = f"{BASE}/temporaryAccessPassMethods"


@pytest.fixture
def world() -> World:
    return World(scenario="catalogue", users=60, clock=SteppedClock())


@pytest.fixture
async def client(world: World) -> AsyncIterator[Plain]:
    async with plain(world) as found:
        yield found


async def issue(client: Plain, **body: object) -> dict[str, Any]:
    reply = await client.post(PASSES, body)
    assert reply.status == 201
    made: dict[str, Any] = reply.body
    return made


async def delete(client: Plain, path: str) -> int:
    return (await client.ask("DELETE", client.facts["graph"] + path)).status


async def test_the_secret_is_in_the_answer_and_nowhere_else(client: Plain, world: World) -> None:
    made = await issue(client, lifetimeInMinutes=60, isUsableOnce=True)
    secret = made["temporaryAccessPass"]
    assert len(secret) == 8
    assert (made["isUsable"], made["methodUsabilityReason"]) == (True, "EnabledByPolicy")
    shown = (await client.get(PASSES)).value
    assert [row["temporaryAccessPass"] for row in shown] == [None]
    assert secret not in str([write.as_json() for write in world.recorder.writes])
    assert secret not in str([*world.recorder.shown()]) + str(changed(world)) + str(world.person("dan"))
    assert changed(world) == {"passes": {"dan@contoso.com": ["issued, 60 minutes, once"]}}


async def test_a_forbidden_pass_is_made_and_opens_nothing(client: Plain, world: World) -> None:
    allowed.configuration(world.directory, "TemporaryAccessPass")["state"] = "disabled"
    made = await issue(client)
    assert (made["isUsable"], made["methodUsabilityReason"]) == (False, "DisabledByPolicy")
    with pytest.raises(ValueError, match="DisabledByPolicy"):
        signs_in(world, "dan", "a Temporary Access Pass")


async def test_a_pass_begins_ends_and_is_used_once(client: Plain, world: World) -> None:
    later = (world.now() + timedelta(hours=1)).isoformat()
    assert (await issue(client, startDateTime=later, isUsableOnce=True))["methodUsabilityReason"] == "NotYetValid"
    await world.clock.advance(timedelta(minutes=61))  # type: ignore[attr-defined] # the clock of these tests
    signs_in(world, "dan", "a Temporary Access Pass")
    assert (await client.get(PASSES)).value[0]["methodUsabilityReason"] == "OneTimeUsed"
    with pytest.raises(ValueError, match="OneTimeUsed"):
        signs_in(world, "dan", "a Temporary Access Pass")
    await issue(client, lifetimeInMinutes=60)
    await world.clock.advance(timedelta(minutes=60))  # type: ignore[attr-defined] # the clock of these tests
    assert (await client.get(PASSES)).value[0]["methodUsabilityReason"] == "Expired"


async def test_a_second_pass_takes_the_place_of_the_first(client: Plain, world: World) -> None:
    first, second = await issue(client), await issue(client)
    assert first["temporaryAccessPass"] != second["temporaryAccessPass"]
    assert [row["id"] for row in (await client.get(PASSES)).value] == [second["id"]]
    assert [await delete(client, f"{PASSES}/{second['id']}") for _ in range(2)] == [204, 404]
    assert changed(world)["passes"] == {"dan@contoso.com": ["issued, 60 minutes", "issued, 60 minutes", "deleted"]}


@pytest.mark.parametrize(
    "body",
    [
        *({"lifetimeInMinutes": minutes} for minutes in (9, 59, 481, 43_201, "60", True)),
        {"isUsableOnce": "yes"},
        {"startDateTime": "soon"},
    ],
)
async def test_the_limits_of_the_policy(client: Plain, body: dict[str, object]) -> None:
    assert (await client.post(PASSES, body)).status == 400
    assert (await client.get(PASSES)).value == []


async def test_a_policy_may_force_one_use(client: Plain, world: World) -> None:
    allowed.configuration(world.directory, "TemporaryAccessPass")["isUsableOnce"] = True
    assert (await client.post(PASSES, {"isUsableOnce": False})).status == 400
    assert (await issue(client))["isUsableOnce"] is True


async def test_a_guest_gets_no_pass(client: Plain) -> None:
    path = PASSES.replace(cast.DAN, cast.GUS)
    assert (await client.post(path, {})).status == 400


# --- removing methods -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_method_can_be_removed(client: Plain, world: World, kind: str) -> None:
    dan = world.person("dan")
    method = methods.make(kind, dan.id, CREATED)
    dan.methods.put((*dan.methods.true, method))
    path = f"{BASE}/{kind}Methods/{method.id}"
    wrong = f"{BASE}/{'email' if kind != 'email' else 'fido2'}Methods/{method.id}"
    assert [await delete(client, wrong), await delete(client, path), await delete(client, path)] == [404, 204, 404]
    assert [held.kind for held in dan.methods.true] == ["password"]
    assert changed(world) == {"methods_removed": {"dan@contoso.com": [kind]}}


async def test_the_default_method_goes_last(client: Plain, world: World) -> None:
    base = BASE.replace(cast.DAN, cast.YARA)
    app = next(method for method in world.person("yara").methods.true if method.kind == "microsoftAuthenticator")
    path = f"{base}/microsoftAuthenticatorMethods/{app.id}"
    assert await delete(client, path) == 400
    assert await delete(client, f"{base}/phoneMethods/3179e48a-750b-4051-897c-87b9720928f7") == 204
    assert await delete(client, path) == 204
    assert world.person("yara").preferred is None


async def test_a_password_cannot_be_removed(client: Plain) -> None:
    assert await delete(client, f"{BASE}/passwordMethods/28c10230-6103-485e-b985-444c60001490") == 400


# --- sessions ---------------------------------------------------------------------------------------------------------


async def test_sessions_end(client: Plain, world: World) -> None:
    reply = await client.post(f"/v1.0/users/{cast.DAN}/revokeSignInSessions", None)
    assert (reply.status, reply.body["value"]) == (200, True)
    assert world.person("dan").sessions_from == world.now()
    assert [*changed(world)] == ["sessions_revoked"]


async def test_ending_sessions_has_a_permission_of_its_own(client: Plain, world: World) -> None:
    world.revoke(world.client_id, "User.RevokeSessions.All")
    assert (await client.post(f"/v1.0/users/{cast.DAN}/revokeSignInSessions", None)).status == 403


async def test_a_restricted_unit_protects_from_all_of_this(client: Plain, world: World) -> None:
    world.protect("dan")
    replies = [
        await client.post(PASSES, {}),
        await client.post(f"/v1.0/users/{cast.DAN}/revokeSignInSessions", None),
        await client.ask("DELETE", f"{client.facts['graph']}{BASE}/fido2Methods/x"),
    ]
    assert [reply.status for reply in replies] == [403, 403, 403]
    assert all("restricted management" in reply.body["error"]["message"] for reply in replies)
