"""Per-user MFA and the preferred method: beta only.

https://learn.microsoft.com/graph/api/authentication-update?view=graph-rest-beta
"""

from demo import allowed
from demo.graph.call import Call
from demo.graph.routes import BETA, Route, roles
from demo.graph.shape import context
from demo.limits import Cost
from demo.seed.methods import PREFERENCES, carries
from demo.wire import Answer, JsonObject, Problem

READ = roles("Policy.Read.All", "Policy.ReadWrite.AuthenticationMethod")
WRITE = roles("Policy.ReadWrite.AuthenticationMethod")
READ_PREFERENCE = roles("UserAuthenticationMethod.Read.All", "UserAuthenticationMethod.ReadWrite.All")
WRITE_PREFERENCE = roles("UserAuthenticationMethod.ReadWrite.All")
STATES = ("disabled", "enabled", "enforced")
SYSTEM = "isSystemPreferredAuthenticationMethodEnabled"
OWN = "userPreferredMethodForSecondaryAuthentication"
REQUIREMENTS = "/users/{}/authentication/requirements"
SIGN_IN_PREFERENCES = "/users/{}/authentication/signInPreferences"


def _state(call: Call) -> Answer:
    person = call.person()
    path = context(call, f"users('{person.id}')/authentication/requirements")
    return Answer(body={"@odata.context": path, "perUserMfaState": person.state.seen(call.world.clock.elapsed())})


def _set_state(call: Call) -> Answer:
    person, wanted = call.writable(), call.fields.get("perUserMfaState")
    if wanted not in STATES:
        raise Problem(400, "Request_BadRequest", f"Invalid value specified for property 'perUserMfaState': {wanted}.")
    before = person.state.true
    elapsed, lag = call.world.lag_until()
    person.state.put(str(wanted), elapsed=elapsed, lag=lag)
    call.world.wrote(call.app.client_id, person.upn, "perUserMfaState", (before, str(wanted)))
    return Answer(204)


def _preference(call: Call) -> Answer:
    person = call.person()
    return Answer(
        body={
            "@odata.context": context(call, f"users('{person.id}')/authentication/signInPreferences"),
            SYSTEM: allowed.system_preferred(call.world.directory, person),
            OWN: person.preferred,
        }
    )


def _set_preference(call: Call) -> Answer:
    """Absolute values; while the system's preference is on, the person's is kept but has no effect at sign-in."""
    person, fields = call.writable(), call.fields
    before: JsonObject = {SYSTEM: person.system_preferred, OWN: person.preferred}
    wanted, system = fields.get(OWN, person.preferred), fields.get(SYSTEM, person.system_preferred)
    if wanted is not None and wanted not in PREFERENCES:
        raise Problem(400, "Request_BadRequest", f"Invalid value specified for property '{OWN}': {wanted}.")
    if wanted is not None and not any(carries(str(wanted), method) for method in person.methods.true):
        raise Problem(400, "invalidRequest", f"The method '{wanted}' is not registered for the user.")
    if system is not None and not isinstance(system, bool):
        raise Problem(400, "Request_BadRequest", f"Invalid value specified for property '{SYSTEM}'.")
    person.preferred, person.system_preferred = None if wanted is None else str(wanted), system
    after: JsonObject = {SYSTEM: system, OWN: person.preferred}
    call.world.wrote(call.app.client_id, person.upn, "signInPreferences", (before, after))
    return Answer(204)


ROUTES = (
    Route(method="GET", path=REQUIREMENTS, answer=_state, roles=READ, versions=BETA),
    Route(method="PATCH", path=REQUIREMENTS, answer=_set_state, roles=WRITE, versions=BETA, cost=Cost(write=True)),
    Route(
        method="GET",
        path=SIGN_IN_PREFERENCES,
        answer=_preference,
        roles=READ_PREFERENCE,
        versions=BETA,
        cost=Cost(methods=True),
    ),
    Route(
        method="PATCH",
        path=SIGN_IN_PREFERENCES,
        answer=_set_preference,
        roles=WRITE_PREFERENCE,
        versions=BETA,
        cost=Cost(write=True, methods=True),
    ),
)
