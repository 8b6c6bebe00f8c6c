"""The people of the scenario "catalogue": each stands for one situation that a check, a plan or a guard must find.

===================  =========================================================================================
Ada Stone            Global Administrator, eligible only; no method
Max Ortiz            Exchange Administrator; a phone only; no policy asks him for MFA
Rita Sand            Security Administrator through the role-assignable group "Security Team"; protected
Nora Frost           per-user MFA disabled, and yet covered: in "MFA Rollout"; signs in with the Authenticator app
Omar Haddad          in "MFA Rollout", and in "Travellers", which the policy leaves out; not covered
Iris Blum            one method only, the Authenticator app
Wim Bakker           weak methods only: a mobile phone, and a telephone on the desk
Una Voss             registered and not capable: a telephone on the desk, where calls are not allowed
Zack Oduya           no method, in "MFA Rollout"; Entra asks him to register (50072, 50079) and he gives up
Lola Marsh           signs in as l.marsh@, her mail is lola.marsh@, her chats are lola@
Ivo Horvat           Outlook 2010 over IMAP4: succeeds each day
Ella Roth           somebody guesses her password over POP3, in vain; she uses nothing old herself
Theo Brandt          Exchange ActiveSync of an old phone succeeds, and somebody guesses over IMAP4
Fritz Amsel          of the federated domain factory.contoso.com, synchronised; no method in Entra
Fay Olsen            in "MFA Rollout"; 50074 each morning, then success; once she denied the prompt (500121)
Boris Lang           in "Warehouse": blocked by "Block sign-ins from outside the warehouse" (53003)
Cleo Hart            per-user MFA enforced; her old mail program has no app password (50076 over IMAP4)
Hana Mori            typed a wrong password (50126) until locked out (50053); did not consent to an app (65001)
Yara Silva           a new telephone next week: the Authenticator app, a phone, and the app is her default method
SVC Reports          by its name: no licence, a password of 2019 that never expires, only in the background
Payroll Robot        by its habits: it has a licence, but a password of 2019, and comes only in the background
Intranet Sync        the same, without a mailbox
Room Berlin          a room that signs in: Teams Rooms Pro
Lobby Phone          a telephone for everybody: Teams Shared Devices
Sales Orders         a shared mailbox: sign-in disabled, no licence
===================  =========================================================================================

Of the break-glass accounts of the cast the first is good (a security key, used 20 days ago, left out of every policy,
in a restricted unit).
The second is bad: a telephone, a policy that means it, and nobody has tried it for 300 days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from demo.directory import Group, Lagging, Method, Person, RoleGrant
from demo.keys import stable_id
from demo.seed import cast, methods, products
from demo.seed.people import CREATED
from demo.seed.policies import EXCHANGE_ADMINISTRATOR, GLOBAL_ADMINISTRATOR, SECURITY_ADMINISTRATOR

SCENARIO = "catalogue"
APP = ("microsoftAuthenticator",)
OLD_PASSWORD = datetime(2019, 4, 2, 7, 30, tzinfo=UTC)
FACTORY = "factory.contoso.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Role:
    """One line of the list above. ``mail`` and ``upn`` None: made of the name; ``licence`` None: what staff have."""

    id: str
    name: str
    upn: str | None = None
    mail: str | None = ""
    sip: str | None = None
    methods: tuple[str, ...] = APP
    state: str = "disabled"
    department: str | None = "Operations"
    licence: tuple[str, ...] | None = None
    enabled: bool = True
    synced: bool = False
    preferred: str | None = None
    robot: bool = False


# fmt: off
ROLES = (
    _Role(id=cast.ADA, name="Ada Stone", methods=(), department="IT"),
    _Role(id=cast.MAX, name="Max Ortiz", methods=("phone",), department="IT"),
    _Role(id=cast.RITA, name="Rita Sand", department="IT"),
    _Role(id=cast.NORA, name="Nora Frost", methods=("microsoftAuthenticator", "phone")),
    _Role(id=cast.OMAR, name="Omar Haddad"),
    _Role(id=cast.IRIS, name="Iris Blum"),
    _Role(id=cast.WIM, name="Wim Bakker", methods=("phone", "office")),
    _Role(id=cast.UNA, name="Una Voss", methods=("office",)),
    _Role(id=cast.ZACK, name="Zack Oduya", methods=()),
    _Role(id=cast.LOLA, name="Lola Marsh", upn="l.marsh@contoso.com", mail="lola.marsh@contoso.com",
          sip="lola@contoso.com"),
    _Role(id=cast.IVO, name="Ivo Horvat"),
    _Role(id=cast.ELLA, name="Ella Roth"),
    _Role(id=cast.THEO, name="Theo Brandt", methods=("microsoftAuthenticator", "softwareOath")),
    _Role(id=cast.FRITZ, name="Fritz Amsel", upn=f"fritz@{FACTORY}", methods=(), synced=True),
    _Role(id=cast.FAY, name="Fay Olsen", methods=("microsoftAuthenticator", "phone")),
    _Role(id=cast.BORIS, name="Boris Lang", department="Logistics"),
    _Role(id=cast.CLEO, name="Cleo Hart", state="enforced"),
    _Role(id=cast.HANA, name="Hana Mori"),
    _Role(id=cast.YARA, name="Yara Silva", methods=("microsoftAuthenticator", "phone"), preferred="push"),
    _Role(id=cast.SVC_REPORTS, name="SVC Reports", upn="svc-reports@contoso.com", mail=None, methods=(), licence=(),
          department=None, robot=True),
    _Role(id=cast.PAYROLL, name="Payroll Robot", upn="payroll@contoso.com", methods=(), department=None,
          licence=(products.OFFICE.name,), robot=True),
    _Role(id=cast.INTRANET, name="Intranet Sync", upn="intranet@contoso.com", mail=None, methods=(), licence=(),
          department=None, robot=True),
    _Role(id=cast.ROOM_BERLIN, name="Room Berlin", upn="room.berlin@contoso.com", methods=(), department=None,
          licence=(products.ROOM_PRO.name,)),
    _Role(id=cast.LOBBY_PHONE, name="Lobby Phone", upn="lobby.phone@contoso.com", mail=None, methods=(),
          department=None, licence=(products.DEVICE.name,)),
    _Role(id=cast.SALES_MAILBOX, name="Sales Orders", upn="orders@contoso.com", methods=(), department=None,
          licence=(), enabled=False),
)
# fmt: on


def people(scenario: str, staff: tuple[str, ...], now: datetime) -> list[Person]:
    """Those people, in the scenario that has them; ``staff``: the products of an ordinary person."""
    return [_person(role, number, staff, now) for number, role in enumerate(ROLES)] if scenario == SCENARIO else []


def _person(role: _Role, number: int, staff: tuple[str, ...], now: datetime) -> Person:
    created = CREATED + timedelta(days=100 + number)
    given, _, surname = role.name.partition(" ")
    upn = role.upn or f"{given.casefold()}@{cast.DOMAIN}"
    human = role.department is not None
    last = now - timedelta(days=1, minutes=number)
    return Person(
        id=role.id,
        upn=upn,
        name=role.name,
        created=created,
        given=given if human else None,
        surname=surname if human else None,
        mail=upn if role.mail == "" else role.mail,
        sip=role.sip,
        aliases=(upn,) if role.mail not in ("", None) else (),
        enabled=role.enabled,
        department=role.department,
        location="DE" if human else None,
        language="en-US" if human else None,
        synced=role.synced,
        skus=staff if role.licence is None else role.licence,
        manager=cast.GRACE if human else None,
        last_sign_in=None if role.robot or not role.enabled else last,
        last_background=last if role.robot else None,
        password_never_expires=role.robot,
        password_changed=OLD_PASSWORD if role.robot else created,
        preferred=role.preferred,
        state=Lagging(role.state),
        methods=Lagging(tuple(_method(kind, role.id, created) for kind in ("password", *role.methods))),
    )


def _method(kind: str, person: str, created: datetime) -> Method:
    if kind == "office":
        return methods.phone(f"+49 3023125{int(person[-3:]) % 900 + 100}", created, "office")
    return methods.make(kind, person, created)


def grants(scenario: str) -> list[RoleGrant]:
    """The roles of these people, and one that is only eligible."""
    held = (
        (cast.ADA, GLOBAL_ADMINISTRATOR, True),
        (cast.MAX, EXCHANGE_ADMINISTRATOR, False),
        (cast.SECURITY_TEAM, SECURITY_ADMINISTRATOR, False),
    )
    found = [RoleGrant(stable_id("grant", who, role), who, role, eligible) for who, role, eligible in held]
    return found if scenario == SCENARIO else []


def groups(scenario: str) -> list[Group]:
    """Groups that may be written, and of each kind that may not. "MFA Rollout" is owned by Muster's applications."""
    if scenario not in products.WITH_P1:
        return []
    muster = tuple(stable_id("service principal", app) for app in (cast.APP_ID, cast.STATE_WRITER_ID))
    rollout = _group(cast.MFA_ROLLOUT, "MFA Rollout", cast.NORA, cast.OMAR, cast.RITA, cast.FAY, cast.ZACK)
    rollout.owners = muster
    dynamic = _group(cast.SALES_DYNAMIC, "Sales Dynamic")
    dynamic.dynamic_rule = '(user.department -eq "Sales")'
    synced = _group(cast.FACTORY_SYNCED, "Factory Staff", cast.FRITZ)
    synced.synced = True
    security = _group(cast.SECURITY_TEAM, "Security Team", cast.RITA)
    security.role_assignable = True
    travellers = _group(cast.TRAVELLERS, "Travellers", cast.OMAR)
    warehouse = _group(cast.WAREHOUSE, "Warehouse", cast.BORIS)
    return [rollout, travellers, warehouse, security, dynamic, synced]


def _group(identity: str, name: str, *members: str) -> Group:
    return Group(id=identity, name=name, created=CREATED, members=dict.fromkeys(members))


def keep_to(there: Sequence[Group], everyone: Sequence[Person]) -> None:
    """Take out of the groups whom this tenant does not have, and fill the dynamic one."""
    ids = {person.id for person in everyone}
    for group in there:
        group.members = {key: None for key in group.members if key in ids}
        if group.dynamic_rule is not None:
            group.members = {person.id: None for person in everyone if person.department == "Sales"}


def spoil(scenario: str, everyone: Sequence[Person], now: datetime) -> None:
    """Make the second break-glass account a bad one; the first was tried not long ago and is restricted."""
    if scenario != SCENARIO:
        return
    by_id = {person.id: person for person in everyone}
    good, bad = by_id[cast.BREAK_GLASS_1], by_id[cast.BREAK_GLASS_2]
    good.protected = True
    good.last_sign_in = good.last_success = now - timedelta(days=20)
    bad.last_sign_in = bad.last_success = now - timedelta(days=300)
    kinds = ("password", "phone")
    bad.methods = Lagging(tuple(methods.make(kind, bad.id, bad.created) for kind in kinds))
