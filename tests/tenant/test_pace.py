"""The governor on a clock that is moved by hand."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.clock import SteppedClock
from demo.limits import Bucket
from tenant.graph.budget import CALLS, RESOURCE_UNITS, WRITES, Allowance, Cost, Lane, cost
from tenant.graph.call import Answer, Call
from tenant.graph.hearing import listen
from tenant.graph.pace import Heard, Pace, conditional_access_lane
from tenant.graph.wire import Thing
from tenant.ports import Priority
from tests.tenant.clocks import play

REPORT = Cost(Lane.REPORTS)
CONDITIONAL = Cost(Lane.CONDITIONAL_ACCESS)


async def ask(
    clock: SteppedClock, pace: Pace, what: Cost, *, seconds: float = 0.0, priority: Priority = Priority.NORMAL
) -> float:
    """One request that takes so long; when did it set out?"""
    async with pace.turn(what, priority):
        set_out = clock.elapsed()
        await clock.sleep(seconds)
        return set_out


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def pace(clock: SteppedClock) -> Pace:
    return Pace(clock)


async def test_reports_go_five_in_ten_seconds(clock: SteppedClock, pace: Pace) -> None:
    at = await play(clock, *(ask(clock, pace, REPORT) for _ in range(11)))
    assert at == [0] * 5 + [10] * 5 + [20]


async def test_conditional_access_goes_once_a_second_for_all_applications(clock: SteppedClock) -> None:
    shared = conditional_access_lane(clock)
    paces = [Pace(clock, conditional_access=shared) for _ in range(2)]
    at = await play(clock, *(ask(clock, pace, CONDITIONAL) for pace in paces * 2))
    assert at == [0, 1, 2, 3]


async def test_writes_keep_under_their_own_budget(clock: SteppedClock, pace: Pace) -> None:
    batch = Cost(Lane.STATES, calls=20, units=20, writes=20)
    at = sorted(await play(clock, *(ask(clock, pace, batch) for _ in range(200))))
    writes, units = Bucket(3_000, 20), Bucket(3_500, 350)
    assert all(writes.take(20, moment) <= 0 and units.take(20, moment) <= 0 for moment in at)
    assert at[-1] == pytest.approx((4_000 - 3_000) / 20, rel=0.01), "what is allowed is used"


async def test_a_person_overtakes_a_sweep(clock: SteppedClock, pace: Pace) -> None:
    sweep = [ask(clock, pace, REPORT, priority=Priority.SWEEP) for _ in range(12)]
    person = ask(clock, pace, REPORT, priority=Priority.PERSON)
    at = await play(clock, *sweep, person)
    assert at[-1] == 10 and sorted(at[:-1]) == [0] * 5 + [10] * 4 + [20] * 3


async def test_a_full_lane_holds_up_no_other(clock: SteppedClock, pace: Pace) -> None:
    at = await play(clock, *(ask(clock, pace, REPORT) for _ in range(9)), ask(clock, pace, Cost(Lane.DIRECTORY)))
    assert at[-1] == 0


async def test_a_429_closes_the_lane_for_as_long_as_microsoft_says(clock: SteppedClock, pace: Pace) -> None:
    async def refused() -> float:
        async with pace.turn(Cost(Lane.METHODS), Priority.NORMAL) as heard:
            heard.throttled, heard.retry_after = 1, 30
        return clock.elapsed()

    assert await play(clock, refused()) == [0]
    at = await play(clock, ask(clock, pace, Cost(Lane.METHODS)), ask(clock, pace, Cost(Lane.STATES)))
    assert at == [30, 0]


async def test_a_silent_429_closes_the_lane_for_a_moment(clock: SteppedClock, pace: Pace) -> None:
    async with pace.turn(CONDITIONAL, Priority.NORMAL) as heard:
        heard.throttled = 1
    [at] = await play(clock, ask(clock, pace, CONDITIONAL))
    assert at == 2


async def test_who_gives_up_gives_the_turn_back(clock: SteppedClock, pace: Pace) -> None:
    waiting = [asyncio.ensure_future(ask(clock, pace, REPORT)) for _ in range(8)]
    await clock.sleep(0)
    for task in waiting[5:]:
        task.cancel()
    assert await play(clock, ask(clock, pace, REPORT)) == [10]
    assert all(task.cancelled() for task in waiting[5:])


async def test_closing_leaves_nobody_at_work(clock: SteppedClock, pace: Pace) -> None:
    waiting = [asyncio.ensure_future(ask(clock, pace, REPORT)) for _ in range(6)]
    await clock.sleep(0)
    pace.close()
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert len(asyncio.all_tasks()) <= 2  # this test, and the pump on its way out


ARRIVALS = st.lists(
    st.tuples(st.sampled_from(list(Priority)), st.floats(0, 30), st.floats(0, 4)), min_size=1, max_size=25
)  # priority, when it comes, how long its answer takes


@given(ARRIVALS)
def test_everybody_goes_and_never_too_many(arrivals: list[tuple[Priority, float, float]]) -> None:
    clock = SteppedClock()
    at = asyncio.run(_story(clock, arrivals))
    assert len(at) == len(arrivals)
    for start in at:
        assert sum(start <= moment < start + 10 for moment in at) <= 5


async def _story(clock: SteppedClock, arrivals: list[tuple[Priority, float, float]]) -> list[float]:
    pace = Pace(clock)

    async def come(priority: Priority, when: float, seconds: float) -> float:
        await clock.sleep(when)
        return await ask(clock, pace, REPORT, seconds=seconds, priority=priority)

    return await play(clock, *(come(*arrival) for arrival in arrivals))


@pytest.mark.parametrize(
    "call, price",
    [
        (Call(path="/users", query=(("$top", "999"),)), Cost(Lane.DIRECTORY, units=2)),
        (Call(path="/users", query=(("$select", "id"),)), Cost(Lane.DIRECTORY, units=1)),
        (Call(path="/users", query=(("$select", "id,signInActivity"),)), Cost(Lane.SIGN_IN_ACTIVITY, units=1)),
        (Call(path="/groups/1/transitiveMembers/microsoft.graph.user"), Cost(Lane.DIRECTORY, units=5)),
        (Call(path="/groups/1/members"), Cost(Lane.DIRECTORY, units=3)),
        (Call(path="/users/1/checkMemberGroups", method="POST", safe=True), Cost(Lane.DIRECTORY, units=4)),
        (Call(path="/subscribedSkus"), Cost(Lane.DIRECTORY, units=3)),
        (
            Call(path="/roleManagement/directory/roleAssignments", query=(("$expand", "principal"),)),
            Cost(Lane.DIRECTORY, units=2),
        ),
        (Call(path="/users/1/authentication/methods"), Cost(Lane.METHODS)),
        (Call(path="/users/1/authentication/requirements"), Cost(Lane.STATES)),
        (Call(path="/users/1/authentication/requirements", method="PATCH"), Cost(Lane.STATES, writes=1)),
        (Call(path="/reports/authenticationMethods/userRegistrationDetails"), Cost(Lane.REPORTS)),
        (Call(path="/identity/conditionalAccess/policies"), Cost(Lane.CONDITIONAL_ACCESS)),
    ],
)
def test_price_list(call: Call, price: Cost) -> None:
    """Copied from https://learn.microsoft.com/graph/throttling-limits, resource units by operation."""
    assert cost(call) == price


def test_published_budgets() -> None:
    assert Allowance(3_500, 10, 8_000) == RESOURCE_UNITS
    assert Allowance(3_000, 150, 3_000) == WRITES
    assert CALLS[Lane.REPORTS] == Allowance(5, 10, 5)
    assert CALLS[Lane.SIGN_IN_ACTIVITY] == Allowance(10, 60, 10)
    assert CALLS[Lane.CONDITIONAL_ACCESS] == Allowance(1, 1, 1)


async def test_an_answer_in_one_lane_makes_room_in_another(clock: SteppedClock, pace: Pace) -> None:
    whole = Cost(Lane.DIRECTORY, units=3_500)
    at = await play(clock, ask(clock, pace, whole, seconds=5), ask(clock, pace, Cost(Lane.STATES)))
    assert at == [0, 5], "resource units are one purse"


def batch_of(*waits: str | None) -> Answer:
    items: list[Thing] = [{"status": 429, "headers": {"Retry-After": wait} if wait else {}} for wait in waits]
    return Answer(status=200, body={"responses": [*items, {"status": 200}]})


@pytest.mark.parametrize(
    "answer, throttled, wait",
    [
        (batch_of("9", "4"), 2, 9.0),
        (batch_of("4", "9", None), 3, 9.0),
        (batch_of(None), 1, None),
        (Answer(status=429, headers={"retry-after": "3"}), 1, 3.0),
        (Answer(status=200), 0, None),
    ],
)
def test_items_of_a_batch_are_heard_one_by_one(answer: Answer, throttled: int, wait: float | None) -> None:
    heard = Heard()
    listen(answer, heard)
    assert (heard.throttled, heard.retry_after) == (throttled, wait)


@pytest.mark.parametrize("said, share", [("0.9", 0.9), ("much", 0.0)])
def test_the_share_of_the_limit_is_heard(said: str, share: float) -> None:
    heard = Heard()
    headers = {"x-ms-throttle-limit-percentage": said, "x-ms-throttle-information": "WriteLimitExceeded"}
    listen(Answer(status=429, headers=headers), heard)
    assert heard.share == share and heard.about_writes


@pytest.mark.parametrize(
    ("path", "lane"),
    [
        ("/users/1/mailboxSettings", Lane.MAILBOXES),
        ("/users/1/ownedDevices", Lane.DIRECTORY),
        ("/users/1/teamwork/installedApps", Lane.TEAMS),
        ("/appCatalogs/teamsApps", Lane.TEAMS),
        ("/users/1/teamwork/sendActivityNotification", Lane.FEED),
        ("/users/1/sendMail", Lane.MAIL),
    ],
)
def test_each_way_of_reaching_people_has_its_own_line(path: str, lane: Lane) -> None:
    assert cost(Call(path=path)).lane is lane


async def test_four_mails_at_once(clock: SteppedClock, pace: Pace) -> None:
    at = await play(clock, *(ask(clock, pace, Cost(Lane.MAIL, writes=1), seconds=2) for _ in range(9)))
    assert at == [0] * 4 + [2] * 4 + [4]


async def test_thirty_installations_a_second(clock: SteppedClock, pace: Pace) -> None:
    at = await play(clock, *(ask(clock, pace, Cost(Lane.TEAMS, writes=1)) for _ in range(61)))
    assert at == [0] * 30 + [1] * 30 + [2]


async def test_mailboxes_of_thirty_thousand_people_are_read_in_minutes(clock: SteppedClock, pace: Pace) -> None:
    """What is published is for one mailbox: while nothing is said against it, we go faster."""
    at = await play(clock, *(ask(clock, pace, Cost(Lane.MAILBOXES, calls=20, units=20)) for _ in range(1_500)))
    assert at[-1] <= 300
