"""The people and other accounts of Contoso: a written cast, and as many generated ones as are wanted."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from demo.directory import Lagging, Method, Person
from demo.keys import stable_id
from demo.seed import cast, methods, names, products

CREATED = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Role:
    """One line of the cast list. ``methods`` come on top of the password; ``skus`` None: what all staff have."""

    id: str
    upn: str
    name: str
    methods: tuple[str, ...] = ("microsoftAuthenticator",)
    state: str = "disabled"
    department: str | None = "Operations"
    job: str | None = None
    mobile: str | None = None
    enabled: bool = True
    user_type: str = "Member"
    mail: str | None = ""
    skus: tuple[str, ...] | None = None
    synced: bool = False
    language: str | None = "en-US"
    location: str | None = "DE"
    manager: str | None = None
    resource: bool = False


# fmt: off
CAST = (
    _Role(id=cast.ANA, upn="ana@contoso.com", name="Ana Ruiz", department="IT", manager=cast.OLGA, language="es-ES",
          mobile="+34 612 34 56 78"),
    _Role(id=cast.BEA, upn="bea@contoso.com", name="Bea Holm", department="IT", state="enforced", language="sv-SE",
          mobile="0046-70-123 45 67"),
    _Role(id=cast.CARL, upn="carl@contoso.com", name="Carl Weber", department="IT", state="enforced", manager=cast.OLGA,
          language="de-DE", methods=("microsoftAuthenticator", "phone"), mobile="0151/2345678"),
    _Role(id=cast.OLGA, upn="olga@contoso.com", name="Olga Petrova", department="IT", state="enforced",
          job="CISO", methods=("fido2", "microsoftAuthenticator")),
    _Role(id=cast.DAN, upn="dan@contoso.com", name="Dan Moor", methods=(), manager=cast.GRACE,
          mobile="(0171) 55 66 77"),
    _Role(id=cast.EVE, upn="eve@contoso.com", name="Eve Lind", methods=(), manager=cast.GRACE, language="sv-SE"),
    _Role(id=cast.GRACE, upn="grace@contoso.com", name="Grace Hall", methods=("phone",), manager=cast.OLGA,
          mobile="+1 (206) 555-1234 ext. 9", location="US"),
    _Role(id=cast.HENK, upn="henk@contoso.com", name="Henk de Vries", language="nl-NL", location="NL", synced=True,
          methods=("microsoftAuthenticator", "softwareOath"), manager=cast.GRACE),
    _Role(id=cast.BOB, upn="bob@contoso.com", name="Bob <b>*Bold*</b> [x](http://e)", methods=("softwareOath",)),
    _Role(id=cast.JUERGEN, upn="juergen@contoso.com", name="Jürgen Weiß", state="enabled", language="de-DE",
          mobile="+49 (0)89 / 123-456"),
    _Role(id=cast.KIM, upn="kim@contoso.com", name="Kim Lee", state="enforced", synced=True),
    _Role(id=cast.GUS, upn="gus_fabrikam.com#EXT#@contoso.onmicrosoft.com", name="Gus Guest", user_type="Guest",
          mail="gus@fabrikam.com", skus=(), department=None, methods=()),
    _Role(id=cast.ROOM_ALPINE, upn="room.alpine@contoso.com", name="Room Alpine", enabled=False, methods=(),
          skus=(products.ROOM.name,), department=None, language=None, resource=True),
    _Role(id=cast.SVC_BACKUP, upn="svc-backup@contoso.com", name="SVC Backup", methods=(), skus=(), mail=None,
          department=None, language=None, location=None),
    _Role(id=cast.LEA, upn="lea@contoso.com", name="Lea Former", enabled=False, skus=()),
    _Role(id=cast.BREAK_GLASS_1, upn="breakglass1@contoso.onmicrosoft.com", name="Break Glass 1", methods=("fido2",),
          skus=(), mail=None, department=None, location=None),
    _Role(id=cast.BREAK_GLASS_2, upn="breakglass2@contoso.onmicrosoft.com", name="Break Glass 2", methods=("fido2",),
          skus=(), mail=None, department=None, location=None),
    _Role(id=cast.MIA, upn="mia@contoso.com", name="Mia Novak", department="IT", job="User support"),
    _Role(id=cast.NILS, upn="nils@contoso.com", name="Nils Berg", department="IT", job="User support"),
    _Role(id=cast.GINA, upn="gina@contoso.com", name="Gina Adams", department="IT", state="enforced",
          methods=("microsoftAuthenticator", "fido2")),
    _Role(id=cast.TOM, upn="tom.admin@contoso.com", name="Tom Admin", department="IT", state="enforced", skus=()),
    _Role(id=cast.PIA, upn="pia@contoso.com", name="Pia Kern", department="IT"),
    _Role(id=cast.QUINN, upn="quinn@contoso.com", name="Quinn Field", methods=(), mobile="ask Grace"),
    _Role(id=cast.INFO_MAILBOX, upn="info@contoso.com", name="Contoso Info", enabled=False, methods=(), skus=(),
          department=None, language=None),
    _Role(id=cast.DIRECTORY_SYNC, upn="Sync_DC01_4f6c2a1b9d3e@contoso.onmicrosoft.com", methods=(), skus=(),
          name="On-Premises Directory Synchronization Service Account", mail=None, department=None, location=None,
          language=None),
)
# fmt: on
CAST_SIZE = len(CAST)
ROBOTS = frozenset({cast.SVC_BACKUP, cast.DIRECTORY_SYNC})
"""They sign in in the background only, and nobody changes their passwords."""


def cast_people(skus: tuple[str, ...]) -> list[Person]:
    """The written cast; ``skus`` are the products of ordinary staff."""
    return [_cast_person(role, number, skus) for number, role in enumerate(CAST)]


def _cast_person(role: _Role, number: int, skus: tuple[str, ...]) -> Person:
    created = CREATED + timedelta(days=number)
    given, _, surname = role.name.partition(" ")
    return Person(
        id=role.id,
        upn=role.upn,
        name=role.name,
        created=created,
        given=given if role.department else None,
        surname=surname if role.department else None,
        mail=role.upn if role.mail == "" else role.mail,
        user_type=role.user_type,
        enabled=role.enabled,
        department=role.department,
        job=role.job,
        mobile=role.mobile,
        location=role.location,
        language=role.language,
        synced=role.synced,
        skus=skus if role.skus is None else role.skus,
        manager=role.manager,
        resource_account=role.resource,
        last_sign_in=created + timedelta(days=1500) if role.enabled and role.id not in ROBOTS else None,
        last_background=created + timedelta(days=1500) if role.id in ROBOTS else None,
        password_never_expires=role.id in ROBOTS,
        sspr=number % 2 == 0,
        state=Lagging(role.state),
        methods=Lagging(_methods(role.id, role.methods, created)),
    )


def _methods(person: str, kinds: Sequence[str], created: datetime) -> tuple[Method, ...]:
    return tuple(methods.make(kind, person, created) for kind in ("password", *kinds))


KINDS_OF_METHODS = (
    ("microsoftAuthenticator",),
    ("microsoftAuthenticator", "phone"),
    ("phone",),
    ("fido2", "microsoftAuthenticator"),
    ("softwareOath",),
    ("windowsHelloForBusiness", "phone"),
)


def is_ordinary(number: int) -> bool:
    """Nine of ten generated people are ordinary: enabled, ready, per-user MFA disabled."""
    return number % 10 != 9


def generated(count: int, *, seed: int, skus: tuple[str, ...]) -> Iterator[Person]:
    """Generated people: nine ordinary ones, then one of another kind."""
    chance, phones = random.Random(seed), names.Telephones()
    for number in range(max(0, count)):
        person = _ordinary(number, chance, skus, phones)
        if not is_ordinary(number):
            _ODD[number // 10 % len(_ODD)](person)
        yield person


def _ordinary(number: int, chance: random.Random, skus: tuple[str, ...], phones: names.Telephones) -> Person:
    given, surname = names.name(number)
    upn = f"{names.plain(given)}.{names.plain(surname)}{number}@{cast.DOMAIN}"
    created = CREATED + timedelta(days=30 + number % 1500, minutes=number)
    person = cast.generated(number)
    department, office, mobile = chance.choice(names.DEPARTMENTS), chance.choice(names.OFFICES), names.habit(chance)
    desk = names.habit(chance) if chance.random() < 0.3 else None
    location = chance.choice(("DE", "DE", "AT", "US", "SE", None))
    return Person(
        id=person,
        upn=upn,
        name=f"{given} {surname}",
        created=created,
        given=given,
        surname=surname,
        mail=upn,
        department=department,
        office=office,
        mobile=phones.mobile(location, mobile),
        business_phones=() if desk is None else phones.desk(),
        location=location,
        language=chance.choice(("de-DE", "en-US", "sv-SE", None)),
        synced=chance.random() < 0.6,
        skus=skus,
        manager=cast.GRACE,
        last_sign_in=created + timedelta(days=chance.randrange(10, 400)),
        sspr=number % 2 == 0,
        methods=Lagging(_methods(person, chance.choice(KINDS_OF_METHODS), created)),
    )


def _guest(person: Person) -> None:
    local = person.upn.partition("@")[0]
    person.upn = f"{local}_fabrikam.com#EXT#@{cast.INITIAL_DOMAIN}"
    person.mail, person.user_type, person.skus, person.synced = f"{local}@fabrikam.com", "Guest", (), False


def _without_method(person: Person) -> None:
    person.methods = Lagging((methods.password(person.created),))


def _left(person: Person) -> None:
    person.enabled, person.skus = False, ()


def _shared_mailbox(person: Person) -> None:
    person.enabled, person.skus, person.given, person.surname = False, (), None, None
    person.name = f"Shared {person.name}"
    _without_method(person)


def _enforced(person: Person) -> None:
    person.state = Lagging("enforced")


def _legacy_mail(person: Person) -> None:
    person.other_mails = (f"old.{stable_id('mail', person.id)[:8]}@example.org",)
    _without_method(person)


_ODD = (_guest, _without_method, _left, _shared_mailbox, _enforced, _legacy_mail)
