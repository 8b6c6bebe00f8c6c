"""Undo: the reversed rows of what was done, each row once, with the care that a weakening needs."""

import pytest

from actions.spec import Direction, Refusal
from demo.seed import cast
from engine import Request, RowState, State
from tests.engine.bench import ANA, BEA, CARL, CHAT, Bench

PEOPLE = "grace@contoso.com henk@contoso.com bob@contoso.com"


async def undo(bench: Bench, number: int, turn: str = "undo") -> Request:
    return await bench.engine.undo(number, ANA, CHAT, activity_id=turn)


async def run(bench: Bench, request: Request) -> Request:
    await bench.engine.submit(request.number, ANA, "again")
    for approver in (BEA, CARL)[: request.quorum]:
        await bench.engine.approve(request.number, approver, request.digest)
    await bench.settle()
    return await bench.now(request)


async def code(word: object) -> str:
    with pytest.raises(Refusal) as refused:
        await word  # type: ignore[misc]
    return refused.value.reason.code


async def test_an_undo_reverses_and_can_be_undone(bench: Bench) -> None:
    first = await bench.approved(PEOPLE)
    await bench.settle()
    second = await undo(bench, first.number)
    assert (second.direction, second.said, second.activity_id) == (Direction.WEAKEN, "undo 1", "undo")
    assert [(row.before, row.after) for row in await bench.rows(second)] == [("enabled", "disabled")] * 3
    second = await run(bench, second)
    assert second.state is State.DONE
    assert {row.undone_by for row in await bench.rows(first)} == {second.number}
    third = await run(bench, await undo(bench, second.number, "undo the undo"))
    assert (third.direction, third.state) == (Direction.STRENGTHEN, State.DONE)
    assert all(bench.world.state_of(who) == "enabled" for who in ("grace", "henk", "bob"))


async def test_each_row_is_reversed_once(bench: Bench) -> None:
    first = await bench.approved(PEOPLE)
    assert await code(undo(bench, first.number)) == "not-now"
    await bench.settle()
    second = await undo(bench, first.number)
    assert (await undo(bench, first.number)).number == second.number
    assert await code(undo(bench, first.number, "another turn")) == "undo-open"
    await run(bench, second)
    assert await code(undo(bench, first.number, "another turn")) == "undone-already"


async def test_an_undo_that_was_not_run_leaves_the_rows_to_another(bench: Bench) -> None:
    first = await bench.approved(PEOPLE)
    await bench.settle()
    second = await undo(bench, first.number)
    await bench.engine.cancel(second.number, ANA)
    third = await undo(bench, first.number, "later")
    assert third.counts.runnable == 3


async def test_what_microsoft_makes_of_our_value_is_ours_to_reverse(bench: Bench) -> None:
    first = await bench.approved(PEOPLE)
    await bench.settle()
    bench.world.sign_in("grace")
    assert bench.world.state_of("grace") == "enforced"
    second = await run(bench, await undo(bench, first.number))
    assert second.state is State.DONE
    assert bench.world.state_of("grace") == "disabled"


async def test_what_somebody_else_changed_meanwhile_is_left(bench: Bench) -> None:
    first = await bench.approved(PEOPLE)
    await bench.settle()
    bench.world.set_state("bob", "disabled")
    second = await run(bench, await undo(bench, first.number))
    (skipped,) = await bench.rows(second, RowState.SKIPPED)
    assert (skipped.subject.id, skipped.outcome and skipped.outcome.code) == (cast.BOB, "already-so")


async def test_nothing_done_is_nothing_to_undo(bench: Bench) -> None:
    done = await bench.enable("kim@contoso.com")
    assert await code(undo(bench, done.number)) == "nothing-to-undo"
    assert await code(undo(bench, 99)) == "no-such-request"


async def test_bringing_mfa_back_shows_who_has_lost_every_method_since(bench: Bench) -> None:
    first = await bench.approved("grace@contoso.com")
    await bench.settle()
    second = await run(bench, await undo(bench, first.number))
    bench.world.forget_methods("grace")
    third = await undo(bench, second.number, "undo the undo")
    (row,) = await bench.rows(third)
    assert (row.guard and row.guard.code, row.released, third.quorum) == ("not-ready", True, 2)
