import pytest

from demo.directory import Directory, Person
from demo.seed import build, cast
from demo.seed.methods import is_strong
from demo.seed.policies import GLOBAL_ADMINISTRATOR


def ready(person: Person) -> bool:
    return any(is_strong(method) for method in person.methods.true)


def people_in(directory: Directory, group: str) -> list[Person]:
    return [row for row in directory.everyone_in(group) if isinstance(row, Person)]


def looks(directory: Directory) -> list[tuple[object, ...]]:
    return [
        (p.id, p.upn, p.name, p.mobile, p.state.true, p.methods.true, p.department, p.enabled)
        for p in directory.people.values()
    ]


def test_the_same_seed_makes_the_same_contoso() -> None:
    assert looks(build(users=120, seed=3)) == looks(build(users=120, seed=3))
    assert looks(build(users=120, seed=3)) != looks(build(users=120, seed=4))


@pytest.mark.parametrize("users", [26, 49, 300, 1000])
def test_users_counts_everybody(users: int) -> None:
    directory = build(users=users)
    assert len(directory.people) == users
    assert len(directory.by_name) == users


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(ValueError, match="no-p1, security-defaults, conditional-access"):
        build("p5")


def test_the_story_group_holds_every_kind_of_account() -> None:
    directory = build()
    members = {person.id: person for person in people_in(directory, cast.MFA_USERS)}
    assert len(members) == 15
    by_state = {state: [p.id for p in members.values() if p.state.true == state] for state in ("enabled", "enforced")}
    assert by_state == {"enabled": [cast.JUERGEN], "enforced": [cast.KIM]}
    assert [key for key in (cast.DAN, cast.EVE) if not ready(members[key])] == [cast.DAN, cast.EVE]
    assert members[cast.GUS].user_type == "Guest"
    assert not members[cast.LEA].enabled
    assert not members[cast.ROOM_ALPINE].enabled
    assert ready(members[cast.MIA])
    assert {cast.SVC_BACKUP, cast.BREAK_GLASS_1, cast.NILS, cast.HENK} <= set(members)
    assert not {cast.BEA, cast.CARL, cast.OLGA} & set(members)


def test_three_global_administrators_can_sign_in_without_the_story_group() -> None:
    directory = build()
    inside = {person.id for person in people_in(directory, cast.MFA_USERS)}
    holders = {g.principal for g in directory.grants if g.role == GLOBAL_ADMINISTRATOR and not g.eligible}
    assert len(holders) == 4
    outside = [directory.people[key] for key in holders - inside]
    assert all(person.enabled and ready(person) for person in outside)
    assert len(outside) == 3


def test_the_wave_is_two_hundred_ready_and_disabled_people() -> None:
    directory = build()
    wave = people_in(directory, cast.WAVE_200)
    assert len(wave) == 200
    assert all(p.enabled and ready(p) and p.state.true == "disabled" and p.user_type == "Member" for p in wave)
    assert len(people_in(directory, cast.ALL_STAFF)) > 200


def test_some_groups_share_a_name() -> None:
    names = [group.name for group in build().groups.values()]
    assert names.count("Project X") == 2
    assert {"Finance", "Finance Leads", "Empty Group"} <= set(names)


def test_only_one_scenario_has_conditional_access_and_its_licence() -> None:
    assert not build("no-p1").has_plan("AAD_PREMIUM")
    assert not build("no-p1").policies
    assert build("security-defaults").security_defaults.true
    licensed = build("conditional-access")
    assert licensed.has_plan("AAD_PREMIUM")
    assert {policy["state"] for policy in licensed.policies} == {"enabled", "enabledForReportingButNotEnforced"}
