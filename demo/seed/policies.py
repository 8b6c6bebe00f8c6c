"""Contoso's roles, policies, named locations and domains."""

from demo.directory import RoleDefinition, RoleGrant
from demo.keys import stable_id
from demo.seed import cast
from demo.wire import Json, JsonObject

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
HELPDESK_ADMINISTRATOR = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
EXCHANGE_ADMINISTRATOR = "29232cdf-9323-42fd-ade2-1d097af3e4de"
GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"

# Ids of built-in roles are those of Microsoft's permissions reference and the same in every tenant:
# https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
ROLES = (
    RoleDefinition(GLOBAL_ADMINISTRATOR, "Global Administrator", privileged=True),
    RoleDefinition("e8611ab8-c189-46e8-94e1-60213ab1f814", "Privileged Role Administrator", privileged=True),
    RoleDefinition("7be44c8a-adaf-4e2a-84d6-ab2649e08a13", "Privileged Authentication Administrator", privileged=True),
    RoleDefinition("c4e39bd9-1100-46d3-8c65-fb160da0071f", "Authentication Administrator", privileged=True),
    RoleDefinition("0526716b-113d-4c15-b2c8-68e3c22b9f80", "Authentication Policy Administrator", privileged=False),
    RoleDefinition("b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", "Conditional Access Administrator", privileged=True),
    RoleDefinition("194ae4cb-b126-40b2-bd5b-6091b380977d", "Security Administrator", privileged=True),
    RoleDefinition(USER_ADMINISTRATOR, "User Administrator", privileged=True),
    RoleDefinition(HELPDESK_ADMINISTRATOR, "Helpdesk Administrator", privileged=True),
    RoleDefinition(EXCHANGE_ADMINISTRATOR, "Exchange Administrator", privileged=True),
    RoleDefinition(GLOBAL_READER, "Global Reader", privileged=True),
)


def grants() -> list[RoleGrant]:
    """Who holds which role, directly, through a group, or only eligible."""
    held = [
        (cast.BREAK_GLASS_1, GLOBAL_ADMINISTRATOR, False),
        (cast.BREAK_GLASS_2, GLOBAL_ADMINISTRATOR, False),
        (cast.GINA, GLOBAL_ADMINISTRATOR, False),
        (cast.TOM, GLOBAL_ADMINISTRATOR, False),
        (cast.MIA, USER_ADMINISTRATOR, False),
        (cast.HELPDESK_TEAM, HELPDESK_ADMINISTRATOR, False),
        (stable_id("service principal", cast.APP_ID), GLOBAL_READER, False),
        (cast.NILS, HELPDESK_ADMINISTRATOR, True),
    ]
    return [RoleGrant(stable_id("grant", who, role), who, role, eligible) for who, role, eligible in held]


def conditional_access(scenario: str) -> list[JsonObject]:
    """The policies, newest last; none where nothing is licensed."""
    if scenario != "conditional-access":
        return []
    spared: list[Json] = [cast.BREAK_GLASS_1, cast.BREAK_GLASS_2]
    exclude: JsonObject = {"excludeGroups": [cast.MFA_EXCLUSIONS], "excludeUsers": spared}
    everybody: JsonObject = {"includeUsers": ["All"], **exclude}
    guests: JsonObject = {"includeUsers": ["GuestsOrExternalUsers"], **exclude}
    return [
        _policy("Require MFA for all users", "enabled", users=everybody, controls=["mfa"]),
        _policy(
            "Require MFA for guests (report-only)",
            "enabledForReportingButNotEnforced",
            users=guests,
            controls=["mfa"],
        ),
        _policy(
            "Block legacy authentication",
            "enabled",
            users=everybody,
            controls=["block"],
            clients=["exchangeActiveSync", "other"],
        ),
    ]


def _policy(
    name: str, state: str, *, users: JsonObject, controls: list[Json], clients: list[Json] | None = None
) -> JsonObject:
    kinds = ("Users", "Groups", "Roles")
    who: JsonObject = {f"{verb}{kind}": [] for kind in kinds for verb in ("include", "exclude")}
    applications: JsonObject = {"includeApplications": ["All"], "excludeApplications": [], "includeUserActions": []}
    return {
        "id": stable_id("policy", name),
        "templateId": None,
        "displayName": name,
        "createdDateTime": "2025-03-03T09:00:00Z",
        "modifiedDateTime": None,
        "state": state,
        "sessionControls": None,
        "conditions": _conditions(who | users, applications, clients or ["all"]),
        "grantControls": {
            "operator": "OR",
            "builtInControls": controls,
            "customAuthenticationFactors": [],
            "termsOfUse": [],
            "authenticationStrength": None,
        },
    }


def _conditions(users: JsonObject, applications: JsonObject, clients: list[Json]) -> JsonObject:
    return {
        "userRiskLevels": [],
        "signInRiskLevels": [],
        "servicePrincipalRiskLevels": [],
        "clientAppTypes": clients,
        "platforms": None,
        "locations": None,
        "devices": None,
        "clientApplications": None,
        "applications": applications,
        "users": users | {"includeGuestsOrExternalUsers": None, "excludeGuestsOrExternalUsers": None},
    }


def locations(scenario: str) -> list[JsonObject]:
    """Named locations, for the scenario that may have them."""
    if scenario != "conditional-access":
        return []
    return [
        {
            "@odata.type": "#microsoft.graph.ipNamedLocation",
            "id": stable_id("location", "HQ"),
            "displayName": "HQ",
            "createdDateTime": "2025-03-01T09:00:00Z",
            "modifiedDateTime": None,
            "isTrusted": True,
            "ipRanges": [{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "203.0.113.0/24"}],
        }
    ]


def domains() -> list[JsonObject]:
    """One managed default domain, the initial one, and a federated one."""
    return [
        _domain(cast.DOMAIN, default=True),
        _domain(cast.INITIAL_DOMAIN, initial=True),
        _domain("factory.contoso.com", federated=True),
    ]


def _domain(name: str, *, default: bool = False, initial: bool = False, federated: bool = False) -> JsonObject:
    return {
        "id": name,
        "authenticationType": "Federated" if federated else "Managed",
        "isAdminManaged": True,
        "isDefault": default,
        "isInitial": initial,
        "isRoot": name.count(".") == 1,
        "isVerified": True,
        "supportedServices": ["Email", "OfficeCommunicationsOnline"],
    }


ALL_USERS: JsonObject = {"targetType": "group", "id": "all_users", "isRegistrationRequired": False}


SYSTEM_PREFERRED = {"no-p1": "disabled", "security-defaults": "default", "conditional-access": "enabled"}
"""System-preferred MFA by scenario; ``default`` leaves it to Microsoft, who has it on."""


def method_policy(scenario: str) -> JsonObject:
    """Which methods may be used, and by whom. The system's own preferences are a word of beta only."""
    return {
        "id": "authenticationMethodsPolicy",
        "displayName": "Authentication Methods Policy",
        "description": "The tenant-wide policy that controls which authentication methods are allowed",
        "lastModifiedDateTime": "2025-09-30T09:00:00Z",
        "policyVersion": "1.5",
        "policyMigrationState": "migrationComplete",
        "registrationEnforcement": {"authenticationMethodsRegistrationCampaign": _campaign()},
        "systemCredentialPreferences": _system_preferred(SYSTEM_PREFERRED[scenario]),
        "authenticationMethodConfigurations": _configurations(),
    }


def _system_preferred(state: str) -> JsonObject:
    return {"state": state, "excludeTargets": [], "includeTargets": [{"id": "all_users", "targetType": "group"}]}


def _campaign() -> JsonObject:
    kind = "microsoftAuthenticator"
    target: JsonObject = {"id": "all_users", "targetType": "group", "targetedAuthenticationMethod": kind}
    return {"snoozeDurationInDays": 1, "state": "default", "excludeTargets": [], "includeTargets": [target]}


def _configurations() -> list[Json]:
    return [
        _configuration("Fido2", "fido2", "enabled"),
        _configuration("MicrosoftAuthenticator", "microsoftAuthenticator", "enabled", isSoftwareOathEnabled=True),
        _configuration("Sms", "sms", "enabled", target={"isUsableForSignIn": False}),
        _configuration("TemporaryAccessPass", "temporaryAccessPass", "disabled"),
        _configuration("SoftwareOath", "softwareOath", "enabled"),
        _configuration("Voice", "voice", "disabled", isOfficePhoneAllowed=False),
        _configuration("Email", "email", "disabled"),
        _configuration("X509Certificate", "x509Certificate", "disabled"),
    ]


def _configuration(name: str, kind: str, state: str, *, target: JsonObject | None = None, **more: Json) -> JsonObject:
    return {
        "@odata.type": f"#microsoft.graph.{kind}AuthenticationMethodConfiguration",
        "id": name,
        "state": state,
        "excludeTargets": [],
        "includeTargets": [ALL_USERS | (target or {})],
        **more,
    }
