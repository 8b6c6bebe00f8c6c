"""``/_demo/...``: what a test may ask of the make-believe Microsoft, and what it may do to it.

``GET state`` says who is enabled now; ``GET requests`` and ``GET writes`` what happened, ``GET deliveries`` what
reached whom (`demo.deliveries`: ``?after=N&limit=M``, a page at a time); ``POST state`` does what
people and other administrators do; ``POST faults``, ``clock``, ``reset`` and ``limits`` set the scene.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from aiohttp import web

from demo import attempts, campaigning, entra, portal, written
from demo.clock import SteppedClock
from demo.deliveries import MOST
from demo.exchange import acts as exchange
from demo.seed.methods import is_strong
from demo.seed.people import CAST
from demo.wire import Json, JsonObject, stamp
from demo.world import HIDDEN_STATES, World

Page = Callable[[World, web.Request], Awaitable[web.Response]]
CAST_IDS = frozenset(role.id for role in CAST)


def add_routes(app: web.Application, world: World) -> None:
    """Mount the control pages."""
    for method, path, page in PAGES:
        app.router.add_route(method, f"/_demo/{path}", _bound(world, page))


def _bound(world: World, page: Page) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        try:
            return await page(world, request)
        except (KeyError, ValueError, TypeError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    return handler


def state(world: World, *, with_methods: bool = False) -> JsonObject:
    """How things truly stand, small and in a fixed order.

    ``states`` names everybody whose per-user MFA is not disabled or is not what it was at the start (generated people
    only where it changed); ``counts`` counts all. ``phones``, where any changed: the authentication phones and the
    preference of those people, in full. Then what was written in Graph (`demo.written`).
    """
    people = world.directory.people.values()
    counts: dict[str, Json] = {
        wanted: sum(1 for person in people if person.state.true == wanted)
        for wanted in ("disabled", "enabled", "enforced")
    }
    shown: JsonObject = {
        "scenario": world.scenario,
        "security_defaults": world.directory.security_defaults.true,
        "counts": counts,
        "states": _states(world),
        "writes": len(world.recorder.writes),
    }
    shown |= world.exchange.changed(world.directory)
    shown |= {"phones": phones} if (phones := _phones(world)) else {}
    shown |= written.changed(world)
    shown |= _reached(world)
    return shown | ({"methods": _methods(world)} if with_methods else {})


def _states(world: World) -> Json:
    seeded = world.directory.seeded_states
    shown: dict[str, Json] = {}
    for person in sorted(world.directory.people.values(), key=lambda person: person.upn):
        now = person.state.true
        if now != seeded[person.id] or (now != "disabled" and person.id in CAST_IDS):
            shown[person.upn] = now
    return shown


def _phones(world: World) -> JsonObject:
    seeded = world.directory.seeded_phones
    people = sorted(world.directory.people.values(), key=lambda person: person.upn)
    return {person.upn: now or "none" for person in people if (now := person.phones) != seeded[person.id]}


def _reached(world: World) -> JsonObject:
    """What went to people beside a chat, and for whom the app was installed: only where there is any."""
    people, there = world.directory.people, world.reach
    mails: dict[str, Json] = {}
    for mail in there.mails:
        mails[mail.to] = f"{mails[mail.to]}; {mail.subject}" if mail.to in mails else mail.subject
    notes: dict[str, Json] = {}
    for note in there.notes:
        upn = people[note.person].upn
        notes[upn] = f"{notes[upn]}; {note.preview}" if upn in notes else note.preview
    installs: list[Json] = [people[person].upn for person in there.installs]
    shown: JsonObject = {"mails": mails, "feed": notes, "installs": installs}
    return {name: rows for name, rows in shown.items() if rows}


def _methods(world: World) -> Json:
    people = sorted(world.directory.people.values(), key=lambda person: person.upn)
    return {person.upn: sum(1 for method in person.methods.true if is_strong(method)) for person in people}


async def _get_state(world: World, request: web.Request) -> web.Response:
    return web.json_response(state(world, with_methods="methods" in request.query))


async def _requests(world: World, request: web.Request) -> web.Response:
    return web.json_response(list(world.recorder.shown(writes_only=request.query.get("writes") == "1")))


async def _forget_requests(world: World, request: web.Request) -> web.Response:
    world.recorder.requests.clear()
    return web.Response(status=204)


async def _writes(world: World, request: web.Request) -> web.Response:
    return web.json_response([write.as_json() for write in world.recorder.writes])


async def _deliveries(world: World, request: web.Request) -> web.Response:
    """``?after=0&limit=10000``: a page; ``next`` in the answer is the next page's ``after``."""
    after, limit = int(request.query.get("after", "0")), int(request.query.get("limit", str(MOST)))
    return web.json_response(world.deliveries.page(max(0, after), limit))


async def _get_faults(world: World, request: web.Request) -> web.Response:
    return web.json_response(world.faults.as_json())


async def _set_faults(world: World, request: web.Request) -> web.Response:
    declared = await request.json()
    world.faults.declare(declared["faults"] if isinstance(declared, dict) and "faults" in declared else declared)
    return web.Response(status=204)


async def _clock(world: World, request: web.Request) -> web.Response:
    asked = await request.json()
    if not isinstance(world.clock, SteppedClock):
        return web.json_response({"error": "this world runs on the clock on the wall"}, status=409)
    if "to" in asked:
        await world.clock.advance_to(datetime.fromisoformat(asked["to"]))
    else:
        await world.clock.advance(timedelta(seconds=float(asked["advance"])))
    return web.json_response({"now": stamp(world.clock.now())})


async def _reset(world: World, request: web.Request) -> web.Response:
    world.reset()
    return web.Response(status=204)


async def _limits(world: World, request: web.Request) -> web.Response:
    world.use_limits(str((await request.json())["mode"]))
    return web.Response(status=204)


async def _change(world: World, request: web.Request) -> web.Response:
    asked = await request.json()
    for name in asked:
        if name not in CHANGES and name not in DETAILS:
            raise ValueError(f"unknown change {name!r}; known: {', '.join(sorted(CHANGES))}")
    for name in asked:
        if name in CHANGES:
            CHANGES[name](world, asked)
    return web.json_response(state(world))


def _register(world: World, asked: JsonObject) -> None:
    world.register(str(asked["register"]), str(asked.get("method", "microsoftAuthenticator")))


def _set_states(world: World, asked: JsonObject) -> None:
    for key, wanted in _object(asked["state"]).items():
        world.set_state(key, str(wanted))


def _accounts(world: World, asked: JsonObject) -> None:
    for key, enabled in _object(asked["account_enabled"]).items():
        world.person(key).enabled = bool(enabled)


def _permission(world: World, asked: JsonObject, name: str) -> tuple[str, str]:
    given = _object(asked[name])
    return str(given.get("client_id", world.client_id)), str(given["role"])


def _security_defaults(world: World, asked: JsonObject) -> None:
    world.directory.security_defaults.put(bool(asked["security_defaults"]))


def _hidden_state(world: World, asked: JsonObject) -> None:
    if asked["hidden_state"] not in HIDDEN_STATES:
        raise ValueError(f"hidden_state is one of {', '.join(HIDDEN_STATES)}")
    world.hidden_state = str(asked["hidden_state"])


def _membership(world: World, asked: JsonObject, name: str) -> None:
    given = _object(asked[name])
    members = world.directory.groups[str(given["group"])].members
    person = world.person(str(given["person"])).id
    if name == "join":
        members[person] = None
    else:
        members.pop(person, None)


def _licences(world: World, asked: JsonObject) -> None:
    wanted = asked["licences"]
    names = [str(name) for name in wanted] if isinstance(wanted, list) else []
    world.directory.bought = {world.directory.products[name].name: 100 for name in names}


def _object(value: Json) -> JsonObject:
    if not isinstance(value, dict):
        raise ValueError(f"an object is needed, not {value!r}")  # an error of the request, not of ours
    return value


DETAILS = frozenset({"method", "with"})
CHANGES: dict[str, Callable[[World, JsonObject], None]] = {
    "register": _register,
    "forget_methods": lambda world, asked: world.forget_methods(str(asked["forget_methods"])),
    "sign_in": lambda world, asked: world.sign_in(str(asked["sign_in"])),
    "state": _set_states,
    "account_enabled": _accounts,
    "revoke": lambda world, asked: world.revoke(*_permission(world, asked, "revoke")),
    "grant": lambda world, asked: world.grant(*_permission(world, asked, "grant")),
    "security_defaults": _security_defaults,
    "hidden_state": _hidden_state,
    "join": lambda world, asked: _membership(world, asked, "join"),
    "leave": lambda world, asked: _membership(world, asked, "leave"),
    "licences": _licences,
    "protect": lambda world, asked: world.protect(str(asked["protect"])),
    "rotate_channel_key": lambda world, asked: world.keys.rotate(),
    **exchange.CHANGES,
    **portal.CHANGES,
    **entra.CHANGES,
    **attempts.CHANGES,
    **campaigning.CHANGES,
}

PAGES: tuple[tuple[str, str, Page], ...] = (
    ("GET", "state", _get_state),
    ("POST", "state", _change),
    ("GET", "requests", _requests),
    ("DELETE", "requests", _forget_requests),
    ("GET", "writes", _writes),
    ("GET", "deliveries", _deliveries),
    ("GET", "faults", _get_faults),
    ("POST", "faults", _set_faults),
    ("POST", "clock", _clock),
    ("POST", "reset", _reset),
    ("POST", "limits", _limits),
)
