"""The floor is arithmetic over Microsoft's published budgets."""

import pytest

from bench import floor
from bench.floor import Asked, Forced
from demo.limits import Cost
from demo.wire import JsonObject

METHODS = "/users/{}/authentication/methods"
STATE = "/users/1/authentication/requirements"


def asked(path: str, *, app: str = "one", method: str = "GET", version: str = "v1.0", **query: str) -> Asked:
    named = {name.replace("_", "$"): value for name, value in query.items()}
    return Asked(method, version, path, named, app=app, status=200, batched=False)


def patch(app: str = "one") -> Asked:
    return asked(STATE, method="PATCH", version="beta", app=app)


def test_writes_over_a_full_bucket_wait_for_twenty_a_second() -> None:
    assert floor.forced([patch()] * 3_600, users=4_000)[0] == Forced("writes", 30.0)
    assert floor.forced([patch()] * 3_000, users=4_000) == ()


def test_each_application_has_its_own_bucket() -> None:
    assert floor.forced([patch("one"), patch("two")] * 3_000, users=4_000) == ()


@pytest.mark.parametrize(("users", "units"), [(40, 3_500), (400, 5_000), (4_000, 8_000)])
def test_resource_units_depend_on_the_size_of_the_tenant(users: int, units: int) -> None:
    found = floor.forced([asked("/users")] * 5_000, users=users)
    assert found == (Forced("resource units", (10_000 - units) * 10 / units),)


def test_the_tenant_shares_conditional_access_and_reports_go_five_in_ten_seconds() -> None:
    policies = [asked("/identity/conditionalAccess/policies", app=app) for app in ("one", "two")] * 2
    report = asked("/reports/authenticationMethods/userRegistrationDetails")
    assert floor.forced(policies, users=40) == (Forced("Conditional Access", 3.0),)
    assert floor.forced([report] * 11, users=40)[0] == Forced("reports", 20.0)


def test_only_strict_limits_count_sign_in_methods() -> None:
    reads = [asked(METHODS.format(number)) for number in range(11)]
    assert floor.forced(reads, users=40) == ()
    assert floor.forced(reads, users=40, strict=True) == (Forced("sign-in methods", 20.0),)


@pytest.mark.parametrize(
    ("one", "price"),
    [
        (asked("/users"), Cost(units=2)),
        (asked("/users", _select="id"), Cost(units=1)),
        (asked("/users", _top="10"), Cost(units=1)),
        (asked("/users", _select="id,signInActivity"), Cost(units=1, sign_in_activity=True)),
        (patch(), Cost(units=1, write=True)),
        (asked(METHODS.format(1)), Cost(units=1, methods=True)),
    ],
)
def test_prices_are_the_published_ones(one: Asked, price: Cost) -> None:
    assert floor.cost(one) == price


def test_a_record_is_read_and_the_batch_around_it_is_not_counted() -> None:
    item: JsonObject = {
        "method": "GET",
        "path": "/graph/v1.0/users?$select=id&$top=999",
        "status": 200,
        "app": "one",
        "at": "2026-11-23T08:00:00Z",
        "batch": True,
    }
    outer: JsonObject = item | {"method": "POST", "path": "/graph/v1.0/$batch", "batch": False}
    token: JsonObject = item | {"method": "POST", "path": "/login/tenant/oauth2/v2.0/token", "batch": False}
    [found] = floor.read([item, outer, token])
    assert (found.version, found.target, found.batched) == ("v1.0", "/users?$select=id&$top=999", True)
