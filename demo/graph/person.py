"""How a user shows itself, alone and in lists; the undocumented and the licensed properties included."""

from collections.abc import Iterable
from dataclasses import replace

from demo.directory import Group, Person
from demo.graph.call import Call
from demo.graph.licences import assigned_licenses, assigned_plans, demand_premium
from demo.graph.shape import Shape, listed, words
from demo.wire import Answer, Json, Problem, stamp

# fmt: off
BASIC = (
    "businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone", "officeLocation",
    "preferredLanguage", "surname", "userPrincipalName",
)
NULL_HERE = frozenset({
    "ageGroup", "city", "companyName", "country", "creationType", "deletedDateTime", "employeeId", "employeeType",
    "faxNumber", "onPremisesDistinguishedName", "onPremisesDomainName",
    "onPremisesImmutableId", "onPremisesLastSyncDateTime", "onPremisesSamAccountName", "postalCode",
    "state", "streetAddress",
})
SINGLE_ONLY = frozenset({
    "aboutMe", "birthday", "hireDate", "interests", "mailboxSettings", "mySite", "pastProjects", "preferredName",
    "responsibilities", "schools", "skills",
})
"""Properties that Graph gives for one user only: https://learn.microsoft.com/graph/api/user-list"""
# fmt: on

USER: Shape[Person] = Shape(
    "microsoft.graph.user",
    {
        "id": lambda call, p: p.id,
        "userPrincipalName": lambda call, p: p.upn,
        "displayName": lambda call, p: p.name,
        "givenName": lambda call, p: p.given,
        "surname": lambda call, p: p.surname,
        "mail": lambda call, p: p.mail,
        "mailNickname": lambda call, p: p.upn.partition("@")[0].replace("#EXT#", ""),
        "mobilePhone": lambda call, p: p.mobile,
        "businessPhones": lambda call, p: list(p.business_phones),
        "otherMails": lambda call, p: list(p.other_mails),
        "jobTitle": lambda call, p: p.job,
        "department": lambda call, p: p.department,
        "officeLocation": lambda call, p: p.office,
        "preferredLanguage": lambda call, p: p.language,
        "usageLocation": lambda call, p: p.location,
        "userType": lambda call, p: p.user_type,
        "accountEnabled": lambda call, p: p.enabled,
        "onPremisesSyncEnabled": lambda call, p: True if p.synced else None,
        "createdDateTime": lambda call, p: stamp(p.created),
        "externalUserState": lambda call, p: "Accepted" if p.user_type == "Guest" else None,
        "isManagementRestricted": lambda call, p: True if p.protected else None,
        "isResourceAccount": lambda call, p: None,
        "assignedLicenses": lambda call, p: assigned_licenses(call.world.directory, p),
        "assignedPlans": lambda call, p: assigned_plans(call.world.directory, p),
        "signInActivity": lambda call, p: _sign_in_activity(p),
        "proxyAddresses": lambda call, p: _proxies(p),
        "imAddresses": lambda call, p: [*filter(None, [_sip(p)])],
        "passwordPolicies": lambda call, p: "DisablePasswordExpiration" if p.password_never_expires else None,
        "lastPasswordChangeDateTime": lambda call, p: stamp(p.password_changed or p.created),
        "signInSessionsValidFromDateTime": lambda call, p: stamp(p.sessions_from or p.password_changed or p.created),
        "perUserMfaState": lambda call, p: p.state.seen(call.world.clock.elapsed()),
    },
    default=BASIC,
    empty=NULL_HERE,
    expands={"manager": lambda call, p: _manager(call, p)},
)


USER_ONLY = frozenset({"userPrincipalName", "accountEnabled", "userType"})
GROUP_ONLY = frozenset({"securityEnabled", "isAssignableToRole"})

DIRECTORY_OBJECT: Shape[Person | Group] = Shape(
    "microsoft.graph.directoryObject",
    {
        "id": lambda call, row: row.id,
        "displayName": lambda call, row: row.name,
        "mail": lambda call, row: row.mail,
        "userPrincipalName": lambda call, row: row.upn if isinstance(row, Person) else None,
        "accountEnabled": lambda call, row: row.enabled if isinstance(row, Person) else None,
        "userType": lambda call, row: row.user_type if isinstance(row, Person) else None,
        "securityEnabled": lambda call, row: True,
        "isAssignableToRole": lambda call, row: (row.role_assignable or None) if isinstance(row, Group) else None,
    },
    default=("id", "displayName", "mail", "userPrincipalName"),
    has=lambda row, name: name not in (GROUP_ONLY if isinstance(row, Person) else USER_ONLY),
    odata_type=lambda row: "#microsoft.graph.user" if isinstance(row, Person) else "#microsoft.graph.group",
)


def users(call: Call, rows: Iterable[Person]) -> Answer:
    """A page of users; the checks that only a list of users has."""
    names = words(call, "$select")
    if alone := next((name for name in names if name in SINGLE_ONLY), None):
        raise Problem(501, "NotImplemented", f"The property '{alone}' can be read for a single user only.")
    shape = SIGN_IN_USER if licensed(call) else USER
    return listed(hidden(call), shape, rows, by_id=call.world.directory.people.get)


SIGN_IN_USER: Shape[Person] = replace(USER, most=500)


def licensed(call: Call) -> bool:
    """Is ``signInActivity`` asked for? Then refuse without Entra ID P1 and without the permission for logs."""
    if "signInActivity" not in words(call, "$select"):
        return False
    demand_premium(call)
    _demand_role(call, "AuditLog.Read.All")
    return True


def hidden(call: Call) -> Call:
    """What the undocumented ``perUserMfaState`` does in this world; see `demo.world.HIDDEN_STATES`."""
    if "perUserMfaState" not in words(call, "$select") or call.world.hidden_state == "works":
        return call
    if call.world.hidden_state == "forbidden":
        raise Problem(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
    kept = ",".join(name for name in words(call, "$select") if name != "perUserMfaState")
    return call.with_query({**call.query, "$select": kept})


def _demand_role(call: Call, role: str) -> None:
    if role not in call.roles:
        raise Problem(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")


def _sign_in_activity(person: Person) -> Json:
    """The first two count attempts that failed too: https://learn.microsoft.com/graph/api/resources/signinactivity"""
    last, background = person.last_sign_in, person.last_background or person.last_sign_in
    return {
        "lastSignInDateTime": stamp(last) if last else None,
        "lastNonInteractiveSignInDateTime": stamp(background) if background else None,
        "lastSuccessfulSignInDateTime": stamp(person.last_success) if person.last_success else None,
    }


def _sip(person: Person) -> str | None:
    """The address for chats and calls, for those who have Teams."""
    return (person.sip or person.mail) if person.skus else None


def _proxies(person: Person) -> Json:
    """Mail addresses, the main one in capitals, then the address for chats."""
    mails = [f"SMTP:{person.mail}", *(f"smtp:{alias}" for alias in person.aliases)] if person.mail else []
    sip = _sip(person)
    return [*mails, *([f"SIP:{sip}"] if sip else [])]


def _manager(call: Call, person: Person) -> Json:
    boss = call.world.directory.people.get(person.manager or "")
    return {"@odata.type": "#microsoft.graph.user", "id": boss.id, "displayName": boss.name} if boss else None
