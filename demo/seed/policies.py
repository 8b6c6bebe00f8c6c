"""Contoso's roles, domains and authentication methods policy."""

from demo.directory import RoleDefinition, RoleGrant
from demo.keys import stable_id
from demo.seed import cast
from demo.wire import Json, JsonObject

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
HELPDESK_ADMINISTRATOR = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
SECURITY_ADMINISTRATOR = "194ae4cb-b126-40b2-bd5b-6091b380977d"
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
    RoleDefinition(SECURITY_ADMINISTRATOR, "Security Administrator", privileged=True),
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


SYSTEM_PREFERRED = {
    "no-p1": "disabled",
    "security-defaults": "default",
    "conditional-access": "enabled",
    "catalogue": "default",
    "worldwide": "default",
}
"""System-preferred MFA by scenario; ``default`` leaves it to Microsoft, who has it on."""


def method_policy(scenario: str) -> JsonObject:
    """Which methods may be used, and by whom. Preferences of the system and reports of fraud are words of beta only."""
    return {
        "id": "authenticationMethodsPolicy",
        "displayName": "Authentication Methods Policy",
        "description": "The tenant-wide policy that controls which authentication methods are allowed",
        "lastModifiedDateTime": "2025-09-30T09:00:00Z",
        "policyVersion": "1.5",
        "policyMigrationState": "migrationComplete",
        "registrationEnforcement": {"authenticationMethodsRegistrationCampaign": _campaign(scenario)},
        "reportSuspiciousActivitySettings": _reporting(),
        "systemCredentialPreferences": _system_preferred(SYSTEM_PREFERRED[scenario]),
        "authenticationMethodConfigurations": _configurations(scenario),
    }


def _system_preferred(state: str) -> JsonObject:
    return {"state": state, "excludeTargets": [], "includeTargets": [{"id": "all_users", "targetType": "group"}]}


def _reporting() -> JsonObject:
    """May people report a prompt that is not theirs? As Microsoft has it; 0 is the key pressed in a phone call."""
    return {"state": "default", "includeTarget": {"id": "all_users", "targetType": "group"}, "voiceReportingCode": 0}


def _campaign(scenario: str) -> JsonObject:
    """Microsoft's nudge towards the Authenticator app; off where the catalogue's story begins."""
    kind = "microsoftAuthenticator"
    target: JsonObject = {"id": "all_users", "targetType": "group", "targetedAuthenticationMethod": kind}
    return {"snoozeDurationInDays": 1, "state": "disabled" if scenario == "catalogue" else "default"} | {
        "excludeTargets": [],
        "includeTargets": [target],
    }


def _configurations(scenario: str) -> list[Json]:
    return [
        _configuration("Fido2", "fido2", "enabled"),
        _configuration("MicrosoftAuthenticator", "microsoftAuthenticator", "enabled", isSoftwareOathEnabled=True),
        _configuration("Sms", "sms", "enabled", target={"isUsableForSignIn": False}),
        _passes(scenario),
        _configuration("SoftwareOath", "softwareOath", "enabled"),
        _configuration("Voice", "voice", "disabled", isOfficePhoneAllowed=False),
        _configuration("Email", "email", "disabled"),
        _configuration("X509Certificate", "x509Certificate", "disabled"),
    ]


def _passes(scenario: str) -> JsonObject:
    """Temporary Access Passes, with Microsoft's own limits; a help desk that hands them out has them on."""
    state = "enabled" if scenario == "catalogue" else "disabled"
    limits: JsonObject = {
        "defaultLength": 8,
        "defaultLifetimeInMinutes": 60,
        "minimumLifetimeInMinutes": 60,
        "maximumLifetimeInMinutes": 480,
        "isUsableOnce": False,
    }
    return _configuration("TemporaryAccessPass", "temporaryAccessPass", state) | limits


def _configuration(name: str, kind: str, state: str, *, target: JsonObject | None = None, **more: Json) -> JsonObject:
    return {
        "@odata.type": f"#microsoft.graph.{kind}AuthenticationMethodConfiguration",
        "id": name,
        "state": state,
        "excludeTargets": [],
        "includeTargets": [ALL_USERS | (target or {})],
        **more,
    }
