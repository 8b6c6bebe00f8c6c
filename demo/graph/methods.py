"""A user's sign-in methods, and the phones among them.

https://learn.microsoft.com/graph/api/resources/phoneauthenticationmethod
"""

import re

from demo.directory import PHONE_IDS, Method, Person
from demo.graph.call import Call
from demo.graph.routes import BOTH, Route, roles
from demo.graph.shape import context
from demo.limits import Cost
from demo.seed import methods as known
from demo.wire import Answer, Json, JsonObject, Problem, stamp

READ = roles("UserAuthenticationMethod.Read.All", "UserAuthenticationMethod.ReadWrite.All")
READ_PHONE = READ | {"UserAuthMethod-Phone.Read.All", "UserAuthMethod-Phone.ReadWrite.All"}
WRITE_PHONE = roles("UserAuthenticationMethod.ReadWrite.All", "UserAuthMethod-Phone.ReadWrite.All")
NUMBER = re.compile(r"\+[1-9]\d{0,2} ?\d[\d]{3,14}( ?x\d{1,10})?")
PATH = "/users/{}/authentication"
KINDS = ("fido2", "microsoftAuthenticator", "softwareOath", "windowsHelloForBusiness", "email", "temporaryAccessPass")


def shown(method: Method, *, typed: bool = True) -> JsonObject:
    """A method as Graph shows it; ``typed`` where several kinds stand in one list."""
    kind: JsonObject = {"@odata.type": f"#microsoft.graph.{method.kind}AuthenticationMethod"} if typed else {}
    return {**kind, "id": method.id, "createdDateTime": stamp(method.created), **dict(method.details)}


def _seen(call: Call, person: Person) -> tuple[Method, ...]:
    return person.methods.seen(call.world.clock.elapsed())


def _answer(call: Call, methods: list[JsonObject]) -> Answer:
    rows: list[Json] = [*methods]
    return Answer(
        body={"@odata.context": context(call, f"users('{call.ids[0]}')/authentication/methods"), "value": rows}
    )


def _all(call: Call) -> Answer:
    return _answer(call, [shown(method) for method in _seen(call, call.person())])


def _of_kind(call: Call) -> Answer:
    kind = call.path.rsplit("/", 1)[-1].removesuffix("Methods")
    return _answer(call, [shown(m, typed=False) for m in _seen(call, call.person()) if m.kind == kind])


def _phone(call: Call) -> Answer:
    return Answer(body={"@odata.context": context(call, "phoneMethods/$entity"), **shown(_phone_of(call), typed=False)})


def _phone_of(call: Call) -> Method:
    wanted = call.ids[1].casefold()
    found = next((m for m in _seen(call, call.person()) if m.kind == "phone" and m.id == wanted), None)
    if found is None:
        raise Problem(404, "resourceNotFound", "The requested phone method does not exist.")
    return found


def _add_phone(call: Call) -> Answer:
    person, number, kind = call.writable(), _number(call), str(call.fields.get("phoneType"))
    held = {method.detail("phoneType") for method in person.methods.true if method.kind == "phone"}
    if kind not in PHONE_IDS:
        raise Problem(400, "invalidRequest", f"'{kind}' is not a phone type.")
    if kind in held:
        raise Problem(400, "invalidRequest", f"A phone of type {kind} already exists.")
    if kind == "alternateMobile" and "mobile" not in held:
        raise Problem(400, "invalidRequest", "An alternate mobile phone needs a mobile phone.")
    method = known.phone(number, call.world.now(), kind)
    _put(call, person, (*person.methods.true, method), what=f"phone {kind}")
    return Answer(201, {"@odata.context": context(call, "phoneMethods/$entity"), **shown(method, typed=False)})


def _change_phone(call: Call) -> Answer:
    person, old = call.writable(), _phone_of(call)
    kind = str(old.detail("phoneType"))
    if call.fields.get("phoneType", kind) != kind:
        raise Problem(400, "invalidRequest", "The type of a phone cannot be changed.")
    new = known.phone(_number(call), call.world.now(), kind)
    _put(call, person, tuple(new if m.id == old.id else m for m in person.methods.true), what=f"phone {kind}")
    return Answer(204)


def _remove_phone(call: Call) -> Answer:
    person, old = call.writable(), _phone_of(call)
    kind = str(old.detail("phoneType"))
    others = {method.detail("phoneType") for method in person.methods.true if method.kind == "phone"}
    if kind == "mobile" and "alternateMobile" in others:
        raise Problem(400, "invalidRequest", "The mobile phone cannot be removed while there is an alternate one.")
    if person.preferred in ("sms", "voiceMobile") and kind == "mobile":
        raise Problem(400, "invalidRequest", "The default method cannot be removed.")
    _put(call, person, tuple(m for m in person.methods.true if m.id != old.id), what=f"phone {kind}")
    return Answer(204)


def _number(call: Call) -> str:
    number = call.fields.get("phoneNumber")
    if not isinstance(number, str) or not NUMBER.fullmatch(number):
        raise Problem(400, "invalidPhoneNumber", "The phone number is not in a valid format.")
    return number


def _put(call: Call, person: Person, methods: tuple[Method, ...], *, what: str) -> None:
    before, after = _phones(person.methods.true), _phones(methods)
    elapsed, lag = call.world.lag_until()
    person.methods.put(methods, elapsed=elapsed, lag=lag)
    call.world.wrote(call.app.client_id, person.upn, what, (before, after))


def _phones(methods: tuple[Method, ...]) -> Json:
    return {str(m.detail("phoneType")): m.detail("phoneNumber") for m in methods if m.kind == "phone"}


METHODS, WRITES = Cost(methods=True), Cost(methods=True, write=True)
ROUTES = (
    Route(method="GET", path=f"{PATH}/methods", answer=_all, roles=READ, versions=BOTH, cost=METHODS),
    *(Route(method="GET", path=f"{PATH}/{kind}Methods", answer=_of_kind, roles=READ, cost=METHODS) for kind in KINDS),
    Route(method="GET", path=f"{PATH}/phoneMethods", answer=_of_kind, roles=READ_PHONE, versions=BOTH, cost=METHODS),
    Route(method="GET", path=f"{PATH}/phoneMethods/{{}}", answer=_phone, roles=READ_PHONE, cost=METHODS),
    Route(method="POST", path=f"{PATH}/phoneMethods", answer=_add_phone, roles=WRITE_PHONE, versions=BOTH, cost=WRITES),
    Route(method="PATCH", path=f"{PATH}/phoneMethods/{{}}", answer=_change_phone, roles=WRITE_PHONE, cost=WRITES),
    Route(method="DELETE", path=f"{PATH}/phoneMethods/{{}}", answer=_remove_phone, roles=WRITE_PHONE, cost=WRITES),
)
