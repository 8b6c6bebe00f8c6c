"""Contoso's groups."""

from collections.abc import Iterable, Sequence

from demo.directory import Group, Person
from demo.seed import cast, people
from demo.seed import rollout as phones
from demo.seed.people import CREATED


def build(everyone: Sequence[Person], *, rollout: list[str]) -> list[Group]:
    """The cast's groups, those that the generated people fill, and those whose telephones are filled in."""
    return [*_cast_groups(), *_filled(everyone[people.CAST_SIZE :]), *_for_phones(everyone, rollout)]


def _cast_groups() -> list[Group]:
    return [
        _group(cast.OPERATORS, "Muster Operators", [cast.ANA]),
        _group(cast.APPROVERS, "Muster Approvers", [cast.BEA, cast.CARL]),
        _group(cast.OWNERS, "Muster Owners", [cast.OLGA]),
        _group(
            cast.MFA_USERS,
            "MFA Users",
            [
                *(cast.ANA, cast.GRACE, cast.BOB, cast.JUERGEN, cast.DAN, cast.EVE, cast.GUS, cast.ROOM_ALPINE),
                *(cast.SVC_BACKUP, cast.LEA, cast.BREAK_GLASS_1, cast.MIA, cast.MFA_USERS_FIELD),
            ],
        ),
        _group(cast.MFA_USERS_FIELD, "MFA Users Field", [cast.HENK, cast.KIM, cast.NILS, cast.GRACE]),
        _group(cast.EMPTY_GROUP, "Empty Group", []),
        _group(cast.PROJECT_X, "Project X", [cast.GRACE, cast.QUINN]),
        _group(cast.PROJECT_X_TOO, "Project X", [cast.HENK], mail="projectx2@contoso.com"),
        _group(cast.HELPDESK_TEAM, "Helpdesk Team", [cast.PIA], role_assignable=True, owners=(cast.GINA,)),
        _group(cast.MFA_EXCLUSIONS, "MFA Exclusions", [cast.BREAK_GLASS_1, cast.BREAK_GLASS_2]),
    ]


def _filled(extras: Sequence[Person]) -> list[Group]:
    staff = [person for number, person in enumerate(extras) if people.is_ordinary(number)]
    finance = [person.id for person in staff if person.department == "Finance"]
    north, south = _ids(staff[::2]), _ids(staff[1::2])
    return [
        _group(cast.FINANCE, "Finance", finance, mail="finance@contoso.com"),
        _group(cast.FINANCE_LEADS, "Finance Leads", finance[:3], mail="finance.leads@contoso.com"),
        _group(cast.ALL_STAFF, "All Staff", [cast.STAFF_NORTH, cast.STAFF_SOUTH], mail="staff@contoso.com"),
        _group(cast.STAFF_NORTH, "Staff North", north),
        _group(cast.STAFF_SOUTH, "Staff South", south),
        _group(cast.SALES, "Sales", [person.id for person in staff if person.department == "Sales"]),
        _group(cast.WAVE_200, "Wave 200", _ids(staff[:200])),
    ]


def _for_phones(everyone: Sequence[Person], rollout: list[str]) -> list[Group]:
    there = {person.id for person in everyone}
    keepers = [key for number in phones.KEEPERS if (key := cast.generated(number)) in there]
    owner = cast.generated(phones.KEEPERS_OWNER)
    return [
        _group(cast.PHONE_ROLLOUT, "Phone Rollout", rollout),
        _group(cast.PHONE_PILOT, "Phone Pilot", [key for key in phones.PILOT if key in there]),
        _group(
            cast.KEY_KEEPERS,
            "Key Keepers",
            keepers,
            owners=tuple(key for key in (owner,) if key in there),
            role_assignable=True,
        ),
    ]


def _ids(some: Iterable[Person]) -> list[str]:
    return [person.id for person in some]


def _group(
    identity: str,
    name: str,
    members: list[str],
    *,
    mail: str | None = None,
    owners: tuple[str, ...] = (),
    role_assignable: bool = False,
) -> Group:
    return Group(
        id=identity,
        name=name,
        created=CREATED,
        members=dict.fromkeys(members),
        mail=mail,
        unified=mail is not None,
        owners=owners,
        role_assignable=role_assignable,
    )
