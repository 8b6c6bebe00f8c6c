"""The make-believe Graph agrees with Microsoft's own SDKs: routes, query options, every field of every answer."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from demo.clock import SteppedClock
from demo.graph.methods import KINDS
from demo.graph.routes import Route
from demo.graph.table import ROUTES
from demo.keys import stable_id
from demo.recorder import Request
from demo.seed import cast
from demo.seed.methods import make
from demo.seed.people import CREATED
from demo.world import World
from tests.contracts.agreement import UNDOCUMENTED, VERSIONS, Contract
from tests.demo.plain import Plain, plain, state_item

BLOCK = stable_id("policy", "Block legacy authentication")
HQ = stable_id("location", "HQ")
FACTORY = "factory.contoso.com"
HELD = ("password", "phone", *KINDS, "temporaryAccessPass")
"""What Carl has registered while the routes are asked: a method of each kind that can be removed."""
IDS = {
    **{
        f"/users/{{}}/authentication/{kind}Methods/{{}}": f"/users/{cast.CARL}/authentication/{kind}Methods/"
        f"{make(kind, cast.CARL, CREATED).id}"
        for kind in HELD
    },
    "/users/{}": f"/users/{cast.CARL}",
    "/groups/{}/members/{}": f"/groups/{cast.EMPTY_GROUP}/members/{cast.GRACE}",
    "/groups/{}/members/$ref": f"/groups/{cast.EMPTY_GROUP}/members/$ref",
    "/groups/{}": f"/groups/{cast.HELPDESK_TEAM}",
    "/servicePrincipals/{}": f"/servicePrincipals/{stable_id('service principal', cast.APP_ID)}",
    "/domains/{}": f"/domains/{FACTORY}",
    "/identity/conditionalAccess/namedLocations/{}": f"/identity/conditionalAccess/namedLocations/{HQ}",
    "/identity/conditionalAccess/policies/{}": f"/identity/conditionalAccess/policies/{BLOCK}",
    "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{}": "/policies/"
    "authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass",
    "/reports/authenticationMethods/userRegistrationDetails/{}": "/reports/authenticationMethods/"
    f"userRegistrationDetails/{cast.ANA}",
}
EVERYTHING = "accountEnabled,assignedLicenses,assignedPlans,createdDateTime,externalUserState,onPremisesSyncEnabled,"
EVERY_USER = f"/v1.0/users?$select={EVERYTHING}signInActivity,userType,usageLocation,otherMails,department,mail,"
EVERY_USER += "proxyAddresses,imAddresses,passwordPolicies,lastPasswordChangeDateTime,signInSessionsValidFromDateTime"
CRAWL_TOO = (
    EVERY_USER,
    "/v1.0/users?$select=id,perUserMfaState&$top=1",
    "/v1.0/users?$expand=manager",
    "/v1.0/roleManagement/directory/roleAssignments?$expand=principal,roleDefinition",
    f"/v1.0/groups/{cast.MFA_USERS}/transitiveMembers?$select=id,isAssignableToRole",
)
PATCH_GROUP = ("PATCH", "/groups/{}")
"""The only one whose group must be one that can be written."""
ANYBODY = "https://graph.microsoft.com/v1.0/directoryObjects/"
TARGETS = {"id": "all_users", "targetType": "group"}
CAMPAIGN = {
    "state": "enabled",
    "snoozeDurationInDays": 1,
    "includeTargets": [{**TARGETS, "targetedAuthenticationMethod": "microsoftAuthenticator"}],
    "excludeTargets": [],
}
PROTECT = {
    "displayName": "Protect registration",
    "state": "enabledForReportingButNotEnforced",
    "conditions": {
        "clientAppTypes": ["all"],
        "users": {"includeUsers": ["All"], "excludeUsers": [cast.BREAK_GLASS_1]},
        "applications": {"includeUserActions": ["urn:user:registersecurityinfo"]},
        "locations": {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]},
    },
    "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
}
BODIES: dict[str, dict[str, Any]] = {
    "PATCH /users/{}/authentication/requirements": {"perUserMfaState": "enabled"},
    "PATCH /users/{}/authentication/signInPreferences": {"userPreferredMethodForSecondaryAuthentication": "sms"},
    "POST /users/{}/authentication/phoneMethods": {"phoneNumber": "+49 891234567", "phoneType": "office"},
    "PATCH /users/{}/authentication/phoneMethods/{}": {"phoneNumber": "+49 15112345678"},
    "PATCH /policies/identitySecurityDefaultsEnforcementPolicy": {"isEnabled": False},
    "PATCH /admin/sharepoint/settings": {"isLegacyAuthProtocolsEnabled": False},
    "PATCH /policies/authenticationMethodsPolicy": {
        "registrationEnforcement": {"authenticationMethodsRegistrationCampaign": CAMPAIGN}
    },
    "POST /identity/conditionalAccess/policies": PROTECT,
    "PATCH /identity/conditionalAccess/policies/{}": {"state": "enabledForReportingButNotEnforced"},
    "POST /groups/{}/members/$ref": {"@odata.id": f"{ANYBODY}{cast.DAN}"},
    "PATCH /groups/{}": {"members@odata.bind": [f"{ANYBODY}{cast.EVE}"]},
    "POST /users/{}/authentication/temporaryAccessPassMethods": {"lifetimeInMinutes": 60, "isUsableOnce": True},
    "POST /users/{}/checkMemberGroups": {"groupIds": [cast.APPROVERS]},
    "POST /users/{}/getMemberGroups": {"securityEnabledOnly": False},
    "POST /users/{}/teamwork/installedApps": {
        "teamsApp@odata.bind": f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{cast.TEAMS_APP}"
    },
    "POST /users/{}/teamwork/sendActivityNotification": {
        "topic": {
            "source": "text",
            "value": "A second way to prove that it is you",
            "webUrl": "https://teams.microsoft.com/l/chat/0/0",
        },
        "activityType": "reminder",
        "previewText": {"content": "Two minutes, please."},
        "templateParameters": [{"name": "about", "value": "MFA"}],
    },
    "POST /users/{}/sendMail": {
        "message": {
            "subject": "A second way to prove that it is you",
            "body": {"contentType": "text", "content": "Two minutes, please."},
            "toRecipients": [{"emailAddress": {"address": "dan@contoso.com"}}],
        },
        "saveToSentItems": False,
    },
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
    return next((path.replace(prefix, there, 1) for prefix, there in IDS.items() if path.startswith(prefix)), path)


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
    carl.methods.put(tuple(make(kind, carl.id, CREATED) for kind in HELD))
    world.directory.groups[cast.EMPTY_GROUP].members = {cast.GRACE: None}


def _lacks_the_app(world: World, route: Route) -> None:
    """It is installed only where it is missing, and used only where it is not."""
    if route.method == "POST" and route.path.endswith("installedApps"):
        world.reach.without_app.add(cast.CARL)


def _bare(body: Any) -> Any:  # noqa: ANN401 - any JSON
    """An answer that is one value, without the context that would make a collection of it."""
    alone = isinstance(body, dict) and not isinstance(body.get("value", []), list)
    return {"value": body["value"]} if alone else body


async def crawl(client: Plain, world: World) -> AsyncIterator[tuple[str, str, str, Any]]:
    """Every route in every version, and some with more asked: version, method, path, answer."""
    ordered = sorted(ROUTES, key=lambda route: route.method == "DELETE")
    for route in ordered:
        for version in route.versions:
            path = filled(route.path) if (route.method, route.path) != PATCH_GROUP else f"/groups/{cast.EMPTY_GROUP}"
            body = BODIES.get(f"{route.method} {route.path}")
            headers = {"ConsistencyLevel": "eventual"}
            _put_back(world)
            _lacks_the_app(world, route)
            url = f"{client.facts['graph']}/{version}{path}"
            reply = await client.ask(route.method, url, json=body, headers=headers)
            assert reply.status < 300, (route.method, version, path, reply)
            yield version, route.method, path, _bare(reply.body)
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


def wrong_bodies(contract: Contract) -> Iterator[str]:
    for key, body in BODIES.items():
        method, path = key.split()
        version = next(route.versions[-1] for route in ROUTES if (route.method, route.path) == (method, path))
        found = contract.call(version, method, path)
        assert found is not None
        yield from contract.disagreements(version, found["body"], body)


def test_every_request_body_has_only_fields_that_exist(contract: Contract) -> None:
    assert list(wrong_bodies(contract)) == []


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
    assert not [*wrong_bodies(contract)]
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
