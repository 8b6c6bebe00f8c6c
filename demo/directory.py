"""What the make-believe tenant holds: people, groups, roles, policies and products."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from demo.mailbox import HOME, Device, Mailbox
from demo.wire import Json, JsonObject

Value = TypeVar("Value")

PASSWORD_METHOD = "28c10230-6103-485e-b985-444c60001490"
PHONE_IDS = {
    "mobile": "3179e48a-750b-4051-897c-87b9720928f7",
    "alternateMobile": "b6332ec1-7057-4abe-9331-3d72feddfe41",
    "office": "e37fc753-ff3b-4958-9484-eaa9425c82bc",
}


class Lagging(Generic[Value]):
    """A value whose readers may see the old one for a while after a write (replication)."""

    __slots__ = ("_new", "_old", "_visible_at")

    def __init__(self, value: Value) -> None:
        """Start with a value that everybody sees."""
        self._old = self._new = value
        self._visible_at = 0.0

    @property
    def true(self) -> Value:
        """What was written last."""
        return self._new

    def seen(self, elapsed: float) -> Value:
        """What a reader sees at this moment of the clock."""
        return self._new if elapsed >= self._visible_at else self._old

    def put(self, value: Value, *, elapsed: float = 0.0, lag: float = 0.0) -> None:
        """Write; readers see it after ``lag`` seconds."""
        self._old, self._new = self.seen(elapsed), value
        self._visible_at = elapsed + lag if lag else 0.0


@dataclass(frozen=True, slots=True)
class Method:
    """One registered sign-in method; ``kind`` is Graph's type without ``AuthenticationMethod``."""

    kind: str
    id: str
    created: datetime
    details: tuple[tuple[str, Json], ...] = ()

    def detail(self, name: str) -> Json:
        """One property of this kind of method; None where it has none."""
        return dict(self.details).get(name)

    @property
    def is_phone(self) -> bool:
        """Is it one of the authentication phones?"""
        return self.kind == "phone"


@dataclass(slots=True, kw_only=True)
class Person:
    """One user object, whatever kind of account it is."""

    id: str
    upn: str
    name: str
    created: datetime
    given: str | None = None
    surname: str | None = None
    mail: str | None = None
    user_type: str = "Member"
    enabled: bool = True
    department: str | None = None
    job: str | None = None
    office: str | None = None
    mobile: str | None = None
    business_phones: tuple[str, ...] = ()
    other_mails: tuple[str, ...] = ()
    location: str | None = "DE"
    language: str | None = None
    synced: bool = False
    skus: tuple[str, ...] = ()
    manager: str | None = None
    resource_account: bool = False
    protected: bool = False
    last_sign_in: datetime | None = None
    last_background: datetime | None = None
    last_success: datetime | None = None
    """The last interactive attempt, the last in the background, and the last of either that succeeded."""
    sip: str | None = None
    """The address for chats and calls where it is not the mail address."""
    aliases: tuple[str, ...] = ()
    password_never_expires: bool = False
    password_changed: datetime | None = None
    sessions_from: datetime | None = None
    """Sessions begun before this moment are over."""
    preferred: str | None = None
    system_preferred: bool | None = None
    """System-preferred MFA of this person alone; None: as the tenant has it."""
    sspr: bool = False
    """May this person reset the password without help?"""
    mailbox: Mailbox = HOME
    devices: tuple[Device, ...] = ()
    state: Lagging[str] = field(default_factory=lambda: Lagging("disabled"))
    methods: Lagging[tuple[Method, ...]] = field(default_factory=lambda: Lagging(()))

    def __post_init__(self) -> None:
        """Nothing has failed so far."""
        attempts = [at for at in (self.last_sign_in, self.last_background) if at is not None]
        self.last_success = self.last_success or max(attempts, default=None)
        self.password_changed = self.password_changed or self.created

    @property
    def phones(self) -> str:
        """The authentication phones as they truly are and the preference: ``mobile +46 701740605; prefers sms``."""
        rows = [f"{one.detail('phoneType')} {one.detail('phoneNumber')}" for one in self.methods.true if one.is_phone]
        return "; ".join([*rows, *[f"prefers {self.preferred}"] * (self.preferred is not None)])


@dataclass(slots=True, kw_only=True)
class Group:
    """One group; ``members`` holds ids of people and of groups, in order; ``owners`` of people and of applications."""

    id: str
    name: str
    created: datetime
    members: dict[str, None] = field(default_factory=dict)
    owners: tuple[str, ...] = ()
    mail: str | None = None
    unified: bool = False
    dynamic_rule: str | None = None
    synced: bool = False
    role_assignable: bool = False
    restricted: bool = False
    """Is it in a restricted management administrative unit?"""


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A directory role held by a person, group or application; ``eligible`` ones must be activated first (PIM)."""

    id: str
    principal: str
    role: str
    eligible: bool = False


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """A built-in directory role; its id is its template's id."""

    id: str
    name: str
    privileged: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """One service plan inside a product."""

    id: str
    name: str
    service: str


@dataclass(frozen=True, slots=True)
class Product:
    """One product that can be bought."""

    id: str
    name: str
    plans: tuple[Plan, ...]


@dataclass(slots=True)
class Directory:
    """Everything a reset puts back."""

    people: dict[str, Person]
    groups: dict[str, Group]
    grants: list[RoleGrant]
    roles: tuple[RoleDefinition, ...]
    products: dict[str, Product]
    bought: dict[str, int]
    policies: list[JsonObject]
    locations: list[JsonObject]
    domains: list[JsonObject]
    method_policy: JsonObject
    security_defaults: Lagging[bool]
    by_name: dict[str, str] = field(default_factory=dict)
    seeded_states: dict[str, str] = field(default_factory=dict)
    seeded_phones: dict[str, str] = field(default_factory=dict)
    by_call: dict[str, str] = field(default_factory=dict)
    """The first person of each display name, given name and first word of a name, in small letters."""
    sign_in_numbers: dict[str, str] = field(default_factory=dict)
    """Who signs in with which number (digits), where the policy allows that."""

    def __post_init__(self) -> None:
        """Index UPNs and remember how per-user MFA and the phones stood at the start."""
        for person in self.people.values():
            self._index(person)
        self.seeded_states = {person.id: person.state.true for person in self.people.values()}
        self.seeded_phones = {person.id: person.phones for person in self.people.values()}

    def _index(self, person: Person) -> None:
        self.by_name[person.upn.casefold()] = person.id
        first = person.name.split(" ", 1)[0]
        for called in (person.name, first, person.given or first):
            self.by_call.setdefault(called.casefold(), person.id)

    def add(self, person: Person) -> None:
        """Somebody is new here."""
        self.people[person.id] = person
        self._index(person)
        self.seeded_states[person.id], self.seeded_phones[person.id] = person.state.true, person.phones

    def person(self, key: str) -> Person | None:
        """A user by object id or by UPN."""
        return self.people.get(self.by_name.get(key.casefold(), key.casefold()))

    def everyone_in(self, group_id: str) -> Iterator[Person | Group]:
        """All members, through nested groups, each once; the nested groups too."""
        seen = {group_id}
        waiting = deque(self.groups[group_id].members)
        while waiting:
            member = waiting.popleft()
            if member in seen:
                continue
            seen.add(member)
            if member in self.groups:
                waiting.extend(self.groups[member].members)
            yield self.groups.get(member) or self.people[member]

    def groups_of(self, member: str) -> set[str]:
        """Ids of the groups that this person is in, through nested groups too."""
        found = self._direct_groups({member})
        while more := self._direct_groups(found) - found:
            found |= more
        return found

    def _direct_groups(self, members: Iterable[str]) -> set[str]:
        wanted = tuple(members)
        return {group.id for group in self.groups.values() if any(member in group.members for member in wanted)}

    def has_plan(self, name: str) -> bool:
        """Has the tenant bought a product with this service plan (``AAD_PREMIUM``, ...)?"""
        return any(plan.name == name for sku in self.bought for plan in self.products[sku].plans)

    def lose_plans(self, *names: str) -> None:
        """From now on no product has these service plans: the licence has run out."""
        for key, product in self.products.items():
            kept = tuple(plan for plan in product.plans if plan.name not in names)
            self.products[key] = Product(product.id, product.name, kept)
