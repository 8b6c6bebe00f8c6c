"""Guards stand over every plan: total, pure, and the gravest reason first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.spec import Change, Direction, Reason, Subject
from engine.guards import Facts, guard
from engine.plan import Released
from tenant.model import (
    GLOBAL_ADMINISTRATOR,
    PHONE_SYSTEM,
    ROOM_PLANS,
    Method,
    MethodKind,
    MethodPolicy,
    MethodRule,
    RoleHolding,
    Roles,
    User,
    UserType,
)

EVE = User(id="eve", upn="eve@contoso.com", name="Eve Lind", plans=frozenset({"office"}))
PHONE = Method("1", MethodKind.PHONE)
POLICY = MethodPolicy((MethodRule("Sms", enabled=True, include=frozenset({"all_users"})),), complete=True)
FACTS = Facts(
    direction=Direction.STRENGTHEN, break_glass=frozenset({"glass"}), own_ids=frozenset({"muster"}), roles=Roles(()),
    policy=POLICY, users={"eve": EVE}, methods={"eve": (PHONE,)},
)  # fmt: skip
HOLDER = Roles((RoleHolding("eve", GLOBAL_ADMINISTRATOR, role_name="Global Administrator"),))
ELIGIBLE = Roles((RoleHolding("eve", "helpdesk", eligible=True),))


def change(who: str = "eve", *, needs_method: bool = True) -> Change:
    subject = Subject(who, who, f"{who}@contoso.com")
    return Change(subject=subject, before="disabled", after="enabled", needs_method=needs_method)


def code(facts: Facts, row: Change | None = None) -> str | None:
    found = guard(row or change(), facts)
    return None if found is None else found.code


def about(user: User, **changed: object) -> Facts:
    return replace(FACTS, users={user.id: user}, **changed)  # type: ignore[arg-type]


def test_an_ordinary_person_passes() -> None:
    assert code(FACTS) is None


@pytest.mark.parametrize(("thing", "why"), [("eve", None), ("modern-auth", None), ("glass", "break-glass")])
def test_a_row_about_no_person_is_ordinary(thing: str, why: str | None) -> None:
    setting = Change(subject=Subject(thing, thing), before="off", after="on", needs_method=True)
    assert code(replace(FACTS, roles=HOLDER, methods={}, direction=Direction.WEAKEN), setting) == why


@pytest.mark.parametrize(
    ("user", "why"),
    [
        (replace(EVE, user_type=UserType.GUEST), "guest"),
        (replace(EVE, upn="eve_fabrikam.com#EXT#@contoso.onmicrosoft.com"), "guest"),
        (replace(EVE, plans=ROOM_PLANS, enabled=False), "room"),
        (replace(EVE, plans=frozenset({PHONE_SYSTEM}), mail=None), "room"),
        (replace(EVE, enabled=False), "disabled"),
        (replace(EVE, upn="Sync_DC01_4f6c@contoso.onmicrosoft.com"), "sync-account"),
        (replace(EVE, name="On-Premises Directory Synchronization Service Account"), "sync-account"),
        (replace(EVE, upn="svc-backup@contoso.com"), "service-account"),
        (replace(EVE, upn="SVC_x@contoso.com"), "service-account"),
        (replace(EVE, name="Service Printer"), "service-account"),
        (replace(EVE, name="Svenja Servais", upn="svenja.servais@contoso.com"), None),
    ],
)
def test_accounts_that_are_no_person_are_spared(user: User, why: str | None) -> None:
    assert code(about(user)) == why
    assert code(about(user, direction=Direction.WEAKEN), change(needs_method=False)) == why


def test_who_was_marked_is_spared_like_who_is_called_so() -> None:
    assert code(replace(FACTS, marked=frozenset({"eve"}))) == "service-account"
    assert code(replace(FACTS, marked=frozenset({"eve"}), direction=Direction.WEAKEN)) == "service-account"
    assert code(replace(FACTS, marked=frozenset({"dan"}))) is None


def test_break_glass_and_muster_itself_come_before_everything() -> None:
    glass = User(id="glass", upn="svc-glass@contoso.com", name="Glass", enabled=False)
    assert code(about(glass), change("glass")) == "break-glass"
    own = User(id="muster", upn="m@contoso.com", name="Muster", enabled=False)
    assert code(about(own), change("muster")) == "own-identity"


@pytest.mark.parametrize("roles", [HOLDER, ELIGIBLE])
def test_a_role_holder_is_spared_from_weakening_and_where_not_ready(roles: Roles) -> None:
    held = replace(FACTS, roles=roles)
    assert code(held) is None
    assert code(replace(held, methods={"eve": ()})) == "role-holder"
    assert code(replace(held, direction=Direction.WEAKEN), change(needs_method=False)) == "role-holder"
    assert code(replace(held, direction=Direction.NEUTRAL), change(needs_method=False)) is None


@pytest.mark.parametrize(
    ("methods", "why"),
    [
        ({"eve": ()}, "not-ready"),
        ({"eve": (Method("p", MethodKind.PASSWORD), Method("e", MethodKind.EMAIL))}, "not-ready"),
        ({"eve": (Method("t", MethodKind.TEMPORARY_PASS),)}, "not-ready"),
        ({}, "methods-unknown"),
    ],
)
def test_who_could_not_answer_the_prompt_is_not_ready(methods: dict[str, tuple[Method, ...]], why: str) -> None:
    assert code(replace(FACTS, methods=methods)) == why
    assert code(replace(FACTS, methods=methods), change(needs_method=False)) is None


def test_a_method_that_policy_forbids_to_everybody_does_not_make_ready() -> None:
    off = MethodPolicy((MethodRule("Sms", enabled=False), MethodRule("Voice", enabled=False)), complete=True)
    assert code(replace(FACTS, policy=off)) == "not-ready"
    assert code(replace(FACTS, policy=replace(off, complete=False))) is None
    assert code(replace(FACTS, policy=None)) == "not-ready"


def test_somebody_whom_the_directory_does_not_return_is_spared() -> None:
    assert code(replace(FACTS, users={})) == "gone"


users = st.builds(
    User, id=st.just("eve"), upn=st.text(max_size=20), name=st.text(max_size=20), user_type=st.sampled_from(UserType),
    enabled=st.booleans(), plans=st.frozensets(st.sampled_from([*ROOM_PLANS, "x"])),
)  # fmt: skip


@given(users, st.sampled_from(Direction), st.booleans(), st.sampled_from([Roles(()), HOLDER, ELIGIBLE]), st.booleans())
def test_guards_are_total(user: User, way: Direction, needs: bool, roles: Roles, known: bool) -> None:
    facts = about(user, direction=way, roles=roles, methods={"eve": (PHONE,)} if known else {})
    row = change(needs_method=needs)
    assert guard(row, facts) == guard(row, facts)
    if not user.enabled or user.user_type is UserType.GUEST:
        assert guard(row, facts) is not None


CODES = st.sampled_from(
    ["break-glass", "own-identity", "room", "sync-account", "service-account", "guest", "disabled", "role-holder",
     "not-ready", "methods-unknown"]
)  # fmt: skip


@given(CODES)
def test_a_guard_is_released_only_by_name_and_not_ready_for_all(why: str) -> None:
    nobody = Released(frozenset(), frozenset({"not-ready"}), everybody=False)
    assert nobody.from_guard("eve", Reason(why)) == (why == "not-ready")
    named = Released(frozenset({"eve"}), frozenset(), everybody=False)
    assert named.from_guard("eve", Reason(why))
    assert not named.from_guard("dan", Reason(why))
    assert not named.from_guard("eve", Reason("gone"))
