"""Which application permission a path needs, so that a 403 can name the one that is missing.

Least privileged, from the permission tables of Microsoft's reference pages (https://learn.microsoft.com/graph/api/)
and https://learn.microsoft.com/graph/permissions-reference. Where a call needs several, " and " stands between them.
"""

import re

_AND = " and "

_READ: tuple[tuple[str, str], ...] = (
    (r"/users/[^/]+/authentication/requirements", "Policy.Read.All"),
    (r"/users/[^/]+/authentication/phoneMethods", "UserAuthMethod-Phone.Read.All"),
    (r"/users/[^/]+/authentication/", "UserAuthenticationMethod.Read.All"),
    (r"/users/[^/]+/mailboxSettings", "MailboxSettings.Read"),
    (r"/users/[^/]+/ownedDevices", "Device.Read.All"),
    (r"/users/[^/]+/teamwork/installedApps", "TeamsAppInstallation.ReadWriteSelfForUser.All"),
    (r"/users/[^/]+/(checkMemberGroups|memberOf|transitiveMemberOf)", f"GroupMember.Read.All{_AND}User.Read.All"),
    (r"/users.*signInActivity", f"AuditLog.Read.All{_AND}User.Read.All"),
    (r"/users", "User.Read.All"),
    (r"/groups", "GroupMember.Read.All"),
    (r"/roleManagement/directory", "RoleManagement.Read.Directory"),
    (r"/policies/authenticationMethodsPolicy", "Policy.Read.AuthenticationMethod"),
    (r"/policies", "Policy.Read.All"),
    (r"/identity/conditionalAccess", "Policy.Read.All"),
    (r"/reports/authenticationMethods", "AuditLog.Read.All"),
    # The second is a documented known issue of the list (https://learn.microsoft.com/graph/api/signin-list).
    (r"/auditLogs/signIns", f"AuditLog.Read.All{_AND}Directory.Read.All"),
    (r"/auditLogs", "AuditLog.Read.All"),
    (r"/admin/sharepoint/settings", "SharePointTenantSettings.Read.All"),
    (r"/subscribedSkus", "Organization.Read.All"),
    (r"/organization", "Organization.Read.All"),
    (r"/domains", "Domain.Read.All"),
    (r"/security", "SecurityEvents.Read.All"),
    (r"/servicePrincipals", "Application.Read.All"),
    (r"/appCatalogs", "AppCatalog.Read.All"),
)

_WRITE: tuple[tuple[str, str], ...] = (
    (r"/users/[^/]+/authentication/requirements", "Policy.ReadWrite.AuthenticationMethod"),
    (r"/users/[^/]+/authentication/phoneMethods", "UserAuthMethod-Phone.ReadWrite.All"),
    (r"/users/[^/]+/authentication/", "UserAuthenticationMethod.ReadWrite.All"),
    (r"/policies/authenticationMethodsPolicy", "Policy.ReadWrite.AuthenticationMethod"),
    (r"/policies/identitySecurityDefaultsEnforcementPolicy", "Policy.ReadWrite.SecurityDefaults"),
    # All three are documented for creating: https://learn.microsoft.com/graph/api/conditionalaccessroot-post-policies
    (
        r"/identity/conditionalAccess",
        f"Policy.ReadWrite.ConditionalAccess{_AND}Policy.Read.All{_AND}Application.Read.All",
    ),
    (r"/users/[^/]+/revokeSignInSessions", "User.RevokeSessions.All"),
    (r"/users/[^/]+/teamwork/installedApps", "TeamsAppInstallation.ReadWriteSelfForUser.All"),
    (r"/users/[^/]+/teamwork/sendActivityNotification", "TeamsActivity.Send"),
    (r"/users/[^/]+/sendMail", "Mail.Send"),
    (r"/groups", "GroupMember.ReadWrite.All"),
)


def permission(path: str, *, write: bool) -> str:
    """The least application permission for this path, or an empty string where the table knows none."""
    table = _WRITE if write else _READ
    return next((scope for pattern, scope in table if re.match(pattern, path)), "")


#: Permissions that include the one asked for.
_BROADER = {
    "UserAuthMethod-Phone.Read.All": frozenset(
        {"UserAuthenticationMethod.Read.All", "UserAuthenticationMethod.ReadWrite.All"}
    ),
    "UserAuthMethod-Phone.ReadWrite.All": frozenset({"UserAuthenticationMethod.ReadWrite.All"}),
    "UserAuthenticationMethod.Read.All": frozenset({"UserAuthenticationMethod.ReadWrite.All"}),
    "GroupMember.Read.All": frozenset({"GroupMember.ReadWrite.All"}),
    "MailboxSettings.Read": frozenset({"MailboxSettings.ReadWrite"}),
    "Device.Read.All": frozenset({"Device.ReadWrite.All", "Directory.Read.All"}),
    "AppCatalog.Read.All": frozenset({"AppCatalog.ReadWrite.All"}),
    "TeamsAppInstallation.ReadWriteSelfForUser.All": frozenset(
        {
            "TeamsAppInstallation.ReadWriteForUser.All",
            "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All",
            "TeamsAppInstallation.ReadWriteAndConsentForUser.All",
        }
    ),
    "SecurityEvents.Read.All": frozenset({"SecurityEvents.ReadWrite.All"}),
    "SharePointTenantSettings.Read.All": frozenset({"SharePointTenantSettings.ReadWrite.All"}),
}


def allows(roles: frozenset[str], scope: str) -> bool:
    """Do these granted permissions include this one, or all of these?"""
    return all(_has(roles, one) for one in scope.split(_AND))


def missing(roles: frozenset[str], scope: str) -> str:
    """Of the permissions that a call needs, those not granted; all of them where none seems to be missing."""
    return _AND.join(one for one in scope.split(_AND) if not _has(roles, one)) or scope


def _has(roles: frozenset[str], scope: str) -> bool:
    return scope in roles or not roles.isdisjoint(_BROADER.get(scope, frozenset()))
