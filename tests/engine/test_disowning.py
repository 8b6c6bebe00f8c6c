"""Not mine: reversed at the person's own word, once, whoever dies meanwhile; and the owners hear of it."""

from asyncio import gather
from datetime import timedelta

import pytest

from actions.spec import Refusal
from demo.seed import cast
from engine import NoticeKind, Person, Request, RowState, State
from engine.numbers import added, numbers, writes_number
from tenant.model import Kind, Statement
from tenant.ports import Area
from tests.engine import acts
from tests.engine.bench import ANA, BEA, BOTH, CARL, CHAT, DAN, OLGA, Bench

GRACE, HENK = Person(cast.GRACE, "Grace Lee"), Person(cast.HENK, "Henk de Vries")
OLD, NEW = "mobile +31 612345600", "mobile +31 612345642"


@pytest.fixture(autouse=True)
def book() -> None:
    acts.clear()
    acts.WANTED.update({cast.GRACE: NEW, cast.HENK: NEW})


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    bench.extra = [acts]
    bench.engine = bench.another("odd")
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    return bench


async def done(bench: Bench) -> Request:
    planned = await bench.ask(acts.Book(who=await bench.people("grace@contoso.com henk@contoso.com")))
    await bench.engine.submit(planned.number, ANA, "why")
    await bench.engine.approve(planned.number, BEA, planned.digest)
    await bench.settle()
    await bench.notices()
    return await bench.now(planned)


async def told(bench: Bench) -> list[tuple[str, Person, dict[str, str]]]:
    await bench.engine.tick()
    await bench.settle()
    return [
        (each.code, each.to, dict(each.facts))  # type: ignore[misc]
        for each in await bench.notices()
        if each.kind is NoticeKind.TOLD
    ]


async def code(word: object) -> str:
    with pytest.raises(Refusal) as refused:
        await word  # type: ignore[misc]
    return refused.value.reason.code


@BOTH
async def test_one_row_goes_back_at_the_persons_own_word(bench: Bench) -> None:
    first = await done(bench)
    said = await bench.engine.disown(GRACE, first.number, 1)
    assert (said.state, said.undo_of, said.only, said.asker) == (State.APPROVED, first.number, 1, GRACE)
    assert [(row.n, row.before, row.after) for row in await bench.rows(said)] == [(1, NEW, None)]
    await bench.settle()
    assert (await bench.now(said)).state is State.DONE
    assert acts.BOOK == {cast.GRACE: None, cast.HENK: NEW}
    assert [row.undone_by for row in await bench.rows(first)] == [said.number, None]
    (kept,) = await bench.store.statements(cast.TENANT_ID, Kind.DISOWNED)
    assert (kept.subject, kept.key) == (cast.GRACE, "31612345642")
    notices = await bench.notices()
    alarms = [(each.code, each.to, dict(each.facts)) for each in notices if each.kind is NoticeKind.TOLD]
    facts = {"name": "Grace Lee", "number": str(first.number), "undo": str(said.number)}
    assert alarms == [("disowned", OLGA, facts)]
    assert [each.about for each in notices if each.kind is NoticeKind.CHANGED] == [f"change:{said.number}:1"]
    assert CHAT in [each.to for each in notices if each.kind is NoticeKind.REQUEST]
    approve = [link.event for link in await bench.store.chain(cast.TENANT_ID) if link.event.kind == "approve"][-1]
    assert await bench.store.due(cast.TENANT_ID, f"tell:{said.number}:bridge-ended") is None
    assert (approve.request, approve.facts) == (said.number, {"digest": said.digest, "rule": "own-word"})
    assert await bench.events("disowned") == ["disowned"]


@BOTH
@pytest.mark.parametrize("wanted, alarm", [(None, "removal-denied"), (NEW, "change-denied")])
async def test_a_number_comes_back_only_when_somebody_else_agrees(bench: Bench, wanted: str | None, alarm: str) -> None:
    acts.BOOK[cast.GRACE] = OLD
    acts.WANTED[cast.GRACE] = wanted  # type: ignore[assignment]
    first = await done(bench)
    said = await bench.engine.disown(GRACE, first.number, 1)
    await bench.settle()
    assert (said.state, said.rule, said.reason) == (State.WAITING, None, "not mine, says Grace Lee")
    assert acts.BOOK[cast.GRACE] == wanted, "nobody's own word writes a number"
    notices = await bench.notices()
    facts = {"name": "Grace Lee", "number": str(first.number), "undo": str(said.number)}
    assert [(each.code, each.to, dict(each.facts)) for each in notices if each.kind is NoticeKind.TOLD] == [
        (alarm, OLGA, facts)
    ]
    assert {CHAT, BEA, CARL} == {each.to for each in notices if each.kind is NoticeKind.REQUEST}
    disowned = await bench.store.statements(cast.TENANT_ID, Kind.DISOWNED)
    assert [each.key for each in disowned] == (["31612345642"] if wanted else []), "whose the old one is, nobody says"
    assert (await bench.engine.disown(GRACE, first.number, 1)).number == said.number
    assert await code(bench.engine.approve(said.number, GRACE, said.digest)) != "", "not by whoever said it"
    await bench.engine.approve(said.number, BEA, said.digest)
    await bench.settle()
    assert acts.BOOK[cast.GRACE] == OLD
    assert [row.undone_by for row in await bench.rows(first)] == [said.number, None]
    assert await told(bench) == []


async def test_an_approver_does_not_bring_a_number_of_their_own_back(bench: Bench) -> None:
    acts.BOOK[cast.BEA], acts.WANTED[cast.BEA] = OLD, NEW
    planned = await bench.ask(acts.Book(who=await bench.people("bea@contoso.com")))
    await bench.engine.submit(planned.number, ANA, "why")
    await bench.engine.approve(planned.number, CARL, planned.digest)
    await bench.settle()
    said = await bench.engine.disown(BEA, planned.number, 1)
    assert await code(bench.engine.approve(said.number, BEA, said.digest)) == "own-request"
    assert BEA not in said.audience


async def test_what_is_never_written_does_not_come_back_and_the_owners_know(bench: Bench) -> None:
    acts.BOOK[cast.GRACE] = OLD
    first = await done(bench)
    acts.BARRED.add(cast.GRACE)
    said = await bench.engine.disown(GRACE, first.number, 1)
    await bench.settle()
    assert (said.state, said.counts.held_why) == (State.DONE, {"role-holder-never": 1})
    assert acts.BOOK[cast.GRACE] == NEW
    assert {code: facts.get("why") for code, _, facts in await told(bench)} == {
        "change-denied": None, "not-put-back": "role-holder-never"
    }  # fmt: skip
    assert (await bench.engine.disown(GRACE, first.number, 1)).number == said.number


async def test_where_nobody_can_be_asked_the_owners_know_and_an_operator_can_go_on(bench: Bench) -> None:
    acts.BOOK[cast.GRACE] = OLD
    first = await done(bench)
    alone = bench.another("alone", approvers=("00000000-0000-0000-0000-000000000000",))
    said = await alone.disown(GRACE, first.number, 1)
    assert said.state is State.PLANNED
    alarms = await told(bench)
    assert [code for code, _, _ in alarms] == ["change-denied", "not-put-back"] and alarms[1][2]["why"]
    await bench.engine.submit(said.number, ANA, "Grace called")
    await bench.engine.approve(said.number, BEA, said.digest)
    await bench.settle()
    assert acts.BOOK[cast.GRACE] == OLD


async def test_nobody_who_goes_on_with_it_in_time_is_heard_of_and_a_no_is_final(bench: Bench) -> None:
    acts.BOOK[cast.GRACE] = OLD
    first = await done(bench)
    said = await bench.engine.disown(GRACE, first.number, 1)
    await told(bench)
    await bench.engine.cancel(said.number, ANA)
    assert [(code, facts["why"]) for code, _, facts in await told(bench)] == [("not-put-back", "cancelled")]
    again = await bench.engine.disown(GRACE, first.number, 1)
    assert again.number != said.number
    await bench.engine.reject(again.number, BEA, again.digest, "It is not Grace who sits there")
    assert (await bench.engine.disown(GRACE, first.number, 1)).state is State.REJECTED


async def test_pressed_again_it_is_the_same_request(bench: Bench) -> None:
    first = await done(bench)
    said = [await bench.engine.disown(GRACE, first.number, 1) for _ in range(2)]
    await bench.settle()
    said.append(await bench.engine.disown(GRACE, first.number, 1))
    assert {each.number for each in said} == {said[0].number}
    assert len(await told(bench)) == 1
    assert acts.SENT.count(cast.GRACE) == 2


@BOTH
async def test_pressed_twice_at_once_it_is_one_request(bench: Bench) -> None:
    first = await done(bench)
    two = bench.another("two")
    said = await gather(*(each.disown(GRACE, first.number, 1) for each in (bench.engine, two)))
    await bench.settle()
    await bench.settle(two)
    assert len({each.number for each in said}) == 1
    assert len(await told(bench)) == 1
    assert acts.SENT.count(cast.GRACE) == 2


async def test_only_ones_own_row_only_while_it_stands_and_only_for_a_month(bench: Bench) -> None:
    first = await done(bench)
    assert await code(bench.engine.disown(GRACE, first.number, 2)) == "not-yours"
    assert await code(bench.engine.disown(DAN, first.number, 1)) == "not-yours"
    assert await code(bench.engine.disown(GRACE, first.number, 0)) == "not-yours"
    assert await code(bench.engine.disown(GRACE, 99, 1)) == "not-yours"
    said = await bench.engine.disown(GRACE, first.number, 1)
    await bench.settle()
    assert await code(bench.engine.disown(GRACE, said.number, 1)) == "undone-already"
    bench.clock.skip(timedelta(days=31))
    assert await code(bench.engine.disown(HENK, first.number, 2)) == "too-late"


async def test_what_an_operator_has_reversed_is_not_reversed_again(bench: Bench) -> None:
    first = await done(bench)
    undo = await bench.engine.undo(first.number, ANA, CHAT, activity_id="undo")
    await bench.engine.submit(undo.number, ANA, "why")
    await bench.engine.approve(undo.number, BEA, undo.digest)
    await bench.settle()
    assert await code(bench.engine.disown(GRACE, first.number, 1)) == "undone-already"


async def test_an_open_not_mine_holds_up_no_undo_of_the_rest(bench: Bench) -> None:
    first = await done(bench)
    await bench.engine.disown(GRACE, first.number, 1)
    undo = await bench.engine.undo(first.number, ANA, CHAT, activity_id="undo")
    assert undo.counts.runnable == 2


@pytest.mark.parametrize("how", ["writes-closed", "halted"])
async def test_where_nothing_may_be_written_it_waits_and_the_owners_know(bench: Bench, how: str) -> None:
    first = await done(bench)
    if how == "halted":
        await bench.engine.halt(BEA)
    else:
        await bench.engine.set_writes(OLGA, Area.MFA, False)
    said = await bench.engine.disown(GRACE, first.number, 1)
    await bench.settle()
    held = await bench.now(said)
    assert (held.state, held.failed and held.failed.code) == (State.PAUSED, how)
    alarms = sorted(await told(bench), key=lambda each: each[0])
    assert [(code, to, facts.get("why")) for code, to, facts in alarms] == [
        ("disowned", OLGA, None), ("not-reversed", OLGA, how)
    ]  # fmt: skip
    assert acts.BOOK[cast.GRACE] == NEW
    await (bench.engine.resume_all(OLGA) if how == "halted" else bench.engine.set_writes(OLGA, Area.MFA, True))
    await bench.engine.resume(said.number, ANA)
    await bench.settle()
    assert acts.BOOK[cast.GRACE] is None


@BOTH
async def test_a_crash_before_the_plan_loses_nothing(bench: Bench) -> None:
    first = await done(bench)
    bench.world.faults.declare([{"path": "roleAssignments", "status": 503}])
    said = await bench.engine.disown(GRACE, first.number, 1)
    assert said.state is State.FAILED
    bench.world.faults.clear()
    assert [code for code, _, _ in await told(bench)] == ["disowned", "not-reversed"]
    again = await bench.engine.disown(GRACE, first.number, 1)
    assert again.number != said.number
    bench.bell.rung.clear()
    two = bench.another("two")
    bench.clock.skip(bench.house.lease)
    await two.tick()
    await bench.settle(two)
    assert (await bench.now(again)).state is State.DONE
    assert acts.BOOK[cast.GRACE] is None


async def test_a_record_that_was_only_asked_is_planned_approved_and_run_by_the_tick(bench: Bench) -> None:
    first = await done(bench)
    bench.engine._disowning._planning = Dead()  # type: ignore[assignment]
    with pytest.raises(acts.Died):
        await bench.engine.disown(GRACE, first.number, 1)
    bench.bell.rung.clear()
    bench.clock.skip(bench.house.lease)
    two = bench.another("two")
    await two.tick()
    await bench.settle(two)
    assert acts.BOOK[cast.GRACE] is None
    assert [code for code, _, _ in await told(bench)] == ["disowned"]


class Dead:
    """A worker that dies before it plans."""

    async def plan(self, number: int) -> Request:
        raise acts.Died


async def test_an_operator_who_stops_it_is_heard_of_and_it_can_be_said_again(bench: Bench) -> None:
    first = await done(bench)
    await bench.engine.set_writes(OLGA, Area.MFA, False)
    said = await bench.engine.disown(GRACE, first.number, 1)
    await bench.settle()
    await told(bench)
    await bench.engine.stop(said.number, ANA)
    assert [(code, facts["why"]) for code, _, facts in await told(bench)] == [("not-reversed", "stopped")]
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    again = await bench.engine.disown(GRACE, first.number, 1)
    await bench.settle()
    assert again.number != said.number
    assert acts.BOOK[cast.GRACE] is None


async def test_what_somebody_changed_meanwhile_is_left_and_the_owners_know(bench: Bench) -> None:
    first = await done(bench)
    acts.BOOK[cast.GRACE] = "mobile +31 699999999"
    said = await bench.engine.disown(GRACE, first.number, 1)
    await bench.settle()
    assert (await bench.now(said)).state is State.PARTLY_DONE
    assert [row.state for row in await bench.rows(said)] == [RowState.SKIPPED]
    assert {code: facts.get("why") for code, _, facts in await told(bench)} == {
        "disowned": None, "not-reversed": "changed-meanwhile"
    }  # fmt: skip


async def test_a_number_that_was_believed_is_not_any_more(bench: Bench) -> None:
    first = await done(bench)
    async with bench.store.change() as unit:
        at = bench.clock.now()
        await unit.state(cast.TENANT_ID, Statement(kind=Kind.CONFIRMED, subject=cast.GRACE, value=NEW, at=at))
        await unit.state(cast.TENANT_ID, Statement(kind=Kind.CONFIRMED, subject=cast.HENK, value=NEW, at=at))
    await bench.engine.disown(GRACE, first.number, 1)
    assert [each.subject for each in await bench.store.statements(cast.TENANT_ID, Kind.CONFIRMED)] == [cast.HENK]


def test_numbers_are_told_apart_by_their_digits() -> None:
    assert numbers("mobile +31 612345678; office +31 20 123-4567x12; preferred sms") == ("31612345678", "31201234567")
    assert numbers("mobile +31 612345678; alternateMobile +31612345678") == ("31612345678",)
    assert numbers(None) == numbers("preferred sms") == ()
    assert added("mobile +31 612345678; office +31 201234567", "mobile +31 687654321; office +31 201234567") == (
        "31687654321",
    )


@pytest.mark.parametrize(
    "before, after, writes",
    [
        (None, "mobile +31 612345678", True),
        ("mobile +31 612345678; preferred sms", "mobile +31612345678", False),
        ("mobile +31 612345678; office +31 201234567", "mobile +31 612345678", False),
        ("mobile +31 612345678", None, False),
        ("office +31 201234567x12", "office +31 201234567x13", True),
        ("alternateMobile +31 612345678", "mobile +31 612345678", True),
        ("enabled", "disabled", False),
        ("preferred sms", "preferred push", False),
    ],
)
def test_a_number_is_written_also_as_another_phone_or_with_another_extension(
    before: str | None, after: str | None, writes: bool
) -> None:
    assert writes_number(before, after) is writes
