"""Contoso's Conditional Access policies and named locations, by scenario."""

from demo.keys import stable_id
from demo.seed import cast
from demo.wire import Json, JsonObject

ENFORCED, REPORT_ONLY = "enabled", "enabledForReportingButNotEnforced"
ADMINISTRATORS = (
    "62e90394-69f5-4237-9190-012177145e10",  # Global Administrator
    "e8611ab8-c189-46e8-94e1-60213ab1f814",  # Privileged Role Administrator
    "194ae4cb-b126-40b2-bd5b-6091b380977d",  # Security Administrator
)
"""The roles for which "Require MFA for administrators" asks; that of users' own administrators is forgotten in it."""
WAREHOUSE_ONLY = "Block sign-ins from outside the warehouse"
SPARED: list[Json] = [cast.BREAK_GLASS_1, cast.BREAK_GLASS_2]


def policies(scenario: str) -> list[JsonObject]:
    """The policies, newest last; none where nothing is licensed."""
    made = {"conditional-access": _for_everybody, "catalogue": _for_some, "worldwide": _for_a_group}.get(scenario)
    return made() if made else []


def _for_everybody() -> list[JsonObject]:
    """MFA for everybody and no legacy authentication, but for those in "MFA Exclusions"; and once more for a group."""
    exclude: JsonObject = {"excludeGroups": [cast.MFA_EXCLUSIONS], "excludeUsers": SPARED}
    everybody: JsonObject = {"includeUsers": ["All"], **exclude}
    guests: JsonObject = {"includeUsers": ["GuestsOrExternalUsers"], **exclude}
    return [
        policy("Require MFA for all users", ENFORCED, users=everybody, controls=["mfa"]),
        policy("Require MFA for guests (report-only)", REPORT_ONLY, users=guests, controls=["mfa"]),
        policy(
            "Block legacy authentication",
            ENFORCED,
            users=everybody,
            controls=["block"],
            clients=["exchangeActiveSync", "other"],
        ),
        policy("Require MFA for MFA Rollout", ENFORCED, users={"includeGroups": [cast.MFA_ROLLOUT]}, controls=["mfa"]),
    ]


def _for_some() -> list[JsonObject]:
    """MFA through a group and for some roles; for everybody only on trial; nothing against legacy authentication."""
    excluded: list[Json] = [cast.MFA_EXCLUSIONS, cast.TRAVELLERS]
    roles: list[Json] = [*ADMINISTRATORS]
    group: JsonObject = {
        "includeGroups": [cast.MFA_ROLLOUT],
        "excludeGroups": excluded,
        "excludeUsers": [cast.BREAK_GLASS_1],
    }
    administrators: JsonObject = {"includeRoles": roles, "excludeUsers": [cast.BREAK_GLASS_1]}
    everybody: JsonObject = {
        "includeUsers": ["All"],
        "excludeGroups": [cast.MFA_EXCLUSIONS],
        "excludeUsers": [cast.BREAK_GLASS_1],
    }
    return [
        policy("Require MFA for MFA Rollout", ENFORCED, users=group, controls=["mfa"]),
        policy("Require MFA for administrators", ENFORCED, users=administrators, controls=["mfa"]),
        policy("Require MFA for all users (trial)", REPORT_ONLY, users=everybody, controls=["mfa"]),
        _from_the_warehouse(),
        _remembering_for_a_day(),
    ]


def _for_a_group() -> list[JsonObject]:
    """MFA for "MFA Rollout" alone, into which a campaign lets people."""
    users: JsonObject = {"includeGroups": [cast.MFA_ROLLOUT], "excludeUsers": SPARED}
    return [policy("Require MFA for MFA Rollout", ENFORCED, users=users, controls=["mfa"])]


def _from_the_warehouse() -> JsonObject:
    here: list[Json] = [stable_id("location", "Warehouse")]
    made = policy(WAREHOUSE_ONLY, ENFORCED, users={"includeGroups": [cast.WAREHOUSE]}, controls=["block"])
    _conditions(made)["locations"] = {"includeLocations": ["All"], "excludeLocations": here}
    return made


def _remembering_for_a_day() -> JsonObject:
    made = policy("Finance signs in every day", ENFORCED, users={"includeGroups": [cast.FINANCE]}, controls=[])
    frequency: JsonObject = {
        "value": 1,
        "type": "days",
        "isEnabled": True,
        "authenticationType": "primaryAndSecondaryAuthentication",
        "frequencyInterval": "timeBased",
    }
    browser: JsonObject = {"mode": "never", "isEnabled": True}
    nothing = dict.fromkeys(("applicationEnforcedRestrictions", "cloudAppSecurity", "disableResilienceDefaults"))
    return made | {
        "grantControls": None,
        "sessionControls": {**nothing, "signInFrequency": frequency, "persistentBrowser": browser},
    }


def _conditions(made: JsonObject) -> JsonObject:
    return _object(made["conditions"])


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def policy(
    name: str, state: str, *, users: JsonObject, controls: list[Json], clients: list[Json] | None = None
) -> JsonObject:
    """A policy for all applications."""
    made = blank(name, state)
    inside = _conditions(made)
    inside["clientAppTypes"] = clients or ["all"]
    inside["users"] = _object(inside["users"]) | users
    inside["applications"] = _object(inside["applications"]) | {"includeApplications": ["All"]}
    return made | {
        "grantControls": {
            "operator": "OR",
            "builtInControls": controls,
            "customAuthenticationFactors": [],
            "termsOfUse": [],
            "authenticationStrength": None,
        }
    }


def blank(name: str, state: str) -> JsonObject:
    """A policy that says nothing yet, with every part that a policy has."""
    return {
        "id": stable_id("policy", name),
        "templateId": None,
        "displayName": name,
        "createdDateTime": "2025-03-03T09:00:00Z",
        "modifiedDateTime": None,
        "state": state,
        "sessionControls": None,
        "conditions": _blank_conditions(),
        "grantControls": None,
    }


def _blank_conditions() -> JsonObject:
    kinds = ("Users", "Groups", "Roles")
    users: JsonObject = {f"{verb}{kind}": [] for kind in kinds for verb in ("include", "exclude")}
    return {
        "userRiskLevels": [],
        "signInRiskLevels": [],
        "servicePrincipalRiskLevels": [],
        "clientAppTypes": ["all"],
        "platforms": None,
        "locations": None,
        "devices": None,
        "clientApplications": None,
        "applications": {"includeApplications": [], "excludeApplications": [], "includeUserActions": []},
        "users": users | {"includeGuestsOrExternalUsers": None, "excludeGuestsOrExternalUsers": None},
    }


def locations(scenario: str) -> list[JsonObject]:
    """Named locations, for the scenarios that may have them: a trusted one; with the catalogue others too."""
    if scenario == "conditional-access":
        return [_network("HQ", "203.0.113.0/24", trusted=True)]
    if scenario != "catalogue":
        return []
    return [
        _network("HQ", "203.0.113.0/24", trusted=True),
        _network("Warehouse", "192.0.2.0/24", trusted=False),
        _place("Countries nobody works in", "countryNamedLocation")
        | {
            "countriesAndRegions": ["KP", "RU"],
            "includeUnknownCountriesAndRegions": False,
            "countryLookupMethod": "clientIpAddress",
        },
    ]


def _network(name: str, addresses: str, *, trusted: bool) -> JsonObject:
    kind = "#microsoft.graph.iPv4CidrRange"
    ranges: list[Json] = [{"@odata.type": kind, "cidrAddress": addresses}]
    return _place(name, "ipNamedLocation") | {"isTrusted": trusted, "ipRanges": ranges}


def _place(name: str, kind: str) -> JsonObject:
    return {
        "@odata.type": f"#microsoft.graph.{kind}",
        "id": stable_id("location", name),
        "displayName": name,
        "createdDateTime": "2025-03-01T09:00:00Z",
        "modifiedDateTime": None,
    }
