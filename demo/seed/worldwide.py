"""Where everybody works, when, in which language and on which devices.

In every scenario mailboxes name the office's zone (by its Windows or its IANA name) and people have devices. The
scenario "worldwide" spreads Contoso over the world, has Entra ID P1 and no Conditional Access policy for everybody:
it is the tenant for campaigns. Two of five ordinary people have no sign-in method there, and everybody signed in
during the last days, but for those named here:

==================  ==========================================================================================
Dan Moor            Amsterdam: zone by its Windows name, Dutch, no method, a new phone; Grace is his manager
Eve Lind            New York, no method, an old phone
Quinn Field         Paris, French, no method, no device
Aiko Sato           Tokyo: zone by its IANA name, no method
Priya Nair          Kolkata, where the zone is half an hour off; no method
Noor Bakker         Amsterdam, Dutch, no method; away for two weeks
Hugo Lang           Berlin, German, no method; automatic replies without an end
Pierre Martin       Paris, French, no method; a mailbox, and no Teams
Inga Lund           Berlin, German, no method; has not signed in for 40 days
Sofia Reyes         Madrid, Spanish, no method; works from Monday to Thursday, 09:00 to 15:00
Owen Clarke         London, an old phone; the Authenticator app
==================  ==========================================================================================

They are all of "Campaign Pilot". A department's first person is the manager of the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from demo.directory import Group, Lagging, Person
from demo.keys import stable_id
from demo.mailbox import WEEKDAYS, Away, Device, Mailbox
from demo.seed import cast, methods, products
from demo.seed.people import CREATED

SCENARIO = "worldwide"
WEST, EAST, PARIS = "W. Europe Standard Time", "Eastern Standard Time", "Romance Standard Time"
PLACES = (
    ("NL", WEST, "nl-NL"),
    ("DE", "Europe/Berlin", "de-DE"),
    ("FR", PARIS, "fr-FR"),
    ("ES", "Europe/Madrid", "es-ES"),
    ("US", EAST, "en-US"),
    ("GB", "GMT Standard Time", "en-GB"),
    ("IN", "India Standard Time", "en-IN"),
    ("NL", "Europe/Amsterdam", None),
    ("JP", "Asia/Tokyo", "ja-JP"),
    ("US", "Pacific Standard Time", "es-US"),
    ("DE", WEST, "de-AT"),
)
"""Country, the zone as the mailbox names it, and the preferred language."""
PHONES = (("iOS", "18.1"), ("Android", "15.0"), ("iOS", "15.8.3"), ("Android", "12"), ("iOS", "17.6"), None)
FOUR_DAYS = Mailbox(days=WEEKDAYS[:4], starts=time(9), ends=time(15))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Role:
    """One line of the list above; ``place`` is a number of PLACES; ``sign_in``: days since the last one."""

    id: str
    name: str
    place: int
    phone: tuple[str, str] | None = ("iOS", "18.1")
    registered: str = ""
    mailbox: Mailbox = FOUR_DAYS
    days_away: int | None = None
    sign_in: int = 1
    teams: bool = True


DAY = Mailbox()
ROLES = (
    _Role(id=cast.AIKO, name="Aiko Sato", place=8, mailbox=DAY),
    _Role(id=cast.PRIYA, name="Priya Nair", place=6, mailbox=DAY, phone=("Android", "15.0")),
    _Role(id=cast.NOOR, name="Noor Bakker", place=0, mailbox=DAY, days_away=14),
    _Role(id=cast.HUGO, name="Hugo Lang", place=1, mailbox=DAY, days_away=0),
    _Role(id=cast.PIERRE, name="Pierre Martin", place=2, mailbox=DAY, teams=False),
    _Role(id=cast.INGA, name="Inga Lund", place=1, mailbox=DAY, sign_in=40),
    _Role(id=cast.SOFIA, name="Sofia Reyes", place=3),
    _Role(
        id=cast.OWEN,
        name="Owen Clarke",
        place=5,
        mailbox=DAY,
        phone=("iOS", "15.8.3"),
        registered="microsoftAuthenticator",
    ),
)
AT_HOME = ((cast.DAN, 0, ("iOS", "18.1")), (cast.EVE, 4, ("Android", "12")), (cast.QUINN, 2, None))
"""People of the cast, the place of each, and the phone."""


def people(scenario: str, staff: tuple[str, ...], now: datetime) -> list[Person]:
    """Those whom only this scenario has; ``staff``: the products of an ordinary person."""
    return [_person(role, staff, now) for role in ROLES] if scenario == SCENARIO else []


def groups(scenario: str) -> list[Group]:
    """Everybody who is named above."""
    pilot = [cast.DAN, cast.EVE, cast.QUINN, *(role.id for role in ROLES)]
    made = Group(id=cast.CAMPAIGN_PILOT, name="Campaign Pilot", created=CREATED, members=dict.fromkeys(pilot))
    return [made] if scenario == SCENARIO else []


def settle(scenario: str, everyone: Sequence[Person], now: datetime) -> None:
    """Give everybody a mailbox and devices, and where the scenario says so a place in the world."""
    named = {role.id for role in ROLES}
    others = [person for person in everyone if person.id not in named]
    for number, person in enumerate(others):
        person.mailbox = Mailbox(zone="Europe/Berlin" if number % 2 else WEST)
        person.devices = _devices(person, PHONES[number % len(PHONES)], now) if person.given else ()
    if scenario == SCENARIO:
        _spread(others, now)


def _person(role: _Role, staff: tuple[str, ...], now: datetime) -> Person:
    given, _, surname = role.name.partition(" ")
    upn = f"{given.casefold()}@{cast.DOMAIN}"
    kinds = ("password", role.registered) if role.registered else ("password",)
    away = None if role.days_away is None else _away(now, role.days_away)
    person = Person(
        id=role.id,
        upn=upn,
        name=role.name,
        created=CREATED,
        given=given,
        surname=surname,
        mail=upn,
        department="Research",
        skus=staff if role.teams else (products.MAIL_ONLY.name, products.ENTRA_P1.name),
        manager=cast.GRACE,
        methods=Lagging(tuple(methods.make(kind, role.id, CREATED) for kind in kinds)),
    )
    _place(person, role.place, replace(role.mailbox, away=away))
    _signed_in(person, now - timedelta(days=role.sign_in))
    person.devices = _devices(person, role.phone, now)
    return person


def _spread(others: Sequence[Person], now: datetime) -> None:
    leads: dict[str, str] = {}
    for number, person in enumerate(others):
        _signed_in(person, now - timedelta(days=1 + number % 3, minutes=number % 600))
        if person.id < cast.generated(0) or person.user_type == "Guest":
            continue
        _place(person, number % len(PLACES), _habits(number, now))
        _make_do_without(person, number, now)
        person.manager = leads.get(str(person.department), cast.GRACE)
        leads.setdefault(str(person.department), person.id)
    by_id = {person.id: person for person in others}
    for key, place, phone in AT_HOME:
        _place(by_id[key], place, DAY)
        by_id[key].devices = _devices(by_id[key], phone, now)


def _habits(number: int, now: datetime) -> Mailbox:
    if number % 50 == 7:
        return Mailbox(away=_away(now, 14))
    if number % 50 == 27:
        return Mailbox(away=_away(now, 0))
    return FOUR_DAYS if number % 30 == 6 else DAY


def _make_do_without(person: Person, number: int, now: datetime) -> None:
    """Some have no method, some were not seen for long, some have no Teams."""
    if number % 5 in (1, 3):
        person.methods = Lagging((methods.password(person.created),))
    if number % 40 == 13:
        _signed_in(person, now - timedelta(days=40))
    if number % 60 == 31 and person.enabled:
        person.skus = (products.MAIL_ONLY.name, products.ENTRA_P1.name)


def _place(person: Person, place: int, mailbox: Mailbox) -> None:
    person.location, zone, person.language = PLACES[place]
    person.mailbox = replace(mailbox, zone=zone)


def _away(now: datetime, days: int) -> Away:
    """Automatic replies since yesterday; 0 days: without an end."""
    return Away(since=now - timedelta(days=1), until=now + timedelta(days=days) if days else None)


def _signed_in(person: Person, at: datetime) -> None:
    if person.last_background is None and person.enabled:
        person.last_sign_in = person.last_success = at


def _devices(person: Person, phone: tuple[str, str] | None, now: datetime) -> tuple[Device, ...]:
    seen = now - timedelta(days=int(person.id[-2:]) % 12)
    short = person.given or person.name
    laptop = _device(person, f"{short}'s laptop", ("Windows", "10.0.26100.2033"), seen)
    return (laptop, _device(person, f"{short}'s phone", phone, seen)) if phone else (laptop,)


def _device(person: Person, name: str, system: tuple[str, str], seen: datetime) -> Device:
    return Device(id=stable_id("device", person.id, name), name=name, system=system[0], version=system[1], seen=seen)
