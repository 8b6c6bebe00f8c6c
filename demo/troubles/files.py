"""What the fault files say, from what each route asks for."""

import json
import re
from collections.abc import Iterator

from demo.exchange.roles import MANAGE_AS_APP
from demo.graph.licences import NO_PREMIUM
from demo.graph.routes import Route
from demo.graph.table import ROUTES
from demo.wire import Json, JsonObject

LEAST = (
    *("User.Read.All", "GroupMember.Read.All", "RoleManagement.Read.Directory", "AuditLog.Read.All"),
    *("UserAuthMethod-Phone.Read.All", "UserAuthMethod-Phone.ReadWrite.All", "UserAuthenticationMethod.Read.All"),
    *("UserAuthenticationMethod.ReadWrite.All", "Policy.Read.AuthenticationMethod", "Policy.Read.All"),
    *("Policy.ReadWrite.AuthenticationMethod", "Policy.ReadWrite.ConditionalAccess"),
    *("Policy.ReadWrite.SecurityDefaults", "Domain.Read.All", "Organization.Read.All", "Application.Read.All"),
    *("SharePointTenantSettings.Read.All", "SharePointTenantSettings.ReadWrite.All", "SecurityEvents.Read.All"),
    *("User.RevokeSessions.All", "GroupMember.ReadWrite.All", "Directory.Read.All"),
    *("MailboxSettings.Read", "Device.Read.All", "AppCatalog.Read.All", "TeamsActivity.Send", "Mail.Send"),
    "TeamsAppInstallation.ReadWriteSelfForUser.All",
)
"""Permissions from the least: of those that open a route, the first of these is the one that is asked for."""
DENIED: JsonObject = {
    "status": 403,
    "code": "Authorization_RequestDenied",
    "message": "Insufficient privileges to complete the operation.",
}
PREMIUM: JsonObject = {
    "status": 403,
    "code": "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
    "message": NO_PREMIUM,
}
GOVERNED: JsonObject = {
    "status": 400,
    "code": "AadPremiumLicenseRequired",
    "message": "The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.",
}
NO_EXCHANGE: JsonObject = {
    "status": 400,
    "code": "OrganizationNotFound",
    "message": "The tenant needs to have an Exchange Online license.",
}
NO_SHAREPOINT: JsonObject = {"status": 400, "code": "BadRequest", "message": "Tenant does not have a SPO license."}
ELIGIBLE = r"^/(v1\.0|beta)/roleManagement/directory/roleEligibilityScheduleInstances(\?|$)"
ACTIVITY = r"^/(v1\.0|beta)/users.*signInActivity"
NEEDS_P1 = (
    ("", r"^/(v1\.0|beta)/reports/authenticationMethods/"),
    ("", r"^/(v1\.0|beta)/auditLogs/"),
    ("GET", ACTIVITY),
    ("POST", r"^/v1\.0/identity/conditionalAccess/"),
    ("PATCH", r"^/v1\.0/identity/conditionalAccess/"),
)
GROUPS = (
    ("POST", r"^/v1\.0/groups/[^/?]+/members/\$ref$"),
    ("PATCH", r"^/v1\.0/groups/[^/?]+$"),
    ("DELETE", r"^/v1\.0/groups/[^/?]+/members/[^/?]+/\$ref$"),
)


def everything() -> dict[str, list[Json]]:
    """The faults of each file by its name."""
    return {
        "without-licence-P1": [_fault(method, path, PREMIUM) for method, path in NEEDS_P1]
        + [_fault("GET", ELIGIBLE, GOVERNED)],
        "without-licence-P2": [_fault("GET", ELIGIBLE, GOVERNED)],
        "without-licence-Exchange": [_fault("POST", "^/exchange/adminapi/", NO_EXCHANGE)],
        "without-licence-SharePoint": [_fault("", r"^/v1\.0/admin/sharepoint/settings", NO_SHAREPOINT)],
        **{f"without-{role}": faults for role in LEAST if (faults := [*_denied(role)])},
        f"without-{MANAGE_AS_APP}": [_fault("POST", "^/exchange/adminapi/", {**DENIED, "code": "Forbidden"})],
    }


def shown(faults: list[Json]) -> str:
    """A file's text."""
    return "".join(("[\n", ",\n".join(f"  {json.dumps(fault)}" for fault in faults), "\n]\n"))


def _denied(role: str) -> Iterator[Json]:
    if role == "AuditLog.Read.All":
        yield _fault("GET", ACTIVITY, DENIED)
    if role == "GroupMember.ReadWrite.All":
        yield from (_fault(method, path, DENIED) for method, path in GROUPS)
    for route in ROUTES:
        if role in _needed(route):
            yield _fault(route.method, _pattern(route), DENIED)


def _needed(route: Route) -> set[str]:
    """The least permission of each kind that a route asks for."""
    asked = (route.roles, route.also, route.more)
    return {next(role for role in LEAST if role in names) for names in asked if names}


def _pattern(route: Route) -> str:
    path = "[^/?]+".join(re.escape(part) for part in route.path.split("{}"))
    versions = "|".join(re.escape(version) for version in route.versions)
    return rf"^/({versions}){path}(\?|$)"


def _fault(method: str, path: str, refusal: JsonObject) -> Json:
    return {**({"method": method} if method else {}), "path": path, **refusal}
