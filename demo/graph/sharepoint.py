"""SharePoint's tenant settings, among them the switch for legacy authentication.

https://learn.microsoft.com/graph/api/sharepointsettings-get. The switch lost its meaning when legacy authentication was
blocked for good in May 2026 (message centre, MC1184649); it can still be read and set.
"""

from demo.exchange.organisation import SHAREPOINT_LEGACY
from demo.graph.call import Call
from demo.graph.routes import ONE, Route, roles
from demo.graph.shape import context, words
from demo.wire import Answer, JsonObject, Problem

READ = roles("SharePointTenantSettings.Read.All", "SharePointTenantSettings.ReadWrite.All")
WRITE = roles("SharePointTenantSettings.ReadWrite.All")
PATH = "/admin/sharepoint/settings"
PLAN = "SHAREPOINTENTERPRISE"
FIXED: JsonObject = {
    "allowedDomainGuidsForSyncApp": [],
    "availableManagedPathsForSiteCreation": ["/sites/", "/teams/"],
    "deletedUserPersonalSiteRetentionPeriodInDays": 30,
    "excludedFileExtensionsForSyncApp": [],
    "idleSessionSignOut": {"isEnabled": False, "warnAfterInSeconds": 0, "signOutAfterInSeconds": 0},
    "imageTaggingOption": "basic",
    "isCommentingOnSitePagesEnabled": True,
    "isFileActivityNotificationEnabled": True,
    "isLoopEnabled": True,
    "isMacSyncAppEnabled": True,
    "isRequireAcceptingUserToMatchInvitedUserEnabled": False,
    "isResharingByExternalUsersEnabled": True,
    "isSharePointMobileNotificationEnabled": True,
    "isSharePointNewsfeedEnabled": False,
    "isSiteCreationEnabled": True,
    "isSiteCreationUIEnabled": True,
    "isSitePagesCreationEnabled": True,
    "isSitesStorageLimitAutomatic": True,
    "isSyncButtonHiddenOnPersonalSite": False,
    "isUnmanagedSyncAppForTenantRestricted": False,
    "personalSiteDefaultStorageLimitInMB": 1048576,
    "sharingAllowedDomainList": [],
    "sharingBlockedDomainList": [],
    "sharingCapability": "externalUserSharingOnly",
    "sharingDomainRestrictionMode": "none",
    "siteCreationDefaultManagedPath": "/sites/",
    "siteCreationDefaultStorageLimitInMB": 26214400,
    "tenantDefaultTimezone": "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
}
"""What the demo only shows."""


def _settings(call: Call) -> Answer:
    _demand_licence(call)
    row: JsonObject = FIXED | {
        SHAREPOINT_LEGACY: call.world.exchange.sharepoint_legacy.seen(call.world.clock.elapsed())
    }
    return _shown(call, row)


def _set(call: Call) -> Answer:
    """Answers with all settings, as they are now, and not after the replication lag."""
    _demand_licence(call)
    wanted = call.fields.get(SHAREPOINT_LEGACY)
    if other := sorted(set(call.fields) - {SHAREPOINT_LEGACY}):
        raise Problem(400, "invalidRequest", f"The make-believe SharePoint cannot change '{other[0]}'.")
    if not isinstance(wanted, bool):
        raise Problem(400, "invalidRequest", f"Invalid value specified for property '{SHAREPOINT_LEGACY}'.")
    switch, (elapsed, lag) = call.world.exchange.sharepoint_legacy, call.world.lag_until()
    before = switch.true
    switch.put(wanted, elapsed=elapsed, lag=lag)
    call.world.wrote(call.app.client_id, "sharepoint", SHAREPOINT_LEGACY, (before, wanted))
    return _shown(call, FIXED | {SHAREPOINT_LEGACY: wanted})


def _shown(call: Call, row: JsonObject) -> Answer:
    names = words(call, "$select")
    if unknown := [name for name in names if name not in row]:
        text = f"Could not find a property named '{unknown[0]}' on type 'microsoft.graph.sharepointSettings'."
        raise Problem(400, "BadRequest", f"Parsing OData Select and Expand failed: {text}")
    chosen = {name: row[name] for name in names} if names else row
    return Answer(body={"@odata.context": context(call, "admin/sharepoint/settings/$entity"), **chosen})


def _demand_licence(call: Call) -> None:
    if not call.world.directory.has_plan(PLAN):
        raise Problem(400, "BadRequest", "Tenant does not have a SPO license.")


ROUTES = (
    Route(method="GET", path=PATH, answer=_settings, roles=READ, options=ONE),
    Route(method="PATCH", path=PATH, answer=_set, roles=WRITE),
)
