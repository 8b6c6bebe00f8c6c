"""Security defaults, Conditional Access, named locations, and which sign-in methods are allowed."""

from demo import allowed
from demo.graph.call import Call, missing
from demo.graph.routes import BOTH, Route, roles
from demo.graph.shape import context, words
from demo.limits import Cost
from demo.wire import Answer, Json, JsonObject, Problem

READ = roles("Policy.Read.All")
READ_CONDITIONS = READ | {"Policy.Read.ConditionalAccess", "Policy.ReadWrite.ConditionalAccess"}
READ_METHODS = READ | {"Policy.Read.AuthenticationMethod", "Policy.ReadWrite.AuthenticationMethod"}
WRITE_DEFAULTS = roles("Policy.ReadWrite.SecurityDefaults")

DEFAULTS = "/policies/identitySecurityDefaultsEnforcementPolicy"
METHODS = "/policies/authenticationMethodsPolicy"
CONDITIONS = "/identity/conditionalAccess"
CONDITIONAL = Cost(conditional_access=True)


def _selected(call: Call, row: JsonObject) -> JsonObject:
    names = words(call, "$select")
    return {name: row.get(name) for name in names} if names else row


def _defaults(call: Call) -> Answer:
    on = call.world.directory.security_defaults.seen(call.world.clock.elapsed())
    row: JsonObject = {
        "id": "00000000-0000-0000-0000-000000000005",
        "displayName": "Security Defaults",
        "description": "Security defaults is a set of basic identity security mechanisms recommended by Microsoft.",
        "isEnabled": on,
    }
    path = context(call, "policies/identitySecurityDefaultsEnforcementPolicy/$entity")
    return Answer(body={"@odata.context": path, **_selected(call, row)})


def _set_defaults(call: Call) -> Answer:
    wanted = call.fields.get("isEnabled")
    directory = call.world.directory
    if not isinstance(wanted, bool):
        raise Problem(400, "Request_BadRequest", "Invalid value specified for property 'isEnabled'.")
    if wanted and any(policy["state"] == "enabled" for policy in directory.policies):
        raise Problem(
            400, "Request_BadRequest", "Security defaults cannot be enabled: Conditional Access policies are."
        )
    before = directory.security_defaults.true
    elapsed, lag = call.world.lag_until()
    directory.security_defaults.put(wanted, elapsed=elapsed, lag=lag)
    call.world.wrote(call.app.client_id, "tenant", "securityDefaults", (before, wanted))
    return Answer(204)


def _method_policy(call: Call) -> Answer:
    row = _selected(
        call, {name: value for name, value in call.world.directory.method_policy.items() if _has(call, name)}
    )
    return Answer(body={"@odata.context": context(call, "authenticationMethodsPolicy/$entity"), **row})


def _has(call: Call, name: str) -> bool:
    return call.version == "beta" or name != allowed.SYSTEM_PREFERRED


def _configuration(call: Call) -> Answer:
    try:
        row = allowed.configuration(call.world.directory, call.ids[0])
    except KeyError as error:
        raise missing(call.ids[0]) from error
    return Answer(body={"@odata.context": context(call, "authenticationMethodConfigurations/$entity"), **row})


def _collection(call: Call, name: str, rows: list[JsonObject]) -> Answer:
    value: list[Json] = [_selected(call, row) for row in rows]
    return Answer(body={"@odata.context": context(call, f"identity/conditionalAccess/{name}"), "value": value})


def _policies(call: Call) -> Answer:
    return _collection(call, "policies", call.world.directory.policies)


def _policy(call: Call) -> Answer:
    found = next((row for row in call.world.directory.policies if row["id"] == call.ids[0].casefold()), None)
    if found is None:
        raise Problem(404, "NotFound", f"{call.ids[0]} does not exist in the directory.")
    return Answer(
        body={"@odata.context": context(call, "conditionalAccess/policies/$entity"), **_selected(call, found)}
    )


def _locations(call: Call) -> Answer:
    return _collection(call, "namedLocations", call.world.directory.locations)


ONE = frozenset({"$select"})
ROUTES = (
    Route(method="GET", path=DEFAULTS, answer=_defaults, roles=READ, options=ONE),
    Route(method="PATCH", path=DEFAULTS, answer=_set_defaults, roles=WRITE_DEFAULTS, also=READ, cost=Cost(write=True)),
    Route(method="GET", path=METHODS, answer=_method_policy, roles=READ_METHODS, versions=BOTH, options=ONE),
    Route(
        method="GET",
        path=f"{METHODS}/authenticationMethodConfigurations/{{}}",
        answer=_configuration,
        roles=READ_METHODS,
    ),
    Route(
        method="GET",
        path=f"{CONDITIONS}/policies",
        answer=_policies,
        roles=READ_CONDITIONS,
        options=ONE,
        cost=CONDITIONAL,
    ),
    Route(
        method="GET",
        path=f"{CONDITIONS}/policies/{{}}",
        answer=_policy,
        roles=READ_CONDITIONS,
        options=ONE,
        cost=CONDITIONAL,
    ),
    Route(
        method="GET",
        path=f"{CONDITIONS}/namedLocations",
        answer=_locations,
        roles=READ_CONDITIONS,
        options=ONE,
        cost=CONDITIONAL,
    ),
)
