"""Plans: guarded, sealed, made again whole after a crash; what cannot be read makes no plan."""

import asyncio
from datetime import timedelta

import pytest

from actions.mfa.enable import EnableMfa
from actions.spec import Refusal, Subject
from demo.clock import WallClock
from demo.seed import cast
from engine import PlannedRow, RowState, State
from engine.digest import Digest
from tenant.model import SERVICE_MARK
from tests.engine.bench import ANA, BOTH, CHAT, DAN, Bench

GROUP = 'group:"MFA Users"'


async def test_the_digest_is_that_of_the_stored_rows(bench: Bench) -> None:
    request = await bench.enable(GROUP)
    digest = Digest(request)
    for row in await bench.rows(request):
        digest.add(row)
    assert request.digest == digest.text()
    assert request.counts.already_why == {"per-user": 2}
    assert (request.counts.runnable, request.counts.held, request.quorum) == (6, 7, 1)


async def test_a_guard_is_released_by_name_and_asks_for_more(bench: Bench) -> None:
    request = await bench.enable("dan@contoso.com grace@contoso.com")
    rows = {row.subject.id: row for row in await bench.rows(request)}
    assert (rows[cast.DAN].released, rows[cast.DAN].state) == (True, RowState.TODO)
    assert rows[cast.DAN].guard is not None
    assert (request.counts.released, request.quorum) == (1, 2)


async def test_an_account_that_was_marked_is_no_longer_taken_in_by_its_group(bench: Bench) -> None:
    values = {"owner": "dan@contoso.com", "owner_id": cast.DAN, "until": "2027-01-01"}
    await bench.engine.attest(ANA, f"{SERVICE_MARK}{cast.GRACE}", values)
    request = await bench.enable(GROUP)
    (grace,) = [row for row in await bench.rows(request) if row.subject.id == cast.GRACE]
    assert grace.guard is not None
    assert (grace.guard.code, grace.state, request.counts.runnable) == ("service-account", RowState.HELD, 5)


async def test_not_ready_people_are_taken_in_together_and_nobody_else(bench: Bench) -> None:
    request = await bench.enable(GROUP, "not-ready")
    released = {row.subject.id for row in await bench.rows(request) if row.released}
    assert released == {cast.DAN, cast.EVE}
    assert request.quorum == 2


async def test_a_break_glass_account_is_never_released_by_a_group(bench: Bench) -> None:
    request = await bench.enable(f"{GROUP} dan@contoso.com", "not-ready")
    (glass,) = [row for row in await bench.rows(request) if row.subject.id == cast.BREAK_GLASS_1]
    assert glass.guard is not None
    assert (glass.guard.code, glass.state) == ("break-glass", RowState.HELD)
    named = await bench.enable("breakglass1@contoso.onmicrosoft.com")
    assert (named.counts.released, named.quorum) == (1, 2)


async def test_nothing_to_change_is_done_at_once(bench: Bench) -> None:
    request = await bench.enable("kim@contoso.com")
    assert (request.state, request.counts.already, request.counts.runnable) == (State.DONE, 1, 0)
    with pytest.raises(Refusal) as refused:
        await bench.engine.submit(request.number, ANA, "why")
    assert refused.value.reason.code in ("nothing-to-change", "writes-off")


@pytest.mark.parametrize("path", ["roleAssignments", "/methods", "requirements", "transitiveMembers", "users"])
async def test_what_cannot_be_read_makes_no_plan(bench: Bench, path: str) -> None:
    action = EnableMfa(who=await bench.people(GROUP))
    bench.world.faults.declare([{"method": "GET", "path": path, "status": 403}])
    bench.world.hidden_state = "absent"
    request = await bench.ask(action)
    assert request.failed is not None
    assert (request.state, request.failed.code) == (State.FAILED, "forbidden")
    assert await bench.rows(request) == []
    assert await bench.events() == ["asked", "plan-failed"]


async def test_the_action_says_no_in_its_own_words(bench: Bench) -> None:
    request = await bench.enable('group:"Empty Group"')
    assert request.failed is not None
    assert (request.state, request.failed.code) == (State.FAILED, "nobody-there")


@BOTH
async def test_a_repeated_turn_finds_the_first_request(bench: Bench) -> None:
    action = EnableMfa(who=await bench.people("grace@contoso.com"))
    two = bench.another("two")
    asked = await asyncio.gather(*(
        engine.ask(ANA, action, CHAT, activity_id="same", correlation="c") for engine in (bench.engine, two)
    ))  # fmt: skip
    assert asked[0].number == asked[1].number == 1
    with pytest.raises(Refusal):
        await two.ask(DAN, action, CHAT, activity_id="other", correlation="c")


async def test_a_plan_killed_in_the_middle_is_made_again_whole(bench: Bench) -> None:
    action = EnableMfa(who=await bench.people(GROUP))
    request = await bench.engine.ask(ANA, action, CHAT, activity_id="1", correlation="c")
    bench.world.faults.declare([{"path": "/methods", "effect": "slow", "ms": 60_000}])
    task = asyncio.create_task(bench.engine.plan(request.number))
    await WallClock().sleep(0.3)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    bench.world.faults.clear()
    async with bench.store.change() as unit:  # a part that had been stored by then
        await unit.put_rows(cast.TENANT_ID, 1, [PlannedRow(n=7, subject=Subject("half", "Half a plan"))])
    assert (await bench.now(request)).state is State.ASKED
    assert await bench.engine.tick() == 0
    bench.clock.skip(bench.house.lease)
    assert await bench.engine.tick() == 1
    await bench.settle()
    planned = await bench.now(request)
    assert (planned.state, planned.counts.runnable, len(await bench.rows(planned))) == (State.PLANNED, 6, 13)
    assert [each.about for each in await bench.notices()] == ["request:1"]


@BOTH
async def test_two_planners_make_one_plan(bench: Bench) -> None:
    action = EnableMfa(who=await bench.people(GROUP))
    request = await bench.engine.ask(ANA, action, CHAT, activity_id="1", correlation="c")
    engines = [bench.engine, bench.another("two"), bench.another("three")]
    await asyncio.gather(*(engine.plan(request.number) for engine in engines))
    planned = await bench.now(request)
    assert (planned.state, len(await bench.rows(planned))) == (State.PLANNED, 13)
    assert await bench.events("planned") == ["planned"]


async def test_cancelled_while_it_is_planned_it_stays_cancelled(bench: Bench) -> None:
    action = EnableMfa(who=await bench.people(GROUP))
    request = await bench.engine.ask(ANA, action, CHAT, activity_id="1", correlation="c")
    bench.world.faults.declare([{"path": "/methods", "effect": "slow", "ms": 10_000, "times": 1}])
    task = asyncio.create_task(bench.engine.plan(request.number))
    await WallClock().sleep(0.1)
    await bench.engine.cancel(request.number, ANA)
    assert (await task).state is State.CANCELLED


async def test_a_plan_that_breaks_every_worker_fails_at_last(bench: Bench) -> None:
    action = EnableMfa(who=await bench.people(GROUP))
    request = await bench.engine.ask(ANA, action, CHAT, activity_id="1", correlation="c")
    bench.clock.skip(timedelta(hours=2))
    await bench.engine.tick()
    await bench.settle()
    failed = await bench.now(request)
    assert failed.failed is not None
    assert (failed.state, failed.failed.code) == (State.FAILED, "crashed")
