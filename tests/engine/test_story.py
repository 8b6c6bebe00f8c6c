"""The story: planned, submitted, approved, run, verified, undone."""

from demo.seed import cast
from engine import RowState, State
from tests.engine.bench import ANA, BEA, BOTH, CARL, CHAT, Bench

GROUP = 'group:"MFA Users"'


@BOTH
async def test_a_group_is_enabled_and_the_undo_puts_it_back(bench: Bench) -> None:
    request = await bench.approved(GROUP)
    assert request.state is State.APPROVED
    await bench.settle()
    done = await bench.now(request)
    assert (done.state, done.failed) == (State.DONE, None)
    changed = {row.subject.id for row in await bench.rows(done, RowState.DONE)}
    assert changed == {cast.ANA, cast.GRACE, cast.BOB, cast.HENK, cast.MIA, cast.NILS}
    assert all(bench.world.state_of(person) == "enabled" for person in changed)
    assert done.counts.held_why == {
        "not-ready": 2, "guest": 1, "room": 1, "service-account": 1, "disabled": 1, "break-glass": 1
    }  # fmt: skip

    undo = await bench.engine.undo(done.number, ANA, CHAT, activity_id="undo")
    assert (undo.state, undo.undo_of, undo.counts.runnable) == (State.PLANNED, done.number, 6)
    assert undo.quorum == 2
    await bench.engine.submit(undo.number, ANA, "too early")
    await bench.engine.approve(undo.number, BEA, undo.digest)
    await bench.engine.approve(undo.number, CARL, undo.digest)
    await bench.settle()
    assert (await bench.now(undo)).state is State.DONE
    assert all(bench.world.state_of(person) == "disabled" for person in changed)
    assert len(bench.world.recorder.writes) == 12
    assert (await bench.events("write")) == ["write"] * 12
