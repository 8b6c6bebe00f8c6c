"""Conditional Access: policies that are read, created, changed and deleted, and named locations.

https://learn.microsoft.com/graph/api/conditionalaccessroot-post-policies. One request a second for the whole tenant,
and a refusal that does not say how long to wait: https://learn.microsoft.com/graph/throttling-limits
"""

from collections.abc import Callable
from copy import deepcopy

from demo.graph.call import Call
from demo.graph.licences import demand_premium
from demo.graph.routes import Route, roles
from demo.graph.shape import context, words
from demo.keys import stable_id
from demo.limits import Cost
from demo.seed.conditional import blank
from demo.wire import Answer, Json, JsonObject, Problem, stamp

READ = roles("Policy.Read.All", "Policy.Read.ConditionalAccess", "Policy.ReadWrite.ConditionalAccess")
WRITE = roles("Policy.ReadWrite.ConditionalAccess")
READ_TOO = roles("Policy.Read.All")
PATH = "/identity/conditionalAccess"
STATES = ("enabled", "disabled", "enabledForReportingButNotEnforced")
CONTROLS = frozenset(
    {
        *("block", "mfa", "compliantDevice", "domainJoinedDevice", "approvedApplication", "compliantApplication"),
        *("passwordChange", "riskRemediation"),
    }
)
CLIENTS = frozenset({"all", "browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "easSupported", "other"})
ACTIONS = frozenset({"urn:user:registersecurityinfo", "urn:user:registerdevice"})
FIELDS = ("displayName", "state", "conditions", "grantControls", "sessionControls")
INCLUDES = ("includeUsers", "includeGroups", "includeRoles", "includeGuestsOrExternalUsers")
PLACES = frozenset({"All", "AllTrusted", "00000000-0000-0000-0000-000000000000"})


# --- reading ----------------------------------------------------------------------------------------------------------


def _selected(call: Call, row: JsonObject) -> JsonObject:
    names = words(call, "$select")
    return {name: row.get(name) for name in names} if names else row


def _collection(call: Call, name: str, rows: list[JsonObject]) -> Answer:
    value: list[Json] = [_selected(call, row) for row in rows]
    return Answer(body={"@odata.context": context(call, f"identity/conditionalAccess/{name}"), "value": value})


def _list(call: Call) -> Answer:
    return _collection(call, "policies", call.world.directory.policies)


def _one(call: Call) -> Answer:
    return _shown(call, "policies", _find(call, call.world.directory.policies))


def _locations(call: Call) -> Answer:
    return _collection(call, "namedLocations", call.world.directory.locations)


def _location(call: Call) -> Answer:
    return _shown(call, "namedLocations", _find(call, call.world.directory.locations))


def _shown(call: Call, name: str, row: JsonObject, *, status: int = 200) -> Answer:
    where = context(call, f"conditionalAccess/{name}/$entity")
    return Answer(status, {"@odata.context": where, **_selected(call, row)})


def _find(call: Call, rows: list[JsonObject]) -> JsonObject:
    found = next((row for row in rows if row["id"] == call.ids[0].casefold()), None)
    if found is None:
        raise Problem(404, "NotFound", f"{call.ids[0]} does not exist in the directory.")
    return found


# --- writing ----------------------------------------------------------------------------------------------------------


def _create(call: Call) -> Answer:
    """A policy of this name may exist already: Microsoft makes a second one."""
    demand_premium(call)
    given = call.fields
    for needed in ("displayName", "state", "conditions"):
        if not given.get(needed):
            raise _bad(f"1003: The policy lacks '{needed}'.")
    row = _merged(blank(str(given["displayName"]), str(given["state"])), given)
    row["id"] = stable_id("policy", str(given["displayName"]), str(len(call.world.recorder.writes)))
    row["createdDateTime"] = stamp(call.world.now())
    _check(call, row)
    call.world.directory.policies.append(row)
    call.world.wrote(call.app.client_id, str(row["displayName"]), "policy", (None, row["state"]))
    return _shown(call, "policies", row, status=201)


def _change(call: Call) -> Answer:
    demand_premium(call)
    old = _find(call, call.world.directory.policies)
    new = _merged(deepcopy(old), call.fields)
    _check(call, new)
    new["modifiedDateTime"] = stamp(call.world.now())
    before = old["state"]
    old.update(new)
    call.world.wrote(call.app.client_id, str(old["displayName"]), "policy", (before, old["state"]))
    return Answer(204)


def _delete(call: Call) -> Answer:
    old = _find(call, call.world.directory.policies)
    call.world.directory.policies.remove(old)
    call.world.wrote(call.app.client_id, str(old["displayName"]), "policy", (old["state"], None))
    return Answer(204)


def _merged(row: JsonObject, given: JsonObject) -> JsonObject:
    """The policy with what was sent; of the conditions each part that was sent is replaced as a whole."""
    if unknown := sorted(name for name in given if name not in FIELDS and not name.startswith("@")):
        raise _bad(f"The property '{unknown[0]}' cannot be written.")
    plain = {name: given[name] for name in ("displayName", "state", "sessionControls") if name in given}
    conditions, sent = _object(row["conditions"]), _object(given.get("conditions"))
    merged = {name: _part(conditions.get(name), value) for name, value in sent.items()}
    grant = _part(row["grantControls"], given["grantControls"]) if "grantControls" in given else row["grantControls"]
    return row | plain | {"conditions": conditions | merged, "grantControls": grant}


def _part(known: Json, sent: Json) -> Json:
    """What was sent, and empty lists for the rest of it."""
    if not isinstance(sent, dict):
        return sent
    empty: JsonObject = {name: [] if isinstance(value, list) else None for name, value in _object(known).items()}
    return empty | sent


def _check(call: Call, row: JsonObject) -> None:
    if row["state"] not in STATES:
        raise _bad(f"1004: '{row['state']}' is not a state of a policy.")
    if row["state"] == "enabled" and call.world.directory.security_defaults.true:
        raise _bad("Security Defaults is enabled in the tenant. You must disable Security defaults before enabling.")
    conditions = _object(row["conditions"])
    _check_users(call, _object(conditions.get("users")))
    _check_applications(_object(conditions.get("applications")))
    _check_places(call, _object(conditions.get("locations")))
    _among(conditions.get("clientAppTypes"), CLIENTS, "1020: client app types")
    _check_controls(row)


def _check_users(call: Call, users: JsonObject) -> None:
    if not any(users.get(name) for name in INCLUDES):
        raise _bad("1001: The policy names no users, groups or roles.")
    directory = call.world.directory
    known: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("Users", lambda key: key in ("All", "None", "GuestsOrExternalUsers") or key in directory.people),
        ("Groups", lambda key: key in directory.groups),
        ("Roles", lambda key: any(role.id == key for role in directory.roles)),
    )
    for kind, exists in known:
        for verb in ("include", "exclude"):
            for key in _strings(users.get(f"{verb}{kind}")):
                if not exists(key):
                    raise _bad(f"1011: {verb}{kind} holds '{key}', which does not exist in the directory.")


def _check_applications(applications: JsonObject) -> None:
    if not applications.get("includeApplications") and not applications.get("includeUserActions"):
        raise _bad("1002: The policy names no applications and no user actions.")
    _among(applications.get("includeUserActions"), ACTIONS, "1014: user actions")


def _check_places(call: Call, locations: JsonObject) -> None:
    """A location of a second ago is not known yet: error 1040."""
    known = PLACES | {str(row["id"]) for row in call.world.directory.locations}
    for name in ("includeLocations", "excludeLocations"):
        _among(locations.get(name), known, "1040: NamedLocation that does not exist in the directory")


def _check_controls(row: JsonObject) -> None:
    grant = _object(row["grantControls"])
    controls = _strings(grant.get("builtInControls"))
    if not controls and not grant.get("authenticationStrength") and not row.get("sessionControls"):
        raise _bad("1007: The policy has neither grant controls nor session controls.")
    if controls and grant.get("operator") not in ("AND", "OR"):
        raise _bad("1008: The operator of grant controls is AND or OR.")
    if "block" in controls and len(controls) > 1:
        raise _bad("1009: Block cannot stand beside other controls.")
    _among([*controls], CONTROLS, "1010: grant controls")


def _among(values: Json, known: frozenset[str], what: str) -> None:
    for value in _strings(values):
        if value not in known:
            raise _bad(f"{what}: '{value}'.")


def _strings(value: Json) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _bad(message: str) -> Problem:
    return Problem(400, "BadRequest", message)


ONE = frozenset({"$select"})
READS = Cost(conditional_access=True)
WRITES = Cost(conditional_access=True, write=True)
APPS = roles("Application.Read.All")
POLICIES, POLICY = f"{PATH}/policies", f"{PATH}/policies/{{}}"
LOCATIONS = f"{PATH}/namedLocations"
ROUTES = (
    Route(method="GET", path=POLICIES, answer=_list, roles=READ, options=ONE, cost=READS),
    Route(method="GET", path=POLICY, answer=_one, roles=READ, options=ONE, cost=READS),
    Route(method="POST", path=POLICIES, answer=_create, roles=WRITE, also=READ_TOO, more=APPS, cost=WRITES),
    Route(method="PATCH", path=POLICY, answer=_change, roles=WRITE, also=READ_TOO, more=APPS, cost=WRITES),
    Route(method="DELETE", path=POLICY, answer=_delete, roles=WRITE, also=READ_TOO, cost=WRITES),
    Route(method="GET", path=LOCATIONS, answer=_locations, roles=READ, options=ONE, cost=READS),
    Route(method="GET", path=f"{LOCATIONS}/{{}}", answer=_location, roles=READ, options=ONE, cost=READS),
)
