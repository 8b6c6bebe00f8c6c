"""A user's sign-in methods of all kinds; the phones among them are in `demo.graph.phones`.

https://learn.microsoft.com/graph/api/authentication-list-methods
"""

from demo.directory import Method, Person
from demo.graph import phones
from demo.graph.call import Call
from demo.graph.routes import BOTH, Route, roles
from demo.graph.shape import context
from demo.limits import Cost
from demo.wire import Answer, Json, JsonObject, stamp

READ = roles("UserAuthenticationMethod.Read.All", "UserAuthenticationMethod.ReadWrite.All")
PATH = "/users/{}/authentication"
KINDS = ("fido2", "microsoftAuthenticator", "softwareOath", "windowsHelloForBusiness", "email", "temporaryAccessPass")


def _shown(call: Call, person: Person, method: Method) -> JsonObject:
    if method.kind == "phone":
        return phones.shown(call, person, method)
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


METHODS = Cost(methods=True)
ROUTES = (
    Route(method="GET", path=f"{PATH}/methods", answer=_all, roles=READ, versions=BOTH, cost=METHODS),
    *(Route(method="GET", path=f"{PATH}/{kind}Methods", answer=_of_kind, roles=READ, cost=METHODS) for kind in KINDS),
    *phones.ROUTES,
)
