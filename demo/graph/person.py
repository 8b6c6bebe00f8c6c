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
    "faxNumber", "lastPasswordChangeDateTime", "onPremisesDistinguishedName", "onPremisesDomainName",
    "onPremisesImmutableId", "onPremisesLastSyncDateTime", "onPremisesSamAccountName", "passwordPolicies",
    "postalCode", "state", "streetAddress",
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
        "isResourceAccount": lambda call, p: None,
        "assignedLicenses": lambda call, p: assigned_licenses(call.world.directory, p),
        "assignedPlans": lambda call, p: assigned_plans(call.world.directory, p),
        "signInActivity": lambda call, p: _sign_in_activity(p),
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
    last = stamp(person.last_sign_in) if person.last_sign_in else None
    return {
        "lastSignInDateTime": last,
        "lastNonInteractiveSignInDateTime": last,
        "lastSuccessfulSignInDateTime": last,
    }


def _manager(call: Call, person: Person) -> Json:
    boss = call.world.directory.people.get(person.manager or "")
    return {"@odata.type": "#microsoft.graph.user", "id": boss.id, "displayName": boss.name} if boss else None
