"""The numbers here are copied by hand from https://learn.microsoft.com/graph/throttling-limits."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo import limits
from demo.clock import SteppedClock
from demo.graph.table import ROUTES
from demo.limits import Cost, Limits, Verdict
from demo.seed import cast
from demo.world import World
from tests.demo.plain import STATE, Plain, plain

# Resource units per 10 s for one application in one tenant, by the number of users.
UNITS = {49: 3_500, 50: 5_000, 500: 5_000, 501: 8_000}

# What one request costs, as the table of the same page says.
PRICES = {
    ("GET", "/users"): 2,
    ("GET", "/users/{}/licenseDetails"): 2,
    ("GET", "/users/{}/transitiveMemberOf"): 2,
    ("GET", "/groups/{}/members"): 3,
    ("GET", "/groups/{}/transitiveMembers"): 5,
    ("POST", "/users/{}/checkMemberGroups"): 4,
    ("POST", "/users/{}/getMemberGroups"): 2,
    ("GET", "/subscribedSkus"): 3,
    ("GET", "/users/{}"): 1,
    ("GET", "/groups"): 1,
    ("GET", "/policies/identitySecurityDefaultsEnforcementPolicy"): 1,
    ("PATCH", "/users/{}/authentication/requirements"): 1,
}


def meters(mode: str = "documented", users: int = 300) -> tuple[Limits, SteppedClock]:
    clock = SteppedClock()
    return Limits(mode, clock, users), clock


def passed(some: Limits, cost: Cost, times: int) -> int:
    return sum(some.charge("app", cost).allowed for _ in range(times))


@pytest.mark.parametrize(("users", "units"), UNITS.items())
def test_resource_units_by_size(users: int, units: int) -> None:
    some, _ = meters(users=users)
    assert passed(some, Cost(units=1), units + 50) == units


async def test_three_thousand_writes_then_twenty_a_second() -> None:
    some, clock = meters(users=1000)
    write = Cost(write=True)
    assert passed(some, write, 3_000) == 3_000
    refused = some.charge("app", write)
    assert (refused.allowed, refused.wait, refused.reason) == (False, 1, "WriteLimitExceeded")
    await clock.advance(timedelta(seconds=12))
    assert 200 <= passed(some, write, 300) <= 240


@pytest.mark.parametrize(
    ("cost", "most", "seconds"),
    [
        (Cost(report=True), 5, 10),
        (Cost(conditional_access=True), 1, 1),
        (Cost(sign_in_activity=True), 10, 60),
    ],
)
async def test_the_narrow_limits(cost: Cost, most: int, seconds: int) -> None:
    some, clock = meters()
    assert passed(some, cost, most) == most
    await clock.advance(timedelta(seconds=seconds))
    assert passed(some, cost, 2 * most) == most


async def test_requests_made_while_throttled_still_count() -> None:
    some, clock = meters()
    cost = Cost(report=True)
    passed(some, cost, 5)
    await clock.advance(timedelta(seconds=9))
    assert passed(some, cost, 5) == 0
    await clock.advance(timedelta(seconds=2))
    assert passed(some, cost, 1) == 0


def test_conditional_access_is_for_all_applications_together_and_says_no_time() -> None:
    some, _ = meters()
    assert some.charge("one", Cost(conditional_access=True)).allowed
    refused = some.charge("other", Cost(conditional_access=True))
    assert (refused.allowed, refused.wait) == (False, None)


def test_applications_do_not_share_other_budgets() -> None:
    some, _ = meters()
    passed(some, Cost(report=True), 6)
    assert some.charge("other", Cost(report=True)).allowed


def test_modes() -> None:
    assert passed(meters("strict")[0], Cost(methods=True), 20) == 5
    assert passed(meters("documented")[0], Cost(methods=True), 20) == 20
    assert passed(meters("shared")[0], Cost(report=True), 20) == 2
    assert passed(meters("shared", users=1000)[0], Cost(write=True), 2_000) == 1_500
    assert passed(meters("off")[0], Cost(report=True), 2_000) == 2_000
    with pytest.raises(ValueError, match="documented, strict, shared, off"):
        meters("some")


def test_routes_cost_what_microsoft_says() -> None:
    prices = {(route.method, route.path): route.cost.units for route in ROUTES}
    assert {key: prices[key] for key in PRICES} == PRICES


@given(waits=st.lists(st.floats(0, 30), max_size=60))
async def test_never_more_than_five_reports_in_any_ten_seconds(waits: list[float]) -> None:
    some, clock = meters()
    allowed: list[float] = []
    for wait in waits:
        await clock.advance(timedelta(seconds=wait))
        if some.charge("app", Cost(report=True)).allowed:
            allowed.append(clock.elapsed())
    assert all(late - early >= 10 - 1e-6 for early, late in zip(allowed, allowed[5:], strict=False))


@given(
    cost=st.sampled_from([Cost(units=50, write=True), Cost(report=True), Cost(sign_in_activity=True)]),
    bursts=st.lists(st.tuples(st.integers(0, 400), st.floats(0, 30)), max_size=30),
)
async def test_whoever_waits_as_told_is_let_in(cost: Cost, bursts: list[tuple[int, float]]) -> None:
    some, clock = meters(users=10)
    verdict = Verdict(allowed=True)
    for number, wait in bursts:
        for _ in range(number):
            verdict = some.charge("app", cost)
        await clock.advance(timedelta(seconds=wait if verdict.allowed else verdict.wait or 0))
        assert verdict.allowed or some.charge("app", cost).allowed


async def test_a_throttled_burst_over_the_wire() -> None:
    async with plain(World(users=40, clock=SteppedClock(), limits="strict")) as client:
        path = f"/v1.0/users/{cast.ANA}/authentication/methods"
        replies = [await client.get(path) for _ in range(7)]
        assert [reply.status for reply in replies] == [200] * 5 + [429] * 2
        refused = replies[-1]
        assert refused.headers["Retry-After"] == "10"
        assert refused.headers["x-ms-throttle-scope"].startswith("Tenant_Application/ReadWrite/")
        assert refused.headers["x-ms-throttle-information"] == "ResourceUnitLimitExceeded"
        await client.control("clock", {"advance": 10})
        assert (await client.get(path)).status == 200


async def test_the_warning_comes_from_four_fifths_on(client: Plain, world: World) -> None:
    calm = await client.get(f"/v1.0/users/{cast.ANA}")
    assert "x-ms-throttle-limit-percentage" not in calm.headers
    assert calm.headers["x-ms-resource-unit"] == "1"
    for _ in range(math.ceil(limits.WRITES * 0.8)):
        world.limits.charge(world.client_id, Cost(write=True))
    warned = await client.patch(STATE.format(cast.ANA), {"perUserMfaState": "enabled"})
    assert warned.headers["x-ms-throttle-limit-percentage"] == "0.8"


async def test_select_and_a_small_top_make_a_call_cheaper(client: Plain) -> None:
    base = f"/v1.0/groups/{cast.MFA_USERS}/transitiveMembers"
    prices = [
        (await client.get(base + more)).headers["x-ms-resource-unit"]
        for more in ("", "?$select=id", "?$select=id&$top=5")
    ]
    assert prices == ["5", "4", "3"]
