"""Security defaults, and which sign-in methods are allowed; the registration campaign can be changed."""

from demo import allowed
from demo.graph.call import Call, missing
from demo.graph.routes import BOTH, Route, roles
from demo.graph.shape import context, words
from demo.limits import Cost
from demo.wire import Answer, Json, JsonObject, Problem

READ = roles("Policy.Read.All")
READ_METHODS = READ | {"Policy.Read.AuthenticationMethod", "Policy.ReadWrite.AuthenticationMethod"}
WRITE_METHODS = roles("Policy.ReadWrite.AuthenticationMethod")
WRITE_DEFAULTS = roles("Policy.ReadWrite.SecurityDefaults")

DEFAULTS = "/policies/identitySecurityDefaultsEnforcementPolicy"
METHODS = "/policies/authenticationMethodsPolicy"
ENFORCEMENT, CAMPAIGN = "registrationEnforcement", "authenticationMethodsRegistrationCampaign"
BETA_ONLY = frozenset({allowed.SYSTEM_PREFERRED, "reportSuspiciousActivitySettings"})
MOST_SNOOZED = 14
"""Days for which the campaign may let people put it off."""


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
    return call.version == "beta" or name not in BETA_ONLY


def _set_method_policy(call: Call) -> Answer:
    """The registration campaign, sent as a whole; beta also takes the system's preferences. Answers the policy."""
    policy, fields = call.world.directory.method_policy, call.fields
    known = {ENFORCEMENT, *(BETA_ONLY if call.version == "beta" else ())}
    if not fields or not set(fields) <= known:
        raise _bad("The make-believe Graph changes the registration campaign of this policy only.")
    if ENFORCEMENT in fields:
        given = fields[ENFORCEMENT]
        _set_campaign(call, given.get(CAMPAIGN) if isinstance(given, dict) else None)
    for name in BETA_ONLY & set(fields):
        before, policy[name] = policy[name], fields[name]
        call.world.wrote(call.app.client_id, "tenant", name, (before, fields[name]))
    return _method_policy(call)


def _set_campaign(call: Call, given: Json) -> None:
    fields = given if isinstance(given, dict) else {}
    days, included = fields.get("snoozeDurationInDays"), fields.get("includeTargets")
    if fields.get("state") not in allowed.STATES:
        raise _bad("Invalid value specified for property 'state'.")
    if not isinstance(days, int) or not 0 <= days <= MOST_SNOOZED:
        raise _bad("Invalid value specified for property 'snoozeDurationInDays'.")
    if not isinstance(included, list) or not isinstance(fields.get("excludeTargets", []), list):
        raise _bad("Invalid value specified for property 'includeTargets'.")
    if "enforceRegistrationAfterAllowedSnoozes" in fields and call.version != "beta":
        raise _bad("The property 'enforceRegistrationAfterAllowedSnoozes' does not exist on this type.")
    policy = call.world.directory.method_policy
    enforcement = policy[ENFORCEMENT]
    before = enforcement[CAMPAIGN] if isinstance(enforcement, dict) else None
    after: JsonObject = {"excludeTargets": []} | fields
    policy[ENFORCEMENT] = {CAMPAIGN: after}
    call.world.wrote(call.app.client_id, "tenant", "campaign", (before, after))


def _bad(message: str) -> Problem:
    return Problem(400, "badRequest", message)


def _configuration(call: Call) -> Answer:
    try:
        row = allowed.configuration(call.world.directory, call.ids[0])
    except KeyError as error:
        raise missing(call.ids[0]) from error
    return Answer(body={"@odata.context": context(call, "authenticationMethodConfigurations/$entity"), **row})


ONE = frozenset({"$select"})
ROUTES = (
    Route(method="GET", path=DEFAULTS, answer=_defaults, roles=READ, options=ONE),
    Route(method="PATCH", path=DEFAULTS, answer=_set_defaults, roles=WRITE_DEFAULTS, also=READ, cost=Cost(write=True)),
    Route(method="GET", path=METHODS, answer=_method_policy, roles=READ_METHODS, versions=BOTH, options=ONE),
    Route(
        method="PATCH",
        path=METHODS,
        answer=_set_method_policy,
        roles=WRITE_METHODS,
        versions=BOTH,
        cost=Cost(write=True),
    ),
    Route(
        method="GET",
        path=f"{METHODS}/authenticationMethodConfigurations/{{}}",
        answer=_configuration,
        roles=READ_METHODS,
    ),
)
