"""A run in fair weather and foul: every row once, nothing after a stop, and the truth about what is not known."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from actions.spec import Refusal
from demo.clock import WallClock
from demo.seed import cast
from engine import Request, RowState, State
from tenant.ports import Area
from tests.engine.bench import ANA, BEA, BOTH, CARL, OLGA, Bench

WAVE = 'group:"Wave 200"'
SOME = 'group:"Staff North"'
REQUIREMENTS = "authentication/requirements"


@pytest.fixture
def users() -> int:
    return 260


async def soon(true: Callable[[], bool]) -> None:
    """Wait for real, a moment at a time."""
    while not true():
        await WallClock().sleep(0.002)


def written(bench: Bench) -> Counter[str]:
    """How often each person was written to."""
    return Counter(write.target for write in bench.world.recorder.writes)


def delete(bench: Bench, person_id: str) -> None:
    """Deleted in Entra: gone from the groups too."""
    bench.world.directory.people.pop(person_id)
    for group in bench.world.directory.groups.values():
        group.members.pop(person_id, None)


async def truth(bench: Bench, request: Request) -> None:
    """What the rows say is what the tenant says, and the counts are the rows'."""
    now, rows = await bench.now(request), await bench.rows(request)
    for row in rows:
        if row.state is not RowState.HELD:
            assert (bench.world.state_of(row.subject.id) == row.after) == (row.state is RowState.DONE), row
    states = Counter(row.state.value for row in rows)
    counts = now.counts
    told = {"todo": counts.todo, "doing": counts.doing, "unknown": counts.unknown, "done": counts.done,
            "skipped": counts.skipped, "failed": counts.failed, "held": counts.held}  # fmt: skip
    assert states == Counter({state: number for state, number in told.items() if number})
    assert await bench.engine.chain_broken_at() is None


async def test_a_long_run_tells_its_progress_and_writes_each_row_once(bench: Bench) -> None:
    request = await bench.approved(WAVE)
    await bench.notices()
    await bench.settle()
    await truth(bench, request)
    done = await bench.now(request)
    assert (done.state, done.counts.done) == (State.DONE, 200)
    assert set(written(bench).values()) == {1}
    assert len(await bench.events("write")) == 200
    assert {each.to for each in await bench.notices()} == {request.place, BEA, CARL}


async def test_rows_that_somebody_else_changed_are_left_alone(bench: Bench) -> None:
    request = await bench.approved(SOME)
    rows = await bench.rows(request)
    bench.world.set_state(rows[0].subject.id, "enforced")
    delete(bench, rows[1].subject.id)
    await bench.settle()
    after = await bench.rows(request)
    assert [(row.state, row.outcome and row.outcome.code) for row in after[:3]] == [
        (RowState.SKIPPED, "already-so"), (RowState.SKIPPED, "gone"), (RowState.DONE, None)
    ]  # fmt: skip
    assert rows[0].subject.id not in written(bench)
    assert (await bench.now(request)).state is State.PARTLY_DONE


async def test_already_so_alone_does_not_spoil_the_end(bench: Bench) -> None:
    request = await bench.approved(SOME)
    bench.world.set_state((await bench.rows(request))[0].subject.id, "enabled")
    await bench.settle()
    assert (await bench.now(request)).state is State.DONE


async def test_a_plan_that_the_tenant_has_left_behind_is_stale(bench: Bench) -> None:
    request = await bench.approved(WAVE)
    for row in (await bench.rows(request))[:11]:
        bench.world.set_state(row.subject.id, "enabled")
    await bench.settle()
    assert (await bench.now(request)).state is State.STALE
    assert not written(bench)


async def test_a_plan_that_was_altered_after_the_approval_does_not_run(bench: Bench) -> None:
    request = await bench.approved("grace@contoso.com")
    (row,) = await bench.rows(request)
    async with bench.store.change() as unit:
        await unit.drop_rows(request.tenant_id, request.number)
        await unit.put_rows(request.tenant_id, request.number, (replace(row, after="disabled"),))
    await bench.settle()
    ended = await bench.now(request)
    assert (ended.state, ended.failed and ended.failed.code) == (State.STALE, "plan-altered")
    assert not written(bench)


async def test_a_run_that_rested_for_too_long_needs_a_new_plan(bench: Bench) -> None:
    request = await bench.approved("grace@contoso.com")
    await bench.engine.set_writes(OLGA, Area.MFA, False)
    await bench.settle()
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    bench.clock.skip(timedelta(days=8))
    await bench.engine.resume(request.number, ANA)
    await bench.settle()
    held = await bench.now(request)
    assert (held.state, held.failed and held.failed.code) == (State.PAUSED, "too-old")
    assert not written(bench)


async def test_a_plan_of_yesterday_is_stale(bench: Bench) -> None:
    request = await bench.approved(SOME)
    bench.clock.skip(timedelta(hours=25))
    await bench.settle()
    assert (await bench.now(request)).state is State.STALE


@pytest.mark.parametrize("way", ["no methods", "disabled", "unreadable"])
async def test_nothing_is_written_that_could_lock_everybody_out(bench: Bench, way: str) -> None:
    request = await bench.approved(SOME)
    admins = ("breakglass1@contoso.onmicrosoft.com", "breakglass2@contoso.onmicrosoft.com", "gina", "tom.admin")
    for name in admins[1:]:
        if way == "no methods":
            bench.world.forget_methods(name)
        elif way == "disabled":
            bench.world.person(name).enabled = False
    if way == "unreadable":
        bench.world.faults.declare([{"path": "roleAssignments", "status": 403}])
    await bench.settle()
    held = await bench.now(request)
    assert held.failed is not None
    assert (held.state, held.failed.code) == (
        State.PAUSED, "admins-unreadable" if way == "unreadable" else "too-few-admins"
    )  # fmt: skip
    assert not written(bench)
    bench.world.faults.clear()
    for name in admins[1:]:
        bench.world.person(name).enabled = True
        bench.world.register(name, "fido2")
    await bench.engine.resume(request.number, ANA)
    await bench.settle()
    assert (await bench.now(request)).state is State.DONE


async def test_lost_answers_are_looked_into_before_anything_is_said(bench: Bench) -> None:
    request = await bench.approved(WAVE)
    bench.world.faults.declare([{"method": "PATCH", "path": REQUIREMENTS, "effect": "lost", "every": 30}])
    await bench.settle()
    await truth(bench, request)
    assert (await bench.now(request)).state is State.DONE
    changes = Counter(write.target for write in bench.world.recorder.writes if write.before != write.after)
    assert set(changes.values()) == {1}  # an absolute value may be sent again; it changes nothing


async def test_a_row_that_microsoft_refuses_fails_alone(bench: Bench) -> None:
    request = await bench.approved(SOME)
    odd = (await bench.rows(request))[3].subject.id
    bench.world.protect(odd)
    await bench.settle()
    failed = await bench.rows(request, RowState.FAILED)
    assert [(row.subject.id, row.outcome and row.outcome.code) for row in failed] == [(odd, "protected")]
    assert (await bench.now(request)).state is State.PARTLY_DONE


async def test_a_missing_permission_pauses_the_run_and_is_named(bench: Bench) -> None:
    request = await bench.approved(SOME)
    bench.world.revoke(cast.APP_ID, "Policy.ReadWrite.AuthenticationMethod")
    await bench.settle()
    paused = await bench.now(request)
    assert paused.failed is not None
    assert (paused.state, paused.failed.code) == (State.PAUSED, "forbidden")
    assert paused.failed.facts["scope"] == "Policy.ReadWrite.AuthenticationMethod"
    assert paused.counts.failed == 0
    bench.world.grant(cast.APP_ID, "Policy.ReadWrite.AuthenticationMethod")
    bench.clock.skip(timedelta(hours=2))  # tokens with the old roles have ended
    await bench.engine.resume(request.number, ANA)
    await bench.settle()
    assert (await bench.now(request)).state is State.DONE


async def test_too_many_failures_pause_the_run(bench: Bench) -> None:
    bench.engine = bench.another("careful", in_flight=1)
    request = await bench.approved(WAVE)
    for row in (await bench.rows(request))[:6]:
        bench.world.protect(row.subject.id)
    await bench.settle()
    paused = await bench.now(request)
    assert paused.failed is not None
    assert (paused.state, paused.failed.code) == (State.PAUSED, "too-many-failures")
    assert dict(paused.failed.facts) == {"failed": "6", "settled": "20"}
    assert paused.counts.todo == 180
    await truth(bench, request)


async def test_a_confirmed_write_that_does_not_show_is_not_called_done(bench: Bench) -> None:
    request = await bench.approved("grace@contoso.com")
    bench.world.faults.declare([{"method": "PATCH", "path": REQUIREMENTS, "effect": "lag", "seconds": 9_000}])
    await bench.settle()
    ended = await bench.now(request)
    assert (ended.state, ended.counts.unknown) == (State.PARTLY_DONE, 1)
    (row,) = await bench.rows(request)
    assert (row.outcome and row.outcome.code, row.verified) == ("not-verified", False)


async def test_replicas_may_lag_a_few_seconds(bench: Bench) -> None:
    request = await bench.approved(SOME)
    bench.world.faults.declare([{"method": "PATCH", "path": REQUIREMENTS, "effect": "lag", "seconds": 5}])
    await bench.settle()
    await truth(bench, request)
    assert (await bench.now(request)).state is State.DONE
    assert set(written(bench).values()) == {1}


@pytest.fixture
async def under_way(bench: Bench) -> AsyncIterator[tuple[Request, "asyncio.Task[None]"]]:
    """A run of 200 rows in chunks of 20, one after the other, that has written its first rows."""
    bench.engine = bench.another("slow", in_flight=1)
    request = await bench.approved(WAVE)
    task = asyncio.create_task(bench.settle())
    await soon(lambda: len(bench.world.recorder.writes) > 20)
    yield request, task
    await asyncio.gather(task, return_exceptions=True)


UnderWay = tuple[Request, "asyncio.Task[None]"]


@pytest.mark.parametrize("word", ["pause", "stop", "halt", "writes off"])
async def test_a_run_stops_between_two_chunks(bench: Bench, under_way: UnderWay, word: str) -> None:
    request, task = under_way
    match word:
        case "pause":
            await bench.engine.pause(request.number, CARL)
        case "stop":
            await bench.engine.stop(request.number, BEA)
        case "halt":
            assert await bench.engine.halt(BEA)
            assert not await bench.engine.halt(BEA)
        case "writes off":
            await bench.engine.set_writes(OLGA, Area.MFA, False)
    before = len(bench.world.recorder.writes)
    await task
    after = len(bench.world.recorder.writes)
    assert after - before <= 20
    assert 0 < after < 200
    await truth(bench, request)
    ended = {"pause": State.PAUSED, "stop": State.PARTLY_DONE, "halt": State.RUNNING, "writes off": State.PAUSED}
    assert (await bench.now(request)).state is ended[word]


@BOTH
async def test_paused_and_resumed_it_goes_on_where_it_was(bench: Bench, under_way: UnderWay) -> None:
    request, task = under_way
    await bench.engine.pause(request.number, ANA)
    with pytest.raises(Refusal) as late:
        await bench.engine.pause(request.number, BEA)
    assert late.value.reason.facts["by"] == "Ana Ruiz"
    await task
    await bench.engine.resume(request.number, ANA)
    await bench.settle()
    assert (await bench.now(request)).state is State.DONE
    assert set(written(bench).values()) == {1}


async def test_halted_nothing_starts_until_an_owner_says_so(bench: Bench, under_way: UnderWay) -> None:
    request, task = under_way
    await bench.engine.halt(ANA)
    await task
    wrote = len(bench.world.recorder.writes)
    bench.clock.skip(timedelta(hours=1))
    await bench.engine.tick()
    await bench.settle()
    assert len(bench.world.recorder.writes) == wrote
    for word in (bench.engine.resume_all(ANA), bench.engine.resume(request.number, ANA)):
        with pytest.raises(Refusal):
            await word
    assert await bench.engine.resume_all(OLGA)
    await bench.settle()
    assert (await bench.now(request)).state is State.DONE
    assert set(written(bench).values()) == {1}


@BOTH
async def test_a_dead_worker_is_followed_by_another_and_no_row_is_written_twice(
    bench: Bench, under_way: UnderWay
) -> None:
    request, task = under_way
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    two = bench.another("two")
    assert await two.tick() == 0
    bench.clock.skip(bench.house.lease)
    assert await two.tick() == 1
    await bench.settle(two)
    await truth(bench, request)
    assert (await bench.now(request)).state is State.DONE
    assert set(written(bench).values()) == {1}
    assert len(await bench.events("write")) == 200


@BOTH
async def test_two_workers_share_no_lease(bench: Bench, under_way: UnderWay) -> None:
    request, task = under_way
    await bench.another("two").work("request", cast.TENANT_ID, str(request.number))
    await asyncio.gather(task, *(bench.another(f"{n}").work("request", cast.TENANT_ID, "1") for n in range(3)))
    assert (await bench.now(request)).state is State.DONE
    assert set(written(bench).values()) == {1}


async def test_a_worker_that_lost_its_lease_stops_without_a_word(bench: Bench, under_way: UnderWay) -> None:
    """Its process stood still for so long that another took over."""
    request, task = under_way
    stolen = await _stolen(bench, request)
    await task
    wrote = len(bench.world.recorder.writes)
    assert wrote < 200
    async with bench.store.change() as unit:
        await unit.release_request(cast.TENANT_ID, request.number, stolen)
    await bench.another("two").work("request", cast.TENANT_ID, str(request.number))
    await truth(bench, request)
    assert (await bench.now(request)).state is State.DONE
    assert set(written(bench).values()) == {1}


async def _stolen(bench: Bench, request: Request) -> str:
    now = await bench.now(request)
    assert now.lease is not None
    async with bench.store.change() as unit:
        await unit.release_request(cast.TENANT_ID, request.number, now.lease.owner)
        lease = type(now.lease)("thief", bench.clock.now() + timedelta(hours=1))
        assert await unit.lease_request(cast.TENANT_ID, request.number, lease, bench.clock.now())
    return "thief"


async def test_a_storm_of_429_only_makes_it_slower(bench: Bench) -> None:
    request = await bench.approved(SOME)
    storm = {"method": "PATCH", "path": REQUIREMENTS, "status": 429, "retry_after": 1, "share": 0.4, "times": 6}
    bench.world.faults.declare([storm])
    await bench.settle()
    for _ in range(5):
        bench.clock.skip(timedelta(minutes=2))
        await bench.engine.tick()
        await bench.settle()
    await truth(bench, request)
    assert (await bench.now(request)).state is State.DONE
    assert set(written(bench).values()) == {1}


@pytest.mark.parametrize(("path", "state"), [("roleAssignments", State.APPROVED), (REQUIREMENTS, State.RUNNING)])
async def test_while_microsoft_is_away_nothing_starts(bench: Bench, path: str, state: State) -> None:
    request = await bench.approved(SOME)
    bench.world.hidden_state = "works"
    bench.world.faults.declare([{"path": path, "status": 503, "retry_after": 300}])
    await bench.settle()
    assert ((await bench.now(request)).state, written(bench)) == (state, Counter())
    bench.world.faults.clear()
    assert await bench.engine.tick() == 0
    await later(bench)
    assert (await bench.now(request)).state is State.DONE


@pytest.mark.parametrize("effect", [{"status": 503, "retry_after": 300}, {"effect": "lost"}])
async def test_away_in_the_middle_it_comes_back_and_looks_first(bench: Bench, effect: dict[str, object]) -> None:
    """Some writes were done and nobody could look: they are neither failed nor somebody else's."""
    bench.engine = bench.another("patient", in_flight=1)
    request = await bench.approved(SOME)
    task = asyncio.create_task(bench.settle())
    await soon(lambda: len(bench.world.recorder.writes) >= 20)
    unreadable = {"method": "GET", "path": REQUIREMENTS, "status": 503, "retry_after": 300}
    bench.world.faults.declare([{"method": "PATCH", "path": REQUIREMENTS, **effect}, unreadable])
    await task
    assert (await bench.now(request)).state is State.RUNNING
    bench.world.faults.clear()
    await later(bench)
    await truth(bench, request)
    ended = await bench.now(request)
    assert (ended.state, ended.counts.done) == (State.DONE, ended.counts.runnable)


async def later(bench: Bench) -> None:
    bench.clock.skip(timedelta(minutes=6))
    assert await bench.engine.tick() == 1
    await bench.settle()


async def test_a_look_that_is_forbidden_pauses_the_run(bench: Bench) -> None:
    request = await bench.approved(SOME)
    bench.world.faults.declare([{"method": "GET", "path": REQUIREMENTS, "status": 403}])
    bench.world.hidden_state = "absent"
    await bench.settle()
    paused = await bench.now(request)
    assert paused.failed is not None
    assert (paused.state, paused.failed.code) == (State.PAUSED, "forbidden")
    assert not written(bench)


async def test_stopped_after_its_worker_died_the_last_rows_are_looked_at(bench: Bench, under_way: UnderWay) -> None:
    request, task = under_way
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await bench.engine.pause(request.number, BEA)
    await bench.engine.stop(request.number, ANA)
    bench.clock.skip(bench.house.lease)
    wrote = len(bench.world.recorder.writes)
    await bench.settle(bench.another("two"))
    ended = await bench.now(request)
    assert (ended.state, ended.counts.doing, ended.counts.unknown) == (State.PARTLY_DONE, 0, 0)
    assert ended.counts.done == len(bench.world.recorder.writes) == wrote
    await truth(bench, request)
