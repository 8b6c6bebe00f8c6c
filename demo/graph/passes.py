"""Temporary Access Passes: a code with an end, told once, in the answer that creates it.

https://learn.microsoft.com/graph/api/authentication-post-temporaryaccesspassmethods,
https://learn.microsoft.com/entra/identity/authentication/howto-authentication-temporary-access-pass
"""

from datetime import UTC, datetime

from demo import allowed, passes
from demo.directory import Method, Person
from demo.graph.call import Call
from demo.graph.routes import Route, roles
from demo.graph.shape import context
from demo.limits import Cost
from demo.wire import Answer, Json, JsonObject, Problem, stamp

READ = roles("UserAuthenticationMethod.Read.All", "UserAuthenticationMethod.ReadWrite.All")
WRITE = roles("UserAuthenticationMethod.ReadWrite.All")
PATH = "/users/{}/authentication/temporaryAccessPassMethods"
LEAST, MOST = 10, 43_200
"""Minutes that any pass may live; the policy's own limits lie within."""


def shown(call: Call, person: Person, method: Method) -> JsonObject:
    """A pass without its secret."""
    reason = passes.why(call.world.directory, person.id, method, call.world.now())
    start = method.detail("startDateTime") or stamp(method.created)
    return {
        "id": method.id,
        "createdDateTime": stamp(method.created),
        "temporaryAccessPass": None,
        "startDateTime": start,
        "lifetimeInMinutes": method.detail("lifetimeInMinutes"),
        "isUsableOnce": method.detail("isUsableOnce"),
        "isUsable": reason == passes.USABLE,
        "methodUsabilityReason": reason,
    }


def _list(call: Call) -> Answer:
    person = call.person()
    rows: list[Json] = [shown(call, person, method) for method in _held(call, person)]
    where = context(call, f"users('{call.ids[0]}')/authentication/temporaryAccessPassMethods")
    return Answer(body={"@odata.context": where, "value": rows})


def _one(call: Call) -> Answer:
    person = call.person()
    found = next((method for method in _held(call, person) if method.id == call.ids[1].casefold()), None)
    if found is None:
        raise _missing()
    return Answer(body={"@odata.context": _context(call), **shown(call, person, found)})


def _create(call: Call) -> Answer:
    """Allowed or not, a pass is made; whether it opens anything, it says itself. The one before is gone."""
    person, now = call.writable(), call.world.now()
    if person.user_type == "Guest":
        raise _bad("Temporary Access Pass cannot be added to an external guest user.")
    minutes, once = _lifetime(call), _once(call)
    start = _start(call) or now
    number = len(call.world.recorder.writes)
    made = passes.make(person.id, number, start, minutes=minutes, once=once, created=now)
    rest = tuple(method for method in person.methods.true if method.kind != passes.KIND)
    _put(call, person, (*rest, made))
    said = f"{minutes} minutes{', once' if once else ''}"
    call.world.wrote(call.app.client_id, person.upn, "pass", (None, said))
    length = int(str(_policy(call)["defaultLength"]))
    secret = {"temporaryAccessPass": passes.secret(made, length)}
    return Answer(201, {"@odata.context": _context(call), **shown(call, person, made), **secret})


def _remove(call: Call) -> Answer:
    person = call.writable()
    found = next((method for method in person.methods.true if method.id == call.ids[1].casefold()), None)
    if found is None or found.kind != passes.KIND:
        raise _missing()
    _put(call, person, tuple(method for method in person.methods.true if method.id != found.id))
    call.world.wrote(call.app.client_id, person.upn, "pass", ("issued", None))
    return Answer(204)


def _lifetime(call: Call) -> int:
    policy = _policy(call)
    wanted = call.fields.get("lifetimeInMinutes") or policy["defaultLifetimeInMinutes"]
    least, most = policy["minimumLifetimeInMinutes"], policy["maximumLifetimeInMinutes"]
    if not isinstance(wanted, int) or isinstance(wanted, bool):
        raise _bad("Invalid value specified for property 'lifetimeInMinutes'.")
    if not max(LEAST, int(str(least))) <= wanted <= min(MOST, int(str(most))):
        raise _bad(f"The lifetime of a Temporary Access Pass must lie between {least} and {most} minutes.")
    return wanted


def _once(call: Call) -> bool:
    forced, wanted = bool(_policy(call)["isUsableOnce"]), call.fields.get("isUsableOnce")
    if wanted is not None and not isinstance(wanted, bool):
        raise _bad("Invalid value specified for property 'isUsableOnce'.")
    if forced and wanted is False:
        raise _bad("The policy of the tenant allows only passes that can be used once.")
    return forced or bool(wanted)


def _start(call: Call) -> datetime | None:
    wanted = call.fields.get("startDateTime")
    if wanted is None:
        return None
    try:
        start = datetime.fromisoformat(str(wanted))
    except ValueError as error:
        raise _bad("Invalid value specified for property 'startDateTime'.") from error
    return start if start.tzinfo else start.replace(tzinfo=UTC)


def _policy(call: Call) -> JsonObject:
    return allowed.configuration(call.world.directory, "TemporaryAccessPass")


def _held(call: Call, person: Person) -> list[Method]:
    return [method for method in person.methods.seen(call.world.clock.elapsed()) if method.kind == passes.KIND]


def _put(call: Call, person: Person, methods: tuple[Method, ...]) -> None:
    elapsed, lag = call.world.lag_until()
    person.methods.put(methods, elapsed=elapsed, lag=lag)


def _context(call: Call) -> str:
    return context(call, "temporaryAccessPassMethods/$entity")


def _missing() -> Problem:
    return Problem(404, "resourceNotFound", "The requested Temporary Access Pass does not exist.")


def _bad(message: str) -> Problem:
    return Problem(400, "badRequest", message)


READS, WRITES = Cost(methods=True), Cost(methods=True, write=True)
ROUTES = (
    Route(method="GET", path=PATH, answer=_list, roles=READ, cost=READS),
    Route(method="GET", path=f"{PATH}/{{}}", answer=_one, roles=READ, cost=READS),
    Route(method="POST", path=PATH, answer=_create, roles=WRITE, cost=WRITES),
    Route(method="DELETE", path=f"{PATH}/{{}}", answer=_remove, roles=WRITE, cost=WRITES),
)
