"""What an action would not write (any more) is not written by another way either: not by an undo, and not by a run that
was approved before it became so.
"""

from collections.abc import AsyncIterator

import pytest

from actions.spec import Action, Cannot, Change, Reason, Subject
from demo.seed import cast
from engine import Request, RowState, State
from engine.vetting import vetted
from tenant.ports import Area, Purpose
from tests.engine import acts
from tests.engine.bench import ANA, BEA, BOTH, CHAT, OLGA, Bench

NEW = "mobile +31 612345642"
PEOPLE = "grace@contoso.com henk@contoso.com bob@contoso.com"


@pytest.fixture(autouse=True)
def book() -> None:
    acts.clear()
    acts.WANTED.update({cast.GRACE: NEW, cast.HENK: NEW, cast.BOB: NEW})


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    bench.extra = [acts]
    bench.engine = bench.another("odd")
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    return bench


async def approved(bench: Bench, kind: type[Action] = acts.Book) -> Request:
    planned = await bench.ask(kind(who=await bench.people(PEOPLE)))  # type: ignore[call-arg]
    await bench.engine.submit(planned.number, ANA, "why")
    await bench.engine.approve(planned.number, BEA, planned.digest)
    return await bench.now(planned)


async def fates(bench: Bench, request: Request) -> dict[str, tuple[RowState, str | None]]:
    rows = await bench.rows(request)
    return {row.subject.id: (row.state, row.outcome.code if row.outcome else None) for row in rows}


@BOTH
async def test_who_came_into_a_role_after_the_plan_is_left_out_before_the_first_write(bench: Bench) -> None:
    request = await approved(bench)
    acts.BARRED.add(cast.HENK)
    await bench.settle()
    assert (await bench.now(request)).state is State.PARTLY_DONE
    assert await fates(bench, request) == {
        cast.GRACE: (RowState.DONE, None),
        cast.HENK: (RowState.SKIPPED, "role-holder-never"),
        cast.BOB: (RowState.DONE, None),
    }
    assert cast.HENK not in acts.SENT
    assert len(acts.VETTED) == 1, "once for all rows"


async def test_everybody_barred_nothing_is_written(bench: Bench) -> None:
    request = await approved(bench)
    acts.BARRED.update(acts.WANTED)
    await bench.settle()
    ended = await bench.now(request)
    assert (ended.state, ended.counts.skipped, acts.SENT) == (State.PARTLY_DONE, 3, [])


async def test_a_run_that_goes_on_looks_again(bench: Bench) -> None:
    request = await approved(bench)
    acts.BREAKS["apply"] = True  # the first chunk ends in a pause
    await bench.settle()
    assert (await bench.now(request)).state is State.PAUSED
    left = [row.subject.id for row in await bench.rows(request, RowState.TODO)]
    acts.BARRED.add(left[-1])
    await bench.engine.resume(request.number, ANA)
    await bench.settle()
    found = await fates(bench, request)
    assert found.pop(left[-1]) == (RowState.SKIPPED, "role-holder-never")
    assert set(found.values()) == {(RowState.DONE, None)}
    assert left[-1] not in acts.SENT


async def test_an_undo_brings_nothing_back_that_is_never_written(bench: Bench) -> None:
    acts.BOOK.update({cast.GRACE: "mobile +31 612345600", cast.HENK: "mobile +31 612345601"})
    request = await approved(bench)
    await bench.settle()
    acts.BARRED.update({cast.HENK, cast.BOB})
    undo = await bench.engine.undo(request.number, ANA, CHAT, activity_id="undo")
    rows = {row.subject.id: row for row in await bench.rows(undo)}
    assert rows[cast.HENK].cannot == Reason("role-holder-never", {"role": "x"})
    assert (rows[cast.GRACE].state, rows[cast.BOB].state) == (RowState.TODO, RowState.TODO), "what was added goes"
    await bench.engine.submit(undo.number, ANA, "why")
    await bench.engine.approve(undo.number, BEA, undo.digest)
    await bench.settle()
    assert acts.BOOK == {cast.GRACE: "mobile +31 612345600", cast.HENK: NEW, cast.BOB: None}
    undone = {row.subject.id: row.undone_by for row in await bench.rows(request)}
    assert undone == {cast.GRACE: undo.number, cast.HENK: None, cast.BOB: undo.number}


async def test_a_row_without_an_answer_is_a_fault_and_not_a_yes(bench: Bench) -> None:
    changes = [Change(subject=Subject(each, each, each), before=None, after=NEW) for each in (cast.GRACE, cast.HENK)]
    reader = bench.tenants.reader(cast.TENANT_ID, Purpose("test"))

    async def asked() -> AsyncIterator[tuple[int, Change]]:
        for n, change in enumerate(changes, 7):
            yield n, change

    who = await bench.people("grace@contoso.com")
    found = [each async for each in vetted(acts.Book(who=who), asked(), reader)]
    assert found == [(7, changes[0]), (8, changes[1])]
    acts.BARRED.add(cast.HENK)
    answers = [row async for _, row in vetted(acts.Book(who=who), asked(), reader)]
    assert [isinstance(each, Cannot) for each in answers] == [False, True]
    for kind in (acts.Swallows, acts.Swaps):
        with pytest.raises(ValueError, match="answer"):
            _ = [each async for each in vetted(kind(who=who), asked(), reader)]
