"""The make-believe Microsoft as one object: everything the servers answer from, and the hands that change it.

The methods here are what happens in the tenant without the bot: a person registers a method, an administrator changes
something in the portal, a permission is revoked. They are not counted as writes.
"""

import random
from collections.abc import Callable, Iterable
from datetime import datetime

from demo import applied, federation
from demo import seed as seeds
from demo.applied import Results
from demo.apps import ALL_ROLES, REACHING_ROLES, READER_ROLES, App
from demo.clock import Clock, WallClock
from demo.deliveries import Deliveries
from demo.directory import Directory, Method, Person
from demo.exchange.roles import ADMINISTRATOR, MANAGE_AS_APP, NONE, READER
from demo.faults import Faults
from demo.keys import Keys, stable_id
from demo.limits import Limits
from demo.reach import Reach, has_teams
from demo.recorder import Recorder, Request, Write
from demo.seed import cast, mail, methods, sign_ins, worldwide
from demo.sign_in import BLOCKED, BROWSER, METHODS, MODERN
from demo.wire import Json

HIDDEN_STATES = ("works", "absent", "forbidden")
"""What ``v1.0/users?$select=perUserMfaState`` may do: Microsoft documents nothing."""


class World:
    """One tenant, its login service, its limits and its troubles."""

    def __init__(
        self,
        *,
        scenario: str = "no-p1",
        users: int = 300,
        seed: int = 1,
        limits: str = "documented",
        clock: Clock | None = None,
        forgetful: bool = False,
    ) -> None:
        """Build the tenant from its seed. ``scenario``: see `demo.seed.SCENARIOS`.

        ``forgetful``: of each chat only the newest messages are kept, for a great many of them; all are counted.
        """
        self.scenario, self.users, self.seed = scenario, users, seed
        self.forgetful = forgetful
        self.clock: Clock = clock or WallClock()
        self.keys = Keys()
        self.recorder = Recorder()
        self.faults = Faults(seed)
        self.tenant_id = cast.TENANT_ID
        self.bot_app_id = cast.BOT_APP_ID
        self.in_flight = 0
        self.lag = 0.0
        self.on_reset: list[Callable[[], None]] = []
        self._limits_mode = limits
        self._begin()

    def _begin(self) -> None:
        self.directory: Directory = seeds.build(self.scenario, users=self.users, seed=self.seed, now=self.clock.now())
        self.apps = {app.client_id: app for app in _registrations()}
        self.taken: dict[str, list[str]] = {}
        self.exchange = mail.organisation(self.scenario)
        self.sign_ins = sign_ins.log(self.directory, self.clock.now())
        self.federations = federation.seed(_federated(self.directory), self.clock.now())
        self.hidden_state = "works"
        self.reach = Reach(without_app=_without_teams(self.directory) if self.scenario == worldwide.SCENARIO else set())
        self.deliveries = Deliveries()
        self.limits = Limits(self._limits_mode, self.clock, len(self.directory.people))
        self.chance = random.Random(self.seed)

    def reset(self) -> None:
        """Back to the seed: people, policies, applications, limits, faults, keys and everything recorded."""
        self.keys.reset()
        self.recorder.clear()
        self.faults.clear()
        self.lag = 0.0
        self._begin()
        for act in self.on_reset:
            act()

    # --- applications ---------------------------------------------------------------------------------------------

    @property
    def client_id(self) -> str:
        """The registration that may do everything."""
        return cast.APP_ID

    @property
    def client_secret(self) -> str:
        """Its secret."""
        return cast.APP_SECRET

    @property
    def bot_secret(self) -> str:
        """The secret of the bot's own registration."""
        return cast.BOT_SECRET

    def register_app(self, name: str, *, roles: Iterable[str] = (), secret: str = "") -> App:
        """Add a registration; its id follows from its name."""
        app = _app(stable_id("app", name), name, secret or f"secret-of-{name}", roles)
        self.apps[app.client_id] = app
        return app

    def grant(self, client_id: str, role: str) -> None:
        """Consent to one more application permission; tokens already issued do not carry it."""
        self.apps[client_id].roles.add(role)

    def revoke(self, client_id: str, role: str) -> None:
        """Take a permission away. Tokens already issued lose it at once, unlike Microsoft's: a test need not wait."""
        self.apps[client_id].roles.discard(role)

    # --- people ---------------------------------------------------------------------------------------------------

    def person(self, key: str) -> Person:
        """By object id, UPN, or the name before the @ of ours; raises KeyError with the key."""
        for name in (key, f"{key}@{cast.DOMAIN}", f"{key}@{cast.INITIAL_DOMAIN}"):
            if (found := self.directory.person(name)) is not None:
                return found
        raise KeyError(key)

    def state_of(self, key: str) -> str:
        """Per-user MFA as it truly is."""
        return self.person(key).state.true

    def set_state(self, key: str, state: str) -> None:
        """Somebody else changes per-user MFA, at once visible."""
        self.person(key).state.put(state)

    def register(self, key: str, kind: str) -> Method:
        """A person registers a method. Entra itself then moves ``enabled`` to ``enforced``.

        https://learn.microsoft.com/entra/identity/authentication/howto-mfa-userstates
        """
        person = self.person(key)
        method = methods.make(kind, person.id, self.clock.now())
        kept = tuple(old for old in person.methods.true if old.id != method.id)
        person.methods.put((*kept, method))
        self.sign_in(key, method=METHODS.get(kind, ""))
        return method

    def forget_methods(self, key: str) -> None:
        """A person is left with the password alone."""
        person = self.person(key)
        person.methods.put(tuple(method for method in person.methods.true if method.kind == "password"))
        person.preferred = None

    def protect(self, key: str) -> None:
        """Put a person into a restricted management administrative unit: application permissions do not reach there."""
        self.person(key).protected = True

    def sign_in(self, key: str, method: str = "", *, client: str = BROWSER, error: int = 0, **more: str | bool) -> None:
        """A person signs in, or fails to (``error``: Entra's number). ``method``: as the log calls what was used beside
        the password. With a method registered, Entra moves ``enabled`` to ``enforced``. ``more``: fields of a row.
        """
        person = self.person(key)
        policies = applied.results(self.directory, person, client=client, method=method, error=error)
        self._log(person, method, client=client, error=error, applied=policies, **more)
        if error or client not in MODERN:
            return
        if person.state.true == "enabled" and any(methods.is_strong(method) for method in person.methods.true):
            person.state.put("enforced")

    def is_blocked(self, key: str, policy: str, address: str) -> None:
        """A person is stopped by a Conditional Access policy; raises ValueError where there is no such policy."""
        if not any(row["displayName"] == policy for row in self.directory.policies):
            raise ValueError(f"no Conditional Access policy {policy!r}")
        failed = ((policy, "failure"),)
        self._log(self.person(key), "", client=BROWSER, error=BLOCKED, applied=failed, address=address)

    def _log(self, person: Person, method: str, *, error: int, **more: str | bool | Results) -> None:
        now = self.clock.now()
        self.sign_ins.add(now, person.id, method=method, error=error, **more)
        if more.get("interactive", True):
            person.last_sign_in = now
        else:
            person.last_background = now
        person.last_success = person.last_success if error else now

    # --- what the graph writes ------------------------------------------------------------------------------------

    def lag_until(self) -> tuple[float, float]:
        """The clock and the replication lag that a write of this moment gets."""
        return self.clock.elapsed(), self.lag

    def wrote(self, app: str, target: str, what: str, change: tuple[Json, Json]) -> None:
        """Remember one change that took place; ``change`` is before and after."""
        now = self.clock.now()
        write = Write(at=now, app=app, target=target, what=what, before=change[0], after=change[1])
        self.recorder.writes.append(write)

    def saw(self, request: Request) -> None:
        """Remember one request."""
        self.recorder.requests.append(request)

    def use_limits(self, mode: str) -> None:
        """Enforce other limits from now on, with full buckets."""
        self.limits = Limits(mode, self.clock, len(self.directory.people))
        self._limits_mode = mode

    def now(self) -> datetime:
        """The moment in the demo's world."""
        return self.clock.now()


def _without_teams(directory: Directory) -> set[str]:
    return {person.id for person in directory.people.values() if not has_teams(directory, person)}


def _federated(directory: Directory) -> list[str]:
    return [str(row["id"]) for row in directory.domains if row["authenticationType"] == "Federated"]


def _registrations() -> list[App]:
    states = READER_ROLES | {"Policy.ReadWrite.AuthenticationMethod"}
    methods_writer = READER_ROLES | {"UserAuthenticationMethod.ReadWrite.All", "User.RevokeSessions.All"}
    policies = states | {"Policy.ReadWrite.ConditionalAccess"}
    return [
        _app(cast.APP_ID, "Muster", cast.APP_SECRET, ALL_ROLES, exchange=ADMINISTRATOR),
        _app(cast.BOT_APP_ID, "Muster Bot", cast.BOT_SECRET, REACHING_ROLES),
        _app(cast.READER_ID, "Muster Reader", cast.READER_SECRET, READER_ROLES, exchange=READER),
        _app(cast.STATE_WRITER_ID, "Muster State Writer", cast.STATE_WRITER_SECRET, states),
        _app(cast.METHODS_WRITER_ID, "Muster Methods Writer", cast.METHODS_WRITER_SECRET, methods_writer),
        _app(cast.POLICIES_WRITER_ID, "Muster Policies Writer", cast.POLICIES_WRITER_SECRET, policies),
        _app(cast.EXCHANGE_ID, "Muster Exchange", cast.EXCHANGE_SECRET, READER_ROLES, exchange=ADMINISTRATOR),
    ]


def _app(client_id: str, name: str, secret: str, roles: Iterable[str], *, exchange: str = NONE) -> App:
    return App(
        client_id=client_id,
        name=name,
        secrets={secret},
        roles=set(roles),
        exchange_roles=set() if exchange == NONE else {MANAGE_AS_APP},
        exchange_role=exchange,
        service_principal=stable_id("service principal", client_id),
    )
