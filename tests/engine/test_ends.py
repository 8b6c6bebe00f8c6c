"""What was approved for a time ends by itself: once, at its moment, whoever dies and whatever is switched off."""

from asyncio import gather
from datetime import timedelta

import pytest

from actions.spec import Refusal
from demo.seed import cast
from engine import Notice, NoticeKind, Request, RowState, Rule, State
from engine.ending import WAITS
from tenant.ports import Area
from tests.engine import acts
from tests.engine import acts_with_ends as ends
from tests.engine.bench import ANA, BEA, BOTH, CARL, CHAT, OLGA, Bench

PEOPLE = "grace@contoso.com henk@contoso.com"
IDS = (cast.GRACE, cast.HENK)
MANY = f"{PEOPLE} bob@contoso.com dan@contoso.com eve@contoso.com"
TWO_HOURS = timedelta(hours=2)


@pytest.fixture(autouse=True)
def book() -> None:
    ends.clear()
    ends.BOOK.update(dict.fromkeys((*IDS, cast.BOB, cast.DAN, cast.EVE), ends.ON))


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    bench.extra = [ends]
    bench.engine = bench.another("odd")
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    return bench


async def approved(bench: Bench, people: str = PEOPLE) -> Request:
    planned = await bench.ask(ends.Exempt(who=await bench.people(people)))
    await bench.engine.submit(planned.number, ANA, "a new profile")
    for approver in (BEA, CARL)[: planned.quorum]:
        await bench.engine.approve(planned.number, approver, planned.digest)
    return planned


async def exempted(bench: Bench, people: str = PEOPLE) -> Request:
    request = await approved(bench, people)
    await bench.settle()
    await bench.notices()
    assert ends.BOOK[cast.GRACE] == ends.OFF
    return await bench.now(request)


def both() -> set[str | None]:
    """What stands for the two."""
    return {ends.BOOK[each] for each in IDS}


async def beat(bench: Bench) -> None:
    """Two ticks: what the first one leads to may queue something for the second."""
    for _ in range(2):
        await bench.engine.tick()
        await bench.settle()


async def last(bench: Bench) -> Request:
    return (await bench.engine.requests(limit=1))[0]


def told(notices: list[Notice]) -> list[tuple[str, str]]:
    return [(each.code, each.facts.get("why", "")) for each in notices if each.kind is NoticeKind.TOLD]


@BOTH
async def test_everything_goes_back_by_itself_once(bench: Bench) -> None:
    request = await exempted(bench)
    (end,) = await bench.engine.open_ends()
    assert (end.request.number, {each.id for each in end.subjects}) == (request.number, set(IDS))
    before = await bench.events()
    bench.clock.skip(TWO_HOURS - timedelta(minutes=10))
    await beat(bench)
    assert (await last(bench)).number == request.number
    bench.clock.skip(timedelta(minutes=10))
    await beat(bench)
    back = await last(bench)
    assert (back.state, back.undo_of, back.rule, back.moved_by) == (State.DONE, request.number, Rule.END, "Muster")
    assert both() == {ends.ON}
    assert await bench.engine.open_ends() == []
    links = [link.event for link in await bench.store.chain(cast.TENANT_ID)][len(before) :]
    approve = next(each for each in links if each.kind == "approve")
    assert approve.facts == {"digest": back.digest, "rule": "end", "of": str(request.number)}
    assert approve.actor == "muster"
    notices = await bench.notices()
    assert CHAT in [each.to for each in notices if each.about == f"request:{back.number}"]
    changed = {each.about for each in notices if each.kind is NoticeKind.CHANGED}
    assert changed == {f"change:{back.number}:{n}" for n in (1, 2)}
    bench.clock.skip(timedelta(days=3))
    await beat(bench)
    assert (await last(bench)).number == back.number
    assert await bench.engine.open_ends() == []
    assert len(ends.SENT) == 4


@BOTH
async def test_two_processes_end_it_once_and_a_restart_forgets_nothing(bench: Bench) -> None:
    request = await exempted(bench)
    one, two = bench.another("after a restart"), bench.another("beside it")
    bench.clock.skip(TWO_HOURS)
    key = f"undo:{request.number}"
    await gather(*(each.work("due", cast.TENANT_ID, key) for each in (one, two)))
    await bench.settle(two)
    assert [each.undo_of for each in await bench.engine.requests()] == [request.number, None]
    assert len(ends.SENT) == 4
    assert both() == {ends.ON}


async def test_ending_it_early_drops_the_promise(bench: Bench) -> None:
    request = await exempted(bench)
    undo = await bench.engine.undo(request.number, ANA, CHAT, activity_id="undo")
    await bench.engine.submit(undo.number, ANA, "done sooner")
    await bench.engine.approve(undo.number, BEA, undo.digest)
    await bench.settle()
    assert await bench.store.due(cast.TENANT_ID, f"undo:{request.number}") is None
    assert await bench.engine.open_ends() == []
    bench.clock.skip(timedelta(hours=3))
    await beat(bench)
    assert (await last(bench)).number == undo.number


async def test_the_undo_of_an_early_end_ends_again(bench: Bench) -> None:
    request = undo = await exempted(bench)
    for of in (request.number, request.number + 1):
        undo = await bench.engine.undo(of, ANA, CHAT, activity_id=f"undo {of}")
        await bench.engine.submit(undo.number, ANA, "on second thoughts")
        for approver in (BEA, CARL)[: undo.quorum]:
            await bench.engine.approve(undo.number, approver, undo.digest)
        await bench.settle()
    assert both() == {ends.OFF}
    assert [each.request.number for each in await bench.engine.open_ends()] == [undo.number]
    bench.clock.skip(TWO_HOURS)
    await beat(bench)
    assert both() == {ends.ON}


@pytest.mark.parametrize("how", ["writes-closed", "halted"])
async def test_switched_off_it_waits_the_owners_hear_and_it_goes_on_by_itself(bench: Bench, how: str) -> None:
    await exempted(bench)
    bench.clock.skip(TWO_HOURS)
    if how == "halted":
        await bench.engine.halt(BEA)
    else:
        await bench.engine.set_writes(OLGA, Area.MFA, False)
    await beat(bench)
    held = await last(bench)
    assert (held.state, held.failed and held.failed.code) == (State.PAUSED, how)
    assert ("not-ended", how) in told(await bench.notices())
    assert len(await bench.engine.open_ends()) == 1
    await (bench.engine.resume_all(OLGA) if how == "halted" else bench.engine.set_writes(OLGA, Area.MFA, True))
    bench.clock.skip(WAITS[0])
    await beat(bench)
    assert (await bench.now(held)).state is State.DONE
    assert both() == {ends.ON}


async def test_a_worker_that_dies_while_it_ends_loses_nothing(bench: Bench) -> None:
    await exempted(bench)
    bench.clock.skip(TWO_HOURS)
    ends.DIES.add(cast.HENK)
    await bench.engine.tick()
    with pytest.raises(acts.Died):
        await bench.settle()
    ends.DIES.clear()
    bench.bell.rung.clear()
    bench.clock.skip(bench.house.lease)
    two = bench.another("two")
    await two.tick()
    await bench.settle(two)
    assert (await last(bench)).state is State.DONE
    assert both() == {ends.ON}
    assert await two.open_ends() == []


async def test_what_fails_is_tried_again_and_what_somebody_changed_is_left(bench: Bench) -> None:
    await exempted(bench)
    ends.FAILS[cast.GRACE] = "no-such-method"
    ends.BOOK[cast.HENK] = "something else"
    bench.clock.skip(TWO_HOURS)
    await beat(bench)
    first = await last(bench)
    states = {row.subject.id: row.state for row in await bench.rows(first)}
    assert states == {cast.GRACE: RowState.FAILED, cast.HENK: RowState.SKIPPED}
    assert "not-ended" in [code for code, _ in told(await bench.notices())]
    ends.FAILS.clear()
    bench.clock.skip(WAITS[0])
    await beat(bench)
    assert (await last(bench)).number == first.number + 1
    assert (ends.BOOK[cast.GRACE], ends.BOOK[cast.HENK]) == (ends.ON, "something else")
    bench.clock.skip(WAITS[1])
    await beat(bench)
    assert (await last(bench)).number == first.number + 1
    assert await bench.store.dues(cast.TENANT_ID, prefix="undo:") == []


async def test_much_that_changed_meanwhile_does_not_hold_up_the_rest(bench: Bench) -> None:
    await exempted(bench, MANY)
    for each in (cast.HENK, cast.BOB, cast.DAN, cast.EVE):
        ends.BOOK[each] = "something else"
    bench.clock.skip(TWO_HOURS)
    await beat(bench)
    back = await last(bench)
    assert (back.state, back.counts.done, back.counts.skipped) == (State.PARTLY_DONE, 1, 4)
    assert ends.BOOK[cast.GRACE] == ends.ON


async def test_somebody_who_is_gone_is_not_tried_for_ever(bench: Bench) -> None:
    request = await exempted(bench)
    delete(bench, cast.HENK)
    bench.clock.skip(TWO_HOURS)
    for _ in range(3):
        await beat(bench)
        bench.clock.skip(timedelta(days=1))
    assert (await last(bench)).number == request.number + 1
    assert ends.BOOK[cast.GRACE] == ends.ON
    assert await bench.store.dues(cast.TENANT_ID, prefix="undo:") == []


def delete(bench: Bench, person_id: str) -> None:
    """Deleted in Entra: gone from the groups too."""
    bench.world.directory.people.pop(person_id)
    for group in bench.world.directory.groups.values():
        group.members.pop(person_id, None)


async def test_whoever_stops_an_end_is_heard_of_and_it_comes_back(bench: Bench) -> None:
    await exempted(bench)
    await bench.engine.set_writes(OLGA, Area.MFA, False)
    bench.clock.skip(TWO_HOURS)
    await beat(bench)
    stopped = await bench.engine.stop((await last(bench)).number, ANA)
    await beat(bench)
    assert ("not-ended", "stopped") in told(await bench.notices())
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    bench.clock.skip(WAITS[0])
    await beat(bench)
    assert (await last(bench)).number == stopped.number + 1
    assert both() == {ends.ON}


async def test_what_has_not_run_when_the_end_comes_never_runs(bench: Bench) -> None:
    bench.engine = bench.another("one by one", in_flight=1)
    ends.AFTER[cast.GRACE] = lambda: bench.engine.set_writes(OLGA, Area.MFA, False)
    request = await approved(bench)
    await bench.settle()
    assert (await bench.now(request)).state is State.PAUSED
    assert [row.state for row in await bench.rows(request)] == [RowState.DONE, RowState.TODO]
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    bench.clock.skip(TWO_HOURS)
    await beat(bench)
    assert (await bench.now(request)).state is State.PARTLY_DONE
    assert (await last(bench)).state is State.DONE
    assert ends.SENT == [(cast.GRACE, ends.OFF), (cast.GRACE, ends.ON)]
    assert await bench.engine.open_ends() == []


async def test_it_cannot_be_planned_while_microsoft_is_away_and_comes_back(bench: Bench) -> None:
    await exempted(bench)
    bench.clock.skip(TWO_HOURS)
    bench.world.faults.declare([{"path": "roleAssignments", "status": 503}])
    await beat(bench)
    assert (await last(bench)).state is State.FAILED
    bench.world.faults.clear()
    bench.clock.skip(WAITS[0])
    await beat(bench)
    assert (await last(bench)).state is State.DONE
    assert both() == {ends.ON}


async def test_a_not_mine_on_an_ended_row_has_nothing_left(bench: Bench) -> None:
    request = await exempted(bench, "grace@contoso.com")
    bench.clock.skip(TWO_HOURS)
    await beat(bench)
    with pytest.raises(Refusal) as refused:
        await bench.engine.undo(request.number, ANA, CHAT, activity_id="late")
    assert refused.value.reason.code == "undone-already"
