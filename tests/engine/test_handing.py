"""A secret is made at the moment in which the one person opens it who may, and is nowhere else, ever."""

from asyncio import gather
from dataclasses import replace
from datetime import timedelta
from logging import DEBUG
from pathlib import Path

import pytest

from actions.spec import Outcome, Refusal, Secret
from demo.seed import cast
from engine import NoticeKind, Person, Request, RowState, State
from tenant.ports import Area
from tests.engine import acts
from tests.engine import acts_with_ends as ends
from tests.engine.bench import ANA, BEA, BOTH, CARL, CHAT, DAN, EVE, OLGA, Bench

GRACE = Person(cast.GRACE, "Grace Lee")


@pytest.fixture(autouse=True)
def book() -> None:
    ends.clear()
    ends.HANDS[cast.GRACE] = cast.EVE


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    bench.extra = [ends]
    bench.engine = bench.another("odd")
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    return bench


async def approved(bench: Bench, people: str = "grace@contoso.com") -> Request:
    planned = await bench.ask(ends.Pass(who=await bench.people(people)))
    assert planned.state is State.PLANNED, planned.failed
    await bench.engine.submit(planned.number, ANA, "she is locked out")
    for approver in (BEA, CARL)[: planned.quorum]:
        await bench.engine.approve(planned.number, approver, planned.digest)
    await bench.settle()
    return await bench.now(planned)


async def code(word: object) -> str:
    with pytest.raises(Refusal) as refused:
        await word  # type: ignore[misc]
    return refused.value.reason.code


@BOTH
async def test_it_waits_and_runs_when_it_is_opened_once(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(DEBUG)
    request = await approved(bench)
    assert (request.state, ends.SENT) == (State.APPROVED, [])
    invited = [each for each in await bench.notices() if each.kind is NoticeKind.HAND_OVER]
    assert [(each.about, each.to) for each in invited] == [(f"hand-over:{request.number}", Person(cast.EVE, ""))]
    for _ in range(3):
        bench.clock.skip(bench.house.lease)
        await bench.engine.tick()
        await bench.settle()
    assert (await bench.now(request)).state is State.APPROVED
    handed = await bench.engine.hand_over(EVE, request.number)
    assert (handed.secret.text, handed.subject.id, handed.request.state) == (ends.TOLD, cast.GRACE, State.DONE)
    assert await code(bench.engine.hand_over(EVE, request.number)) == "secret-gone"
    assert ends.SENT == [(cast.GRACE, ends.PASS)]
    assert await bench.events("hand-over") == ["hand-over"]
    changed = [each for each in await bench.notices() if each.kind is NoticeKind.CHANGED]
    assert [(each.about, each.to.id) for each in changed] == [(f"change:{request.number}:1", cast.GRACE)]  # type: ignore[union-attr]
    assert ends.TOLD not in caplog.text
    assert ends.TOLD not in repr((handed, Outcome(subject_id="x", secret=handed.secret)))
    links = await bench.store.chain(cast.TENANT_ID, limit=1000)
    assert ends.TOLD not in repr((links, await bench.rows(request)))


async def test_nothing_of_it_lies_in_the_database(bench: Bench, url: str) -> None:
    request = await approved(bench)
    await bench.engine.hand_over(EVE, request.number)
    path = Path(url.partition(":///")[2])
    files = [each for each in path.parent.iterdir() if each.name.startswith(path.name)]
    assert files
    assert not any(ends.TOLD.encode() in each.read_bytes() for each in files)


async def test_only_the_named_person_who_did_not_ask(bench: Bench) -> None:
    request = await approved(bench)
    for who in (ANA, BEA, OLGA, DAN, GRACE):
        assert await code(bench.engine.hand_over(who, request.number)) == "not-yours"
    assert ends.SENT == []
    for other in (cast.ANA, cast.GRACE, ""):
        ends.HANDS[cast.GRACE] = other
        refused = await bench.ask(ends.Pass(who=await bench.people("grace@contoso.com")))
        assert (refused.state, refused.failed and refused.failed.code) == (State.FAILED, "hand-over-to-another")
    ends.HANDS.update({cast.GRACE: cast.EVE, cast.HENK: cast.EVE})
    two = await bench.ask(ends.Pass(who=await bench.people("grace@contoso.com henk@contoso.com")))
    assert two.failed is not None
    assert two.failed.code == "one-at-a-time"


async def test_nobody_asks_for_it_for_themselves(bench: Bench) -> None:
    ends.HANDS[cast.ANA] = cast.EVE
    own = await bench.ask(ends.Pass(who=await bench.people("ana@contoso.com")))
    assert (own.state, own.failed and own.failed.code) == (State.FAILED, "own-hand-over")
    assert await bench.rows(own) == []
    other = await bench.ask(ends.Pass(who=await bench.people("ana@contoso.com")), OLGA)
    assert other.state is State.PLANNED


async def test_whoever_asks_is_passed_over_for_the_next_in_line(bench: Bench) -> None:
    ends.HANDS[cast.GRACE], ends.NEXT[cast.GRACE] = cast.ANA, cast.EVE
    for asker, hander in ((ANA, cast.EVE), (OLGA, cast.ANA)):
        planned = await bench.ask(ends.Pass(who=await bench.people("grace@contoso.com")), asker)
        (row,) = await bench.rows(planned)
        assert (planned.state, row.for_person) == (State.PLANNED, hander)


async def test_whoever_submitted_it_never_opens_it(bench: Bench) -> None:
    ends.HANDS[cast.GRACE] = cast.OLGA
    planned = await bench.ask(ends.Pass(who=await bench.people("grace@contoso.com")))
    async with bench.store.change() as unit:
        await unit.save_request(replace(planned, state=State.APPROVED, submitted_by=OLGA))
    assert await code(bench.engine.hand_over(OLGA, planned.number)) == "not-yours"


async def test_not_before_it_is_approved_not_halted_and_not_of_an_ordinary_request(bench: Bench) -> None:
    planned = await bench.ask(ends.Pass(who=await bench.people("grace@contoso.com")))
    assert await code(bench.engine.hand_over(EVE, planned.number)) == "not-now"
    other = await bench.ask(ends.Keep(who=await bench.people("grace@contoso.com")))
    assert await code(bench.engine.hand_over(EVE, other.number)) == "not-handed"
    request = await approved(bench)
    await bench.engine.halt(BEA)
    assert await code(bench.engine.hand_over(EVE, request.number)) == "halted"
    await bench.engine.resume_all(OLGA)
    await bench.settle()
    assert ends.SENT == []
    assert (await bench.engine.hand_over(EVE, request.number)).secret.text == ends.TOLD


async def test_whoever_cannot_be_reached_is_named_to_whoever_asked(bench: Bench) -> None:
    request = await approved(bench)
    (invited,) = [each for each in await bench.notices() if each.kind is NoticeKind.HAND_OVER]
    await bench.engine.not_reachable(invited)
    (told,) = await bench.notices()
    assert (told.code, told.to, told.facts) == ("hand-over-not-reached", CHAT, {"number": str(request.number)})


@BOTH
async def test_opened_in_two_windows_it_is_made_once(bench: Bench) -> None:
    request = await approved(bench)
    two = bench.another("two")
    seen = await gather(*(each.hand_over(EVE, request.number) for each in (bench.engine, two)), return_exceptions=True)
    refused = [each for each in seen if isinstance(each, Refusal)]
    assert [each.reason.code for each in refused] == ["secret-gone"]
    assert ends.SENT == [(cast.GRACE, ends.PASS)]


async def test_whoever_dies_after_making_it_leaves_a_pass_that_nobody_knows(bench: Bench) -> None:
    request = await approved(bench)
    ends.DIES.add(cast.GRACE)
    with pytest.raises(acts.Died):
        await bench.engine.hand_over(EVE, request.number)
    ends.DIES.clear()
    bench.clock.skip(bench.house.lease)
    two = bench.another("two")
    await two.tick()
    await bench.settle(two)
    assert (await bench.now(request)).state is State.DONE
    assert await code(two.hand_over(EVE, request.number)) == "secret-gone"
    assert ends.SENT == [(cast.GRACE, ends.PASS)]
    undo = await two.undo(request.number, ANA, CHAT, activity_id="undo")
    assert undo.state is State.PLANNED


async def test_died_before_making_it_can_be_opened_again(bench: Bench) -> None:
    request = await approved(bench)
    await bench.engine.set_writes(OLGA, Area.MFA, False)
    assert await code(bench.engine.hand_over(EVE, request.number)) == "hand-over-failed"
    held = await bench.now(request)
    assert (held.state, held.failed and held.failed.code) == (State.PAUSED, "writes-closed")
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    await bench.engine.resume(request.number, ANA)
    await bench.settle()
    assert ends.SENT == []
    assert (await bench.now(request)).state is State.RUNNING
    assert (await bench.engine.hand_over(EVE, request.number)).secret.text == ends.TOLD


async def test_a_pass_that_does_not_show_yet_is_told_and_its_person_hears(bench: Bench) -> None:
    ends.HIDDEN.add(cast.GRACE)
    request = await approved(bench)
    handed = await bench.engine.hand_over(EVE, request.number)
    assert handed.secret.text == ends.TOLD
    (row,) = await bench.rows(request)
    assert (row.state, row.verified) == (RowState.DONE, False)
    assert [each.about for each in await bench.notices() if each.kind is NoticeKind.CHANGED]


async def test_refused_by_microsoft_nothing_is_made(bench: Bench) -> None:
    ends.FAILS[cast.GRACE] = "policy-forbids"
    request = await approved(bench)
    assert await code(bench.engine.hand_over(EVE, request.number)) == "hand-over-failed"
    assert (await bench.now(request)).state is State.FAILED


async def test_an_old_plan_is_not_opened(bench: Bench) -> None:
    request = await approved(bench)
    bench.clock.skip(timedelta(hours=25))
    assert await code(bench.engine.hand_over(EVE, request.number)) == "hand-over-failed"
    assert (await bench.now(request)).state is State.STALE
    assert ends.SENT == []


async def test_not_mine_takes_it_back_and_that_is_final(bench: Bench) -> None:
    request = await approved(bench)
    await bench.engine.hand_over(EVE, request.number)
    said = await bench.engine.disown(GRACE, request.number, 1)
    await bench.settle()
    assert (await bench.now(said)).state is State.DONE
    assert ends.BOOK == {cast.GRACE: None}
    assert await code(bench.engine.undo(said.number, ANA, CHAT, activity_id="again")) == "secret-gone"
    assert await code(bench.engine.hand_over(EVE, said.number)) == "not-handed"


def test_a_secret_does_not_show() -> None:
    assert ends.TOLD not in repr(Secret(text=ends.TOLD))
