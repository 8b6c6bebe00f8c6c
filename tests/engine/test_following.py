"""What a done row leaves behind is there once, however it became done, and never before."""

from datetime import timedelta

import pytest

from actions.spec import Action, Reason
from demo.seed import cast
from engine import DueKind, Notice, NoticeKind, Request, RowState, State
from engine.run.running import TRIES
from tenant.model import Kind
from tenant.ports import Area
from tests.engine import acts
from tests.engine.bench import ANA, BEA, BOTH, CARL, OLGA, Bench

PEOPLE = "grace@contoso.com henk@contoso.com bob@contoso.com"
IDS = (cast.GRACE, cast.HENK, cast.BOB)


@pytest.fixture(autouse=True)
def book() -> None:
    acts.clear()
    acts.WANTED.update({each: f"mobile +31 61234567{n}" for n, each in enumerate(IDS)})


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    bench.extra = [acts]
    bench.engine = bench.another("odd")
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    return bench


async def approved(bench: Bench, kind: type[Action] = acts.Book, people: str = PEOPLE) -> Request:
    planned = await bench.ask(kind(who=await bench.people(people)))  # type: ignore[call-arg]
    await bench.engine.submit(planned.number, ANA, "why")
    await bench.engine.approve(planned.number, BEA, planned.digest)
    await bench.notices()
    return await bench.now(planned)


async def told(bench: Bench, kind: NoticeKind = NoticeKind.CHANGED) -> list[Notice]:
    return [each for each in await bench.notices() if each.kind is kind]


@BOTH
async def test_everybody_is_told_once_and_whoever_asked_once(bench: Bench) -> None:
    request = await approved(bench)
    await bench.settle()
    changed = await told(bench)
    assert sorted((each.about, each.to.id) for each in changed) == [  # type: ignore[union-attr]
        (f"change:{request.number}:{row.n}", row.subject.id) for row in await bench.rows(request)
    ]
    kept = await bench.store.statements(cast.TENANT_ID, Kind.SET_FOR_THEM)
    assert {(each.subject, each.key, each.by) for each in kept} == {(each, acts.MOBILE, "Ana Ruiz") for each in IDS}
    due = await bench.store.due(cast.TENANT_ID, f"tell:{request.number}:bridge-ended")
    assert due is not None
    assert (due.kind, due.to, due.facts) == (DueKind.TELL, ANA, {"command": "phone retire"})
    bench.clock.skip(timedelta(days=91))
    for _ in range(2):
        await bench.engine.tick()
    assert [(each.code, each.to) for each in await told(bench, NoticeKind.TOLD)] == [("bridge-ended", ANA)]
    assert await bench.events("told") == ["told"]


async def test_bringing_back_what_was_replaced_promises_no_word_about_an_end(bench: Bench) -> None:
    acts.BOOK[cast.GRACE] = "mobile +31 699999999"
    request = await approved(bench, people="grace@contoso.com")
    await bench.settle()
    undo = await bench.engine.undo(request.number, ANA, request.place, activity_id="undo")
    await bench.engine.submit(undo.number, ANA, "wrong")
    for approver in (BEA, CARL)[: undo.quorum]:
        await bench.engine.approve(undo.number, approver, undo.digest)
    await bench.settle()
    assert acts.BOOK[cast.GRACE] == "mobile +31 699999999"
    assert await bench.store.due(cast.TENANT_ID, f"tell:{undo.number}:bridge-ended") is None


async def test_a_row_that_is_not_seen_done_leaves_nothing(bench: Bench) -> None:
    acts.LOST.update(IDS[:2])
    request = await approved(bench)
    await bench.settle()
    assert [row.state for row in await bench.rows(request)].count(RowState.UNKNOWN) == 2
    assert [each.to.id for each in await told(bench)] == [cast.BOB]  # type: ignore[union-attr]


async def test_a_row_that_shows_late_leaves_what_it_should(bench: Bench) -> None:
    acts.LOST.add(cast.GRACE)
    request = await approved(bench, people="grace@contoso.com")
    await bench.settle()
    assert await told(bench) == []
    assert (await bench.now(request)).state is State.PARTLY_DONE
    acts.BOOK[cast.GRACE] = acts.WANTED[cast.GRACE]
    await bench.engine.work("request", cast.TENANT_ID, str(request.number))
    assert [row.state for row in await bench.rows(request)] == [RowState.DONE]
    assert len(await told(bench)) == 1
    await bench.engine.work("request", cast.TENANT_ID, str(request.number))
    assert await told(bench) == []


@BOTH
async def test_a_worker_that_dies_between_write_and_record_costs_nobody_the_message(bench: Bench) -> None:
    acts.DIES.update(IDS)
    request = await approved(bench)
    with pytest.raises(acts.Died):
        await bench.settle()
    assert await told(bench) == []
    acts.DIES.clear()
    bench.clock.skip(bench.house.lease)
    two = bench.another("two")
    await two.tick()
    await bench.settle(two)
    assert (await bench.now(request)).state is State.DONE
    assert sorted(each.to.id for each in await told(bench)) == sorted(IDS)  # type: ignore[union-attr]
    assert sorted(acts.SENT) == sorted(IDS)
    bench.clock.skip(timedelta(days=91))
    await two.tick()
    assert [each.code for each in await told(bench, NoticeKind.TOLD)] == ["bridge-ended"]


async def test_an_undo_tells_them_too_and_ends_what_was_promised(bench: Bench) -> None:
    request = await approved(bench)
    await bench.settle()
    await bench.notices()
    undo = await bench.engine.undo(request.number, ANA, request.place, activity_id="undo")
    await bench.engine.submit(undo.number, ANA, "why")
    for approver in (BEA, CARL)[: undo.quorum]:
        await bench.engine.approve(undo.number, approver, undo.digest)
    await bench.settle()
    assert {each.about for each in await told(bench)} == {f"change:{undo.number}:{n}" for n in (1, 2, 3)}
    assert await bench.store.statements(cast.TENANT_ID, Kind.SET_FOR_THEM) == []
    bench.clock.skip(timedelta(days=91))
    await bench.engine.tick()
    assert await told(bench, NoticeKind.TOLD) == []
    assert await bench.store.due(cast.TENANT_ID, f"tell:{request.number}:bridge-ended") is None


async def test_nothing_is_told_while_everything_is_halted(bench: Bench) -> None:
    await approved(bench)
    await bench.settle()
    await bench.notices()
    bench.clock.skip(timedelta(days=91))
    await bench.engine.halt(BEA)
    await bench.engine.tick()
    assert await told(bench, NoticeKind.TOLD) == []
    await bench.engine.resume_all(OLGA)
    bench.clock.skip(bench.house.reminder_lease)
    await bench.engine.tick()
    assert [each.code for each in await told(bench, NoticeKind.TOLD)] == ["bridge-ended"]


async def test_warnings_are_counted_by_row(bench: Bench) -> None:
    planned = await bench.ask(acts.Book(who=await bench.people(PEOPLE)))
    assert planned.counts.warned_why == {"synced": 3, "replaces": 3}


async def test_a_setting_is_an_ordinary_row_and_the_gate_still_stands(bench: Bench) -> None:
    request = await approved(bench, acts.Setting)
    await bench.settle()
    assert (await bench.now(request)).state is State.DONE
    assert acts.BOOK == {"modern-auth": "on"}
    for who in bench.world.directory.people.values():
        who.methods.put(tuple(each for each in who.methods.true if each.kind == "password"))
    acts.BOOK.clear()
    again = await approved(bench, acts.Setting)
    await bench.settle()
    held = await bench.now(again)
    assert (held.state, held.failed and held.failed.code) == (State.PAUSED, "too-few-admins")


async def test_refused_although_it_may_have_been_done_is_looked_after(bench: Bench) -> None:
    acts.SAVED.add(cast.HENK)
    request = await approved(bench, acts.Refused)
    await bench.settle()
    rows = {row.subject.id: row for row in await bench.rows(request)}
    assert rows[cast.HENK].state is RowState.DONE
    for who in (cast.GRACE, cast.BOB):
        assert (rows[who].state, rows[who].outcome) == (RowState.FAILED, Reason("number-not-unique"))
    assert sorted(acts.SENT) == sorted(IDS)


async def test_a_write_that_kills_its_workers_is_given_up_too(bench: Bench) -> None:
    acts.DIES.add(cast.GRACE)
    acts.LOST.add(cast.GRACE)
    request = await approved(bench, people="grace@contoso.com")
    for _ in range(TRIES):
        with pytest.raises(acts.Died):
            await bench.engine.work("request", cast.TENANT_ID, str(request.number))
        bench.clock.skip(bench.house.lease)
    await bench.engine.work("request", cast.TENANT_ID, str(request.number))
    held = await bench.now(request)
    assert (held.state, held.failed and held.failed.code) == (State.PAUSED, "crashed")
    assert acts.SENT == [cast.GRACE] * TRIES


async def test_a_run_that_breaks_its_workers_waits_for_a_person(bench: Bench) -> None:
    request = await approved(bench)
    for _ in range(TRIES):
        acts.BREAKS["look"] = True
        with pytest.raises(ZeroDivisionError):
            await bench.engine.work("request", cast.TENANT_ID, str(request.number))
        bench.clock.skip(bench.house.lease)
    bench.bell.rung.clear()
    await bench.engine.tick()
    await bench.settle()
    held = await bench.now(request)
    assert (held.state, held.failed and held.failed.code, held.tries) == (State.PAUSED, "crashed", 0)
    await bench.engine.resume(request.number, ANA)
    await bench.settle()
    assert (await bench.now(request)).state is State.DONE
