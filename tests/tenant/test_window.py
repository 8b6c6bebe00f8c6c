"""A budget is never exceeded, whatever window Microsoft looks at and however long answers take."""

import heapq

import pytest
from hypothesis import given
from hypothesis import strategies as st

import demo.limits
from tenant.graph.bucket import Bucket
from tenant.graph.budget import Allowance
from tenant.graph.window import Window

LIMIT, SECONDS = 10, 5.0
SENDS = st.lists(
    st.tuples(st.integers(1, 6), st.floats(0, 3), st.floats(0, 1)), min_size=1, max_size=60
)  # units, seconds on the way, when in between Microsoft counts


def arrivals(sends: list[tuple[int, float, float]], budget: type[Window | Bucket]) -> list[tuple[float, int]]:
    """Send each as soon as the budget lets it; when would Microsoft have counted it?"""
    window, now, seen = budget(Allowance(LIMIT, SECONDS, LIMIT)), 0.0, []
    flying: list[tuple[float, int]] = []
    for units, latency, share in sends:
        while wait := _ask(window, units, now, flying):
            now = wait
            while flying and flying[0][0] <= now:
                at, landed = heapq.heappop(flying)
                window.answered(landed, at)
        window.take(units)
        seen.append((now + latency * share, units))
        heapq.heappush(flying, (now + latency, units))
    return sorted(seen)


def _ask(window: Window | Bucket, units: int, now: float, flying: list[tuple[float, int]]) -> float:
    """0: now; else the moment to ask again."""
    wait = window.wait(units, now)
    if wait == 0:
        return 0.0
    return flying[0][0] + 1e-9 if wait is None or (flying and flying[0][0] < now + wait) else now + wait + 1e-9


@given(SENDS)
def test_no_window_holds_more_than_the_limit(sends: list[tuple[int, float, float]]) -> None:
    seen = arrivals(sends, Window)
    for start, _ in seen:
        assert sum(units for at, units in seen if start <= at < start + SECONDS) <= LIMIT


@pytest.mark.parametrize("budget", [Window, Bucket])
@given(sends=SENDS)
def test_no_token_bucket_runs_dry(sends: list[tuple[int, float, float]], budget: type[Window | Bucket]) -> None:
    bucket = demo.limits.Bucket(LIMIT, LIMIT / SECONDS)
    assert all(bucket.take(units, at) <= 1e-6 for at, units in arrivals(sends, budget))


def test_what_is_larger_than_the_limit_goes_alone() -> None:
    window = Window(Allowance(5, 10, 5))
    assert window.wait(20, 0) == 0
    window.take(20)
    assert window.wait(1, 0) is None
    window.answered(20, 1)
    assert window.wait(1, 1) == 10


def test_after_a_429_what_went_through_is_the_limit() -> None:
    window = Window(Allowance(50, 10, 400))
    window.take(20)
    window.answered(20, 0)
    window.refused(15, 0)
    assert 4 <= window.limit < 5
    window.refused(15, 1)
    assert window.limit >= 4, "one storm is one lesson"


def test_an_unpublished_limit_doubles_as_long_as_nobody_objects() -> None:
    window, limits = Window(Allowance(10, 10, 100)), set[float]()
    while window.wait(5, 0) == 0:
        limits.add(window.limit)
        window.take(5)
        window.answered(5, 0)
    assert limits == {10, 20, 40, 80, 100}
    assert window.wait(5, 0) == 10, "the ceiling holds"


def test_only_what_went_well_just_now_lets_a_limit_grow() -> None:
    window = Window(Allowance(10, 10, 100))
    for second in range(0, 300, 30):
        window.take(10)
        window.answered(10, second)
    assert window.limit == 10
    window.wait(1, 299)
    assert window.limit == 10, "those of long ago say nothing"


def test_a_limit_that_nobody_presses_does_not_grow() -> None:
    window = Window(Allowance(10, 10, 30))
    for second in range(0, 200, 10):
        window.take(1)
        window.answered(1, second)
    assert window.limit == 10


def test_near_the_limit_growing_stops_and_beyond_it_we_slow_down() -> None:
    window = Window(Allowance(100, 10, 200))
    for second in range(0, 60, 10):
        window.nearing(0.85, second)
        window.wait(1_000, second)
        window.answered(100, second)
    assert window.limit == 100
    window.nearing(1.25, 70)
    assert window.limit == 80
    window.nearing(1.25, 71)
    assert window.limit == 80, "once a window"


def test_a_bucket_is_used_to_the_last_drop_and_then_as_fast_as_it_fills() -> None:
    bucket = Bucket(Allowance(3_000, 150, 3_000))
    for _ in range(150):
        assert bucket.wait(20, 0) == 0
        bucket.take(20)
        bucket.answered(20, 0)
    assert bucket.wait(20, 0) == pytest.approx(1.0, abs=0.001)
    assert bucket.wait(20, 1.001) == 0


def test_what_is_larger_than_a_bucket_goes_when_it_is_full() -> None:
    bucket = Bucket(Allowance(5, 10, 5))
    assert bucket.wait(20, 0) == 0
    bucket.take(20)
    assert bucket.wait(1, 0) is None
    bucket.answered(20, 0)
    assert bucket.wait(1, 0) == pytest.approx(32, abs=0.001)


def test_a_429_empties_a_bucket_and_halves_it_once() -> None:
    bucket = Bucket(Allowance(100, 10, 100))
    bucket.refused(20, 0)
    bucket.refused(20, 1)
    assert bucket.limit == 50
    assert bucket.wait(5, 1) == pytest.approx(1, abs=0.001)


def test_a_cut_bucket_is_tried_a_little_larger_later_and_never_over_what_is_published() -> None:
    bucket = Bucket(Allowance(100, 10, 200))
    bucket.refused(20, 0)
    for second in range(10, 1_000, 10):
        bucket.wait(1_000, second)
        bucket.take(1)
        bucket.answered(1, second)
    assert bucket.limit == 100


def test_a_bucket_is_larger_where_microsoft_does_not_even_say_that_it_is_nearly_empty() -> None:
    bucket = Bucket(Allowance(100, 10, 200))
    assert spend(bucket, 10) == 100 + 50 + 50
    assert bucket.limit == 200


def test_a_bucket_stays_as_it_is_once_microsoft_has_said_how_full_it_is() -> None:
    bucket = Bucket(Allowance(100, 10, 200))
    bucket.nearing(0.8, 0)
    assert spend(bucket, 10) == 100 == bucket.limit


def spend(bucket: Bucket, units: int) -> int:
    """Send as much as goes at once; how much was it?"""
    spent = 0
    while bucket.wait(units, 0) == 0:
        bucket.take(units)
        bucket.answered(units, 0)
        spent += units
    return spent
