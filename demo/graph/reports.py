"""The registration report: hours old in real life, needs Entra ID P1.

https://learn.microsoft.com/graph/api/authenticationmethodsroot-list-userregistrationdetails
"""

from demo import allowed
from demo.directory import Method, Person
from demo.graph.call import Call
from demo.graph.licences import demand_premium
from demo.graph.routes import BOTH, LIST, Route, roles
from demo.graph.shape import Shape, listed, one
from demo.limits import Cost
from demo.seed.methods import is_strong
from demo.wire import Answer, Json, stamp

READ = roles("AuditLog.Read.All")
REPORT = Cost(report=True)
PATH = "/reports/authenticationMethods/userRegistrationDetails"
NAMES = {
    "microsoftAuthenticator": "microsoftAuthenticatorPush",
    "fido2": "fido2SecurityKey",
    "softwareOath": "softwareOneTimePasscode",
    "windowsHelloForBusiness": "windowsHelloForBusiness",
    "email": "email",
    "temporaryAccessPass": "temporaryAccessPass",
}
PHONES = {"mobile": "mobilePhone", "alternateMobile": "alternateMobilePhone", "office": "officePhone"}
RESETTING = frozenset({"phone", "email", "microsoftAuthenticator", "softwareOath"})
PASSWORDLESS = frozenset({"fido2", "windowsHelloForBusiness"})
PREFERRED = {"microsoftAuthenticator": "push", "softwareOath": "oath", "phone": "sms"}


def _methods(call: Call, person: Person) -> tuple[Method, ...]:
    return person.methods.seen(call.world.clock.elapsed())


def _registered(call: Call, person: Person) -> bool:
    return any(is_strong(method) for method in _methods(call, person))


def _capable(call: Call, person: Person) -> bool:
    """Registered, and with a method that the policy lets this person use: a phone can be there in vain."""
    directory = call.world.directory
    return any(is_strong(m) and allowed.allows(directory, m, person.id) for m in _methods(call, person))


def _resets(call: Call, person: Person) -> bool:
    """Is a method registered that would reset the password? The alternate mobile phone does not."""
    return any(
        method.kind in RESETTING and method.detail("phoneType") != "alternateMobile"
        for method in _methods(call, person)
    )


def _named(method: Method) -> str | None:
    return PHONES[str(method.detail("phoneType"))] if method.kind == "phone" else NAMES.get(method.kind)


def _names(call: Call, person: Person) -> Json:
    return [name for method in _methods(call, person) if (name := _named(method)) is not None]


def _preferred(call: Call, person: Person) -> Json:
    held = [PREFERRED[method.kind] for method in _methods(call, person) if method.kind in PREFERRED]
    return person.preferred or (held[0] if held else "none")


def _is_admin(call: Call, person: Person) -> bool:
    directory = call.world.directory
    holders = {grant.principal for grant in directory.grants if not grant.eligible}
    return person.id in holders or not holders.isdisjoint(directory.groups_of(person.id))


DETAILS: Shape[Person] = Shape(
    "microsoft.graph.userRegistrationDetails",
    {
        "id": lambda call, p: p.id,
        "userPrincipalName": lambda call, p: p.upn,
        "userDisplayName": lambda call, p: p.name,
        "userType": lambda call, p: p.user_type.lower(),
        "isAdmin": _is_admin,
        "isMfaRegistered": _registered,
        "isMfaCapable": _capable,
        "isPasswordlessCapable": lambda call, p: any(m.kind in PASSWORDLESS for m in _methods(call, p)),
        "isSsprRegistered": _resets,
        "isSsprEnabled": lambda call, p: p.sspr,
        "isSsprCapable": lambda call, p: p.sspr and _resets(call, p),
        "isSystemPreferredAuthenticationMethodEnabled": lambda call, p: allowed.system_preferred(
            call.world.directory, p
        ),
        "systemPreferredAuthenticationMethods": lambda call, p: [],
        "methodsRegistered": _names,
        "userPreferredMethodForSecondaryAuthentication": _preferred,
        "lastUpdatedDateTime": lambda call, p: stamp(call.world.now().replace(hour=3, minute=0, second=0)),
    },
)


def _list(call: Call) -> Answer:
    demand_premium(call)
    people = call.world.directory.people
    return listed(call, DETAILS, people.values(), by_id=people.get)


def _one(call: Call) -> Answer:
    demand_premium(call)
    return one(call, DETAILS, call.person(), path="reports/authenticationMethods/userRegistrationDetails")


ROUTES = (
    Route(method="GET", path=PATH, answer=_list, roles=READ, versions=BOTH, options=LIST, cost=REPORT),
    Route(
        method="GET",
        path=f"{PATH}/{{}}",
        answer=_one,
        roles=READ,
        options=frozenset({"$select"}),
        cost=REPORT,
    ),
)
