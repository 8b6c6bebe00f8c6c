"""Whatever an action does, each row comes to an end that is true."""

from actions.spec import Action
from demo.seed import cast
from engine import DueKind, Request, RowState, State
from tenant.ports import Area
from tests.engine import acts
from tests.engine.bench import ANA, BEA, CARL, OLGA, Bench

PEOPLE = "grace@contoso.com henk@contoso.com bob@contoso.com"


async def run(bench: Bench, kind: type[acts.Simple], people: str = PEOPLE) -> Request:
    bench.extra = [acts]
    bench.engine = bench.another("odd")
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    action: Action = kind(who=await bench.people(people))
    planned = await bench.ask(action)
    await bench.engine.submit(planned.number, ANA, "why")
    for approver in (BEA, CARL)[: planned.quorum]:
        await bench.engine.approve(planned.number, approver, planned.digest)
    await bench.settle()
    return await bench.now(planned)


async def fates(bench: Bench, request: Request) -> list[tuple[RowState, str | None]]:
    return [(row.state, row.outcome.code if row.outcome else None) for row in await bench.rows(request)]


async def test_an_action_that_breaks_is_looked_after(bench: Bench) -> None:
    ended = await run(bench, acts.Breaks)
    assert ended.state is State.PARTLY_DONE
    assert sorted(await fates(bench, ended), key=str) == sorted(
        [(RowState.DONE, None), (RowState.FAILED, "crashed"), (RowState.FAILED, "crashed")], key=str
    )


async def test_what_must_not_be_sent_twice_is_not(bench: Bench) -> None:
    acts.SENT.clear()
    ended = await run(bench, acts.Silent)
    assert ended.state is State.FAILED
    assert set(await fates(bench, ended)) == {(RowState.FAILED, "not-repeatable")}
    assert len(acts.SENT) == 3


async def test_a_row_whose_answers_are_always_lost_is_given_up(bench: Bench) -> None:
    acts.SENT.clear()
    ended = await run(bench, acts.Deaf, "grace@contoso.com")
    assert set(await fates(bench, ended)) == {(RowState.FAILED, "lost-answer")}
    assert acts.SENT == [cast.GRACE] * 3


async def test_what_an_outcome_leaves_behind_is_kept_with_its_row(bench: Bench) -> None:
    bench.world.protect("bob")
    ended = await run(bench, acts.Follows)
    assert ended.counts.done == 2
    reminders = await bench.engine.reminders()
    assert {(each.person.id, each.request) for each in reminders} == {(cast.GRACE, 1), (cast.HENK, 1)}
    due = await bench.store.due(cast.TENANT_ID, f"undo:{ended.number}")
    assert due is not None
    assert (due.kind, due.request, due.due) == (DueKind.UNDO, ended.number, acts.LATER.at)
    undo = await bench.engine.undo(ended.number, ANA, ended.place, activity_id="undo")
    assert undo.counts.runnable == 2


async def test_a_run_of_an_action_that_is_gone_waits_for_a_person(bench: Bench) -> None:
    bench.extra = [acts]
    bench.engine = bench.another("before")
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    planned = await bench.ask(acts.Deaf(who=await bench.people("grace@contoso.com")))
    await bench.engine.submit(planned.number, ANA, "why")
    await bench.engine.approve(planned.number, BEA, planned.digest)
    bench.extra = []
    await bench.settle(bench.another("after the update"))
    held = await bench.now(planned)
    assert (held.state, held.failed and held.failed.code) == (State.PAUSED, "unknown-action")
    assert (await bench.engine.stop(planned.number, ANA)).state is State.PARTLY_DONE
