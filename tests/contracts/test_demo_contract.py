"""The make-believe Graph agrees with Microsoft's own SDKs: routes, query options, every field of every answer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from demo.clock import SteppedClock
from demo.graph.routes import Route
from demo.graph.table import ROUTES
from demo.keys import stable_id
from demo.recorder import Request
from demo.seed import cast
from demo.world import World
from tests.contracts.agreement import UNDOCUMENTED, VERSIONS, Contract
from tests.demo.plain import Plain, plain, state_item

MOBILE = "3179e48a-750b-4051-897c-87b9720928f7"
IDS = {
    "/users/{}": cast.CARL,
    "/groups/{}": cast.HELPDESK_TEAM,
    "/domains/{}": cast.DOMAIN,
    "/identity/conditionalAccess/policies/{}": stable_id("policy", "Block legacy authentication"),
    "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{}": "Sms",
    "/reports/authenticationMethods/userRegistrationDetails/{}": cast.ANA,
}
EVERYTHING = "accountEnabled,assignedLicenses,assignedPlans,createdDateTime,externalUserState,onPremisesSyncEnabled,"
EVERY_USER = f"/v1.0/users?$select={EVERYTHING}signInActivity,userType,usageLocation,otherMails,department,mail"
CRAWL_TOO = (
    EVERY_USER,
    "/v1.0/users?$select=id,perUserMfaState&$top=1",
    "/v1.0/users?$expand=manager",
    "/v1.0/roleManagement/directory/roleAssignments?$expand=principal,roleDefinition",
    f"/v1.0/groups/{cast.MFA_USERS}/transitiveMembers?$select=id,isAssignableToRole",
)
BODIES: dict[str, dict[str, Any]] = {
    "PATCH /users/{}/authentication/requirements": {"perUserMfaState": "enabled"},
    "PATCH /users/{}/authentication/signInPreferences": {"userPreferredMethodForSecondaryAuthentication": "sms"},
    "POST /users/{}/authentication/phoneMethods": {"phoneNumber": "+49 891234567", "phoneType": "office"},
    "PATCH /users/{}/authentication/phoneMethods/{}": {"phoneNumber": "+49 15112345678"},
    "PATCH /policies/identitySecurityDefaultsEnforcementPolicy": {"isEnabled": False},
    "PATCH /admin/sharepoint/settings": {"isLegacyAuthProtocolsEnabled": False},
    "POST /users/{}/checkMemberGroups": {"groupIds": [cast.APPROVERS]},
    "POST /users/{}/getMemberGroups": {"securityEnabledOnly": False},
}


@pytest.fixture
def contract() -> Contract:
    return Contract()


@pytest.fixture
async def crawled() -> AsyncIterator[tuple[Plain, World]]:
    world = World(users=130, scenario="conditional-access", clock=SteppedClock(), limits="off")
    async with plain(world) as client:
        yield client, world


def filled(path: str) -> str:
    for prefix, value in IDS.items():
        if path.startswith(prefix):
            path = path.replace(prefix, prefix.replace("{}", value), 1)
    return path.replace("{}", MOBILE)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_is_one_of_microsofts(route: Route, contract: Contract) -> None:
    for version in route.versions:
        found = contract.call(version, route.method, route.path)
        assert found is not None
        if route.method == "GET":
            assert route.options <= {*found["query"], "$skiptoken"}


def _put_back(world: World) -> None:
    carl = world.person("carl")
    carl.preferred = None  # a phone that is the default method cannot be deleted
    carl.methods.put(carl.methods.true[:3])


async def crawl(client: Plain, world: World) -> AsyncIterator[tuple[str, str, str, Any]]:
    """Every route in every version, and some with more asked: version, method, path, answer."""
    ordered = sorted(ROUTES, key=lambda route: route.method == "DELETE")
    for route in ordered:
        for version in route.versions:
            path = filled(route.path)
            body = BODIES.get(f"{route.method} {route.path}")
            headers = {"ConsistencyLevel": "eventual"}
            _put_back(world)
            url = f"{client.facts['graph']}/{version}{path}"
            reply = await client.ask(route.method, url, json=body, headers=headers)
            assert reply.status < 300, (route.method, version, path, reply)
            yield version, route.method, path, reply.body
    for path in CRAWL_TOO:
        reply = await client.get(path)
        assert reply.status == 200, (path, reply)
        yield "v1.0", "GET", path[5:].partition("?")[0], reply.body


async def test_every_answer_has_only_fields_and_values_that_exist(
    crawled: tuple[Plain, World], contract: Contract
) -> None:
    wrong = set()
    async for version, method, path, body in crawl(*crawled):
        found = contract.call(version, method, path)
        if found is not None and isinstance(body, dict):
            model = (found["returns"] or "").removesuffix("CollectionResponse")
            wrong |= {f"{version} {path}: {text}" for text in contract.disagreements(version, model, body)}
    assert sorted(wrong) == []


async def test_every_request_body_has_only_fields_that_exist(crawled: tuple[Plain, World], contract: Contract) -> None:
    for key, body in BODIES.items():
        method, path = key.split()
        version = next(route.versions[-1] for route in ROUTES if (route.method, route.path) == (method, path))
        found = contract.call(version, method, path)
        assert found is not None
        assert list(contract.disagreements(version, found["body"], body)) == []


async def test_what_is_undocumented_is_listed_and_used(crawled: tuple[Plain, World], contract: Contract) -> None:
    client, world = crawled
    async for version, method, path, body in crawl(client, world):
        found = contract.call(version, method, path)
        if found is not None:
            list(contract.disagreements(version, (found["returns"] or "").removesuffix("CollectionResponse"), body))
    await client.post("/beta/$batch", {"requests": [state_item(1, cast.ANA)]})
    await client.post("/v1.0/$batch", {"requests": [{"id": "1", "method": "GET", "url": "/organization"}]})
    for version in ("beta", "v1.0"):
        await client.ask("POST", f"{client.facts['exchange']}/adminapi/{version}/{world.tenant_id}/InvokeCommand")
    for request in world.recorder.requests:
        _agrees(contract, request)
    assert contract.unused() == []
    assert all(entry["source"] for kind in UNDOCUMENTED.values() for entry in kind)


def _agrees(contract: Contract, request: Request) -> None:
    if request.path.startswith("/graph/"):
        version, _, path = request.path.removeprefix("/graph/").partition("?")[0].partition("/")
        contract.call(version, request.method, f"/{path}")
    if request.path.startswith("/exchange/"):
        version, _, path = request.path.removeprefix("/exchange/").rpartition(f"/{cast.TENANT_ID}")
        contract.call(version, request.method, f"/{{}}{path.partition('?')[0]}")


def test_the_check_itself_can_fail(contract: Contract) -> None:
    def wrong(model: str, value: dict[str, Any]) -> list[str]:
        return list(contract.disagreements("v1.0", model, value))

    assert wrong("User", {"shoeSize": 4})
    assert wrong("User", {"accountEnabled": "yes"})
    assert wrong("User", {"createdDateTime": "yesterday"})
    assert wrong("User", {"businessPhones": "1"})
    assert wrong("User", {"assignedPlans": [{"service": 4}]})
    assert wrong("AuthenticationMethod", {"@odata.type": "#microsoft.graph.phoneAuthenticationMethod", "model": "x"})
    assert wrong("PhoneAuthenticationMethod", {"phoneType": "fax"})
    assert wrong("SubscribedSku", {"skuId": "E3"})
    assert not wrong("User", {"id": "x", "mail": None, "businessPhones": ["1"], "@odata.type": "#microsoft.graph.user"})
    with pytest.raises(AssertionError, match="neither in the contract"):
        contract.call("v1.0", "GET", "/users/x/authentication/requirements")
    assert set(VERSIONS) == {"v1.0", "beta"}
