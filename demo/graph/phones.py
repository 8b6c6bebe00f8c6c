"""A user's authentication phones: one of each type, with the rules by which Microsoft refuses.

https://learn.microsoft.com/graph/api/resources/phoneauthenticationmethod
"""

import re

from demo import allowed
from demo.directory import PHONE_IDS, Method, Person
from demo.graph.call import Call
from demo.graph.routes import BOTH, Route, roles
from demo.graph.shape import context
from demo.limits import Cost
from demo.seed import methods as known
from demo.wire import Answer, Json, JsonObject, Problem, stamp

READ = roles(
    "UserAuthenticationMethod.Read.All",
    "UserAuthenticationMethod.ReadWrite.All",
    "UserAuthMethod-Phone.Read.All",
    "UserAuthMethod-Phone.ReadWrite.All",
)
WRITE = roles("UserAuthenticationMethod.ReadWrite.All", "UserAuthMethod-Phone.ReadWrite.All")
PATH = "/users/{}/authentication/phoneMethods"
NUMBER = re.compile(r"\+(?P<number>[1-9]\d{0,2} \d{4,14}|[1-9]\d{6,14})(?P<extension>x\d{1,10})?")
MOST_DIGITS = 15
"""Digits of an international number, its country's code included (ITU-T E.164)."""
# fmt: off
TWO_DIGIT_CODES = frozenset({
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62,
    63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
})
"""Country codes of two digits; 1 and 7 have one, all others three (ITU-T E.164)."""
# fmt: on


def shown(call: Call, person: Person, method: Method) -> JsonObject:
    """A phone as Graph shows it; whether its number may sign in depends on the policy of this moment."""
    row: JsonObject = {"id": method.id, "createdDateTime": stamp(method.created), **dict(method.details)}
    if method.detail("phoneType") == "mobile":
        row["smsSignInState"] = allowed.sms_sign_in(call.world.directory, person, method.detail("phoneNumber"))
    return row


def stored(number: str, kind: str) -> str | None:
    """A number as Microsoft keeps it (``+46 701740605``, ``+1 2065550100x12``); None where it takes no such number.

    A space stands behind the country's code whether or not it was sent. Only office phones have extensions.
    """
    found = NUMBER.fullmatch(number)
    if found is None or (found["extension"] and kind != "office"):
        return None
    given, _, rest = found["number"].partition(" ")
    code = _country_code(given)
    if len(given + rest) > MOST_DIGITS or (rest and given != code):
        return None
    return f"+{code} {(given + rest)[len(code) :]}{found['extension'] or ''}"


def _country_code(digits: str) -> str:
    if digits[0] in "17":
        return digits[0]
    return digits[:2] if int(digits[:2]) in TWO_DIGIT_CODES else digits[:3]


def _list(call: Call) -> Answer:
    person = call.person()
    rows: list[Json] = [
        shown(call, person, method) for method in _phones(person.methods.seen(call.world.clock.elapsed()))
    ]
    where = context(call, f"users('{call.ids[0]}')/authentication/phoneMethods")
    return Answer(body={"@odata.context": where, "value": rows})


def _one(call: Call) -> Answer:
    person = call.person()
    return _shown(call, person, _find(call, person.methods.seen(call.world.clock.elapsed())))


def _shown(call: Call, person: Person, method: Method, *, status: int = 200) -> Answer:
    return Answer(status, {"@odata.context": context(call, "phoneMethods/$entity"), **shown(call, person, method)})


def _add(call: Call) -> Answer:
    person, kind = call.writable(), str(call.fields.get("phoneType"))
    if kind not in PHONE_IDS:
        raise Problem(400, "invalidRequest", f"'{kind}' is not a phone type.")
    number, held = _number(call, kind), _kinds(person)
    if kind in held:
        raise Problem(400, "invalidRequest", f"A phone of type {kind} already exists.")
    if kind == "alternateMobile" and "mobile" not in held:
        raise Problem(400, "invalidRequest", "An alternate mobile phone needs a mobile phone.")
    method = known.phone(number, call.world.now(), kind)
    _put(call, person, (*person.methods.true, method), kind=kind)
    _claim(call, person, kind)
    return _shown(call, person, method, status=201)


def _change(call: Call) -> Answer:
    person = call.writable()
    old = _find(call, person.methods.true)
    kind = str(old.detail("phoneType"))
    if call.fields.get("phoneType", kind) != kind:
        raise Problem(400, "invalidRequest", "The type of a phone cannot be changed.")
    new = known.phone(_number(call, kind), old.created, kind)
    _put(call, person, tuple(new if method.id == old.id else method for method in person.methods.true), kind=kind)
    _claim(call, person, kind)
    return Answer(204)


def _remove(call: Call) -> Answer:
    person = call.writable()
    old = _find(call, person.methods.true)
    rest = tuple(method for method in person.methods.true if method.id != old.id)
    if old.detail("phoneType") == "mobile" and "alternateMobile" in _kinds(person):
        raise Problem(400, "invalidRequest", "The mobile phone cannot be removed while there is an alternate one.")
    if known.carries(person.preferred, old) and any(known.is_strong(method) for method in rest):
        raise Problem(400, "invalidRequest", "The default method cannot be removed while there are others.")
    _put(call, person, rest, kind=str(old.detail("phoneType")))
    return Answer(204)


def _claim(call: Call, person: Person, kind: str) -> None:
    """A mobile number becomes a name to sign in with too, where the policy says so. The phone is saved either way."""
    if kind == "mobile" and not allowed.claim(call.world.directory, person):
        text = "phoneNumberNotUnique: the phone number is used by another user to sign in."
        raise Problem(409, "phoneNumberNotUnique", text)


def _number(call: Call, kind: str) -> str:
    given = call.fields.get("phoneNumber")
    number = stored(given, kind) if isinstance(given, str) else None
    if number is None:
        raise Problem(400, "invalidPhoneNumber", "The phone number is not in a valid format.")
    return number


def _find(call: Call, methods: tuple[Method, ...]) -> Method:
    wanted = call.ids[1].casefold()
    found = next((method for method in _phones(methods) if method.id == wanted), None)
    if found is None:
        raise Problem(404, "resourceNotFound", "The requested phone method does not exist.")
    return found


def _put(call: Call, person: Person, methods: tuple[Method, ...], *, kind: str) -> None:
    before, after = _numbers(person.methods.true), _numbers(methods)
    elapsed, lag = call.world.lag_until()
    person.methods.put(methods, elapsed=elapsed, lag=lag)
    if not any(known.carries(person.preferred, method) for method in methods):
        person.preferred = None
    call.world.wrote(call.app.client_id, person.upn, f"phone {kind}", (before, after))


def _phones(methods: tuple[Method, ...]) -> list[Method]:
    return [method for method in methods if method.kind == "phone"]


def _kinds(person: Person) -> set[str]:
    return {str(method.detail("phoneType")) for method in _phones(person.methods.true)}


def _numbers(methods: tuple[Method, ...]) -> Json:
    return {str(method.detail("phoneType")): method.detail("phoneNumber") for method in _phones(methods)}


METHODS, WRITES = Cost(methods=True), Cost(methods=True, write=True)
ROUTES = (
    Route(method="GET", path=PATH, answer=_list, roles=READ, versions=BOTH, cost=METHODS),
    Route(method="GET", path=f"{PATH}/{{}}", answer=_one, roles=READ, cost=METHODS),
    Route(method="POST", path=PATH, answer=_add, roles=WRITE, versions=BOTH, cost=WRITES),
    Route(method="PATCH", path=f"{PATH}/{{}}", answer=_change, roles=WRITE, cost=WRITES),
    Route(method="DELETE", path=f"{PATH}/{{}}", answer=_remove, roles=WRITE, cost=WRITES),
)
