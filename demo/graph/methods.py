"""A user's sign-in methods of all kinds: read and removed. Phones are in `demo.graph.phones`, passes in
`demo.graph.passes`.

https://learn.microsoft.com/graph/api/authentication-list-methods
"""

from demo import passes as known_passes
from demo.directory import Method, Person
from demo.graph import passes, phones
from demo.graph.call import Call
from demo.graph.routes import BOTH, Route, roles
from demo.graph.shape import context
from demo.limits import Cost
from demo.seed import methods as known
from demo.wire import Answer, Json, JsonObject, Problem, stamp

READ = roles("UserAuthenticationMethod.Read.All", "UserAuthenticationMethod.ReadWrite.All")
WRITE = roles("UserAuthenticationMethod.ReadWrite.All")
PATH = "/users/{}/authentication"
KINDS = ("fido2", "microsoftAuthenticator", "softwareOath", "windowsHelloForBusiness", "platformCredential", "email")
"""Kinds with a path of their own, ``/fido2Methods``; a password cannot be removed and has none."""


def _shown(call: Call, person: Person, method: Method) -> JsonObject:
    if method.kind == "phone":
        return phones.shown(call, person, method)
    if method.kind == known_passes.KIND:
        return passes.shown(call, person, method)
    return {"id": method.id, "createdDateTime": stamp(method.created), **dict(method.details)}


def _answer(call: Call, rows: list[Json]) -> Answer:
    where = context(call, f"users('{call.ids[0]}')/authentication/methods")
    return Answer(body={"@odata.context": where, "value": rows})


def _all(call: Call) -> Answer:
    person = call.person()
    rows: list[Json] = []
    for method in person.methods.seen(call.world.clock.elapsed()):
        kind = f"#microsoft.graph.{method.kind}AuthenticationMethod"
        rows.append({"@odata.type": kind, **_shown(call, person, method)})
    return _answer(call, rows)


def _of_kind(call: Call) -> Answer:
    person, kind = call.person(), call.path.rsplit("/", 1)[-1].removesuffix("Methods")
    methods = person.methods.seen(call.world.clock.elapsed())
    return _answer(call, [_shown(call, person, method) for method in methods if method.kind == kind])


def _remove(call: Call) -> Answer:
    """The default method goes last: https://learn.microsoft.com/graph/api/microsoftauthenticatorauthenticationmethod-delete"""
    person, kind = call.writable(), call.path.rsplit("/", 2)[-2].removesuffix("Methods")
    wanted = call.ids[1].casefold()
    old = next((one for one in person.methods.true if one.kind == kind and one.id.casefold() == wanted), None)
    if old is None:
        raise Problem(404, "resourceNotFound", "The requested authentication method does not exist.")
    rest = tuple(method for method in person.methods.true if method.id != old.id)
    if known.carries(person.preferred, old) and any(known.is_strong(method) for method in rest):
        raise Problem(400, "invalidRequest", "The default method cannot be removed while there are others.")
    elapsed, lag = call.world.lag_until()
    person.methods.put(rest, elapsed=elapsed, lag=lag)
    if not any(known.carries(person.preferred, method) for method in rest):
        person.preferred = None
    call.world.wrote(call.app.client_id, person.upn, f"method {kind}", (old.id, None))
    return Answer(204)


METHODS, WRITES = Cost(methods=True), Cost(methods=True, write=True)
ROUTES = (
    Route(method="GET", path=f"{PATH}/methods", answer=_all, roles=READ, versions=BOTH, cost=METHODS),
    *(Route(method="GET", path=f"{PATH}/{kind}Methods", answer=_of_kind, roles=READ, cost=METHODS) for kind in KINDS),
    *(
        Route(method="DELETE", path=f"{PATH}/{kind}Methods/{{}}", answer=_remove, roles=WRITE, cost=WRITES)
        for kind in KINDS
    ),
    *phones.ROUTES,
)
