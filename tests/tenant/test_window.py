"""A budget is never exceeded, whatever window Microsoft looks at and however long answers take."""

import heapq

from hypothesis import given
from hypothesis import strategies as st

from demo.limits import Bucket
from tenant.graph.budget import Allowance
from tenant.graph.window import Window

LIMIT, SECONDS = 10, 5.0
SENDS = st.lists(
    st.tuples(st.integers(1, 6), st.floats(0, 3), st.floats(0, 1)), min_size=1, max_size=60
)  # units, seconds on the way, when in between Microsoft counts


def arrivals(sends: list[tuple[int, float, float]]) -> list[tuple[float, int]]:
    """Send each as soon as the window lets it; when would Microsoft have counted it?"""
    window, now, seen = Window(Allowance(LIMIT, SECONDS, LIMIT)), 0.0, []
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


def _ask(window: Window, units: int, now: float, flying: list[tuple[float, int]]) -> float:
    """0: now; else the moment to ask again."""
    wait = window.wait(units, now)
    if wait == 0:
        return 0.0
    return flying[0][0] + 1e-9 if wait is None or (flying and flying[0][0] < now + wait) else now + wait + 1e-9


@given(SENDS)
def test_no_window_holds_more_than_the_limit(sends: list[tuple[int, float, float]]) -> None:
    seen = arrivals(sends)
    for start, _ in seen:
        assert sum(units for at, units in seen if start <= at < start + SECONDS) <= LIMIT


@given(SENDS)
def test_no_token_bucket_runs_dry(sends: list[tuple[int, float, float]]) -> None:
    bucket = Bucket(LIMIT, LIMIT / SECONDS)
    assert all(bucket.take(units, at) <= 1e-6 for at, units in arrivals(sends))


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


def test_an_unpublished_limit_grows_while_nobody_objects() -> None:
    window = Window(Allowance(10, 10, 30))
    for second in range(0, 200, 10):
        window.take(10)
        window.answered(10, second)
        window.wait(100, second)
    assert window.limit == 30


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
