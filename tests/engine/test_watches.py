"""Watches: each moment once, one open request, nothing kept of a moment without news, and standing approvals."""

from asyncio import gather
from collections.abc import Awaitable
from datetime import datetime, timedelta

import pytest

from actions.spec import Refusal
from demo.seed import cast
from engine import DueKind, NoticeKind, Person, Request, Rule, State, Watch, WatchState
from engine.looking import following
from tenant.ports import Area
from tests.engine import acts
from tests.engine import acts_with_ends as ends
from tests.engine.bench import ANA, BEA, BOTH, CARL, CHAT, DAN, OLGA, Bench

QUARTER = timedelta(minutes=15)
PEOPLE = "grace@contoso.com henk@contoso.com"


@pytest.fixture(autouse=True)
def book() -> None:
    ends.clear()


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    bench.extra = [ends]
    bench.engine = bench.another("odd")
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    return bench


async def watch(bench: Bench, people: str = PEOPLE, **more: object) -> Watch:
    bench.turn += 1
    action = ends.Keep(who=await bench.people(people))
    wanted = {"every": QUARTER, "activity_id": f"watch-{bench.turn}"} | more
    return await bench.engine.watch(ANA, action, CHAT, **wanted)  # type: ignore[arg-type]


async def beat(bench: Bench, after: timedelta = timedelta()) -> None:
    bench.clock.skip(after)
    for _ in range(2):
        await bench.engine.tick()
        await bench.settle()


async def moment(bench: Bench) -> None:
    """The watch's next one."""
    due = await bench.store.due(cast.TENANT_ID, "watch:1")
    assert due is not None
    await beat(bench, due.due - bench.clock.now() + timedelta(seconds=1))


async def asked(bench: Bench) -> list[Request]:
    return [each for each in await bench.engine.requests() if each.watch is not None]


async def told(bench: Bench) -> list[tuple[str, str]]:
    return [(n.code, n.facts.get("why", "")) for n in await bench.notices() if n.kind is NoticeKind.TOLD]


async def code(word: Awaitable[object]) -> str:
    with pytest.raises(Refusal) as refused:
        await word
    return refused.value.reason.code


@BOTH
async def test_what_would_change_is_sent_for_approval_and_runs(bench: Bench) -> None:
    made = await watch(bench)
    assert (made.number, made.state, made.said) == (1, WatchState.ON, f"test keep {PEOPLE.replace(' ', ',')}")
    await beat(bench)
    (request,) = await asked(bench)
    assert (request.state, request.asker, request.reason) == (State.WAITING, ANA, "watch 1")
    assert {BEA, CARL} <= {each.to for each in await bench.notices() if each.kind is NoticeKind.REQUEST}
    assert await code(bench.engine.approve(request.number, ANA)) in ("not-approver", "own-request")
    await moment(bench)
    assert len(await asked(bench)) == 1
    await bench.engine.approve(request.number, BEA, request.digest)
    await bench.settle()
    assert set(ends.BOOK.values()) == {ends.ON}
    await bench.notices()
    for _ in range(3):
        await moment(bench)
    assert len(await asked(bench)) == 1
    assert await bench.notices() == []
    ends.BOOK[cast.HENK] = "off"
    await moment(bench)
    newest, _ = await asked(bench)
    assert newest.counts.todo == 1
    assert newest.counts.already == 1
    (seen,) = await bench.engine.watches()
    assert seen.last_request == newest.number
    assert seen.last is not None


@BOTH
async def test_no_moment_asks_twice_whoever_looks(bench: Bench) -> None:
    await watch(bench)
    two = bench.another("two")
    await gather(*(each.work("due", cast.TENANT_ID, "watch:1") for each in (bench.engine, two)))
    await bench.settle()
    await beat(bench)
    assert len(await asked(bench)) == 1
    assert await bench.events("submitted") == ["submitted"]


async def test_a_moment_without_news_leaves_nothing_behind(bench: Bench) -> None:
    ends.BOOK.update({cast.GRACE: ends.ON, cast.HENK: ends.ON})
    await watch(bench)
    before = await bench.events()
    for _ in range(4):
        await moment(bench)
    assert await bench.events() == before
    assert await bench.engine.requests() == []
    assert await bench.notices() == []


async def test_late_it_looks_once(bench: Bench) -> None:
    made = await watch(bench)
    bench.bell.rung.clear()
    await beat(bench, timedelta(days=2))
    assert len(await asked(bench)) == 1
    due = await bench.store.due(cast.TENANT_ID, "watch:1")
    assert due is not None
    assert bench.clock.now() < due.due <= bench.clock.now() + QUARTER
    assert (due.due - made.began) % QUARTER == timedelta()


@pytest.mark.parametrize("where", ["before the plan", "after the plan"])
async def test_whoever_dies_in_a_moment_the_next_one_goes_on(bench: Bench, where: str) -> None:
    await watch(bench)
    looking = bench.engine._ticking._dues._long[DueKind.WATCH].__self__  # type: ignore[attr-defined]
    setattr(looking, "_planning" if where == "before the plan" else "_deciding", Dead())
    with pytest.raises(acts.Died):
        await bench.settle()
    bench.bell.rung.clear()
    two = bench.another("two")
    bench.clock.skip(bench.house.lease)
    for _ in range(3):
        bench.clock.skip(bench.house.reminder_lease)
        await two.tick()
        await bench.settle(two)
    (request,) = await asked(bench)
    assert (request.state, request.reason) == (State.WAITING, "watch 1")


class Dead:
    """Whoever works here dies."""

    async def plan(self, number: int) -> Request:
        raise acts.Died

    async def submit(self, number: int, who: Person, reason: str) -> Request:
        raise acts.Died


async def test_what_was_rejected_is_not_asked_again_until_it_is_another_plan(bench: Bench) -> None:
    await watch(bench)
    await beat(bench)
    (request,) = await asked(bench)
    await bench.engine.reject(request.number, BEA, request.digest, "not now")
    for _ in range(3):
        await moment(bench)
    assert len(await asked(bench)) == 1
    ends.BOOK[cast.GRACE] = ends.ON
    await moment(bench)
    assert len(await asked(bench)) == 2


async def test_what_goes_wrong_is_asked_once_a_day(bench: Bench) -> None:
    ends.FAILS[cast.GRACE] = "no-such-method"
    await watch(bench, "grace@contoso.com")
    await beat(bench)
    (request,) = await asked(bench)
    await bench.engine.approve(request.number, BEA, request.digest)
    await bench.settle()
    assert (await bench.now(request)).state is State.FAILED
    await moment(bench)
    assert len(await asked(bench)) == 1
    await beat(bench, timedelta(days=1))
    assert len(await asked(bench)) == 2


async def test_who_may_watch_what(bench: Bench) -> None:
    people = await bench.people(PEOPLE)
    keep, now = ends.Keep(who=people), bench.clock.now()
    tries: list[tuple[str, Awaitable[object]]] = [
        ("not-operator", bench.engine.watch(DAN, keep, CHAT, every=QUARTER, activity_id="a")),
        ("too-often", bench.engine.watch(ANA, keep, CHAT, every=timedelta(minutes=4), activity_id="b")),
        ("not-strengthening", bench.engine.watch(ANA, ends.Exempt(who=people), CHAT, every=QUARTER, activity_id="c")),
        ("until-past", bench.engine.watch(ANA, keep, CHAT, every=QUARTER, until=now, activity_id="d")),
        ("no-such-watch", bench.engine.unwatch(ANA, 7)),
    ]
    assert [await code(word) for _, word in tries] == [expected for expected, _ in tries]
    made = await bench.engine.watch(ANA, keep, CHAT, every=QUARTER, activity_id="same")
    assert await bench.engine.watch(ANA, keep, CHAT, every=QUARTER, activity_id="same") == made
    assert await code(bench.engine.unwatch(BEA, 1)) == "not-operator"
    assert (await bench.engine.unwatch(OLGA, 1)).state is WatchState.OFF
    assert await code(bench.engine.unwatch(OLGA, 1)) == "watch-over"
    bench.bell.rung.clear()
    await beat(bench, timedelta(days=1))
    assert await asked(bench) == []
    assert await bench.engine.watches() == []
    assert len(await bench.engine.watches(all_of_them=True)) == 1


async def test_ended_while_it_looks_it_asks_for_nothing(bench: Bench) -> None:
    await watch(bench)
    ends.AFTER["plan"] = lambda: bench.engine.unwatch(OLGA, 1)
    await beat(bench)
    assert await bench.engine.requests() == []
    assert await told(bench) == []
    assert [each.state for each in await bench.engine.watches(all_of_them=True)] == [WatchState.OFF]


async def test_halted_nothing_looks(bench: Bench) -> None:
    await watch(bench)
    await bench.engine.halt(BEA)
    await beat(bench, timedelta(hours=1))
    assert await asked(bench) == []
    await bench.engine.resume_all(OLGA)
    await beat(bench, bench.house.reminder_lease)
    assert len(await asked(bench)) == 1


async def test_what_hinders_it_is_told_once(bench: Bench) -> None:
    await bench.engine.set_writes(OLGA, Area.MFA, False)
    await watch(bench)
    for _ in range(3):
        await moment(bench)
    assert await told(bench) == [("watch-waits", "writes-off")]
    assert await bench.engine.requests() == []
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    ends.TROUBLE["plan"] = Refusal("no-such-group", said="Gone")
    await moment(bench)
    assert await told(bench) == [("watch-waits", "no-such-group")]
    ends.TROUBLE["plan"] = ends.BUSY
    await moment(bench)
    assert await told(bench) == []
    ends.TROUBLE.clear()
    await beat(bench, bench.house.reminder_lease)
    assert len(await asked(bench)) == 1
    (seen,) = await bench.engine.watches()
    assert seen.trouble is None


async def test_it_ends_at_its_time_and_with_its_askers_role(bench: Bench) -> None:
    ends.BOOK.update({cast.GRACE: ends.ON, cast.HENK: ends.ON})
    await watch(bench, until=bench.clock.now() + timedelta(hours=1))
    await beat(bench, timedelta(hours=1))
    assert await told(bench) == [("watch-ended", "")]
    await watch(bench)
    bench.engine = bench.another("other house", operators=(cast.OWNERS,))
    await beat(bench)
    assert sorted(await told(bench)) == [("watch-stopped", "")] * 2
    states = [each.state for each in await bench.engine.watches(all_of_them=True)]
    assert states == [WatchState.ENDED, WatchState.STOPPED]
    assert await bench.store.dues(cast.TENANT_ID, prefix="watch:") == []


# --- standing approvals


async def allowed(bench: Bench, most: int = 2, days: int = 30, people: str = PEOPLE) -> Watch:
    made = await watch(bench, people)
    bench.bell.rung.clear()
    return await bench.engine.allow(BEA, made.number, most=most, until=bench.clock.now() + timedelta(days=days))


@BOTH
async def test_a_standing_approval_covers_what_it_says_and_every_use_is_an_event(bench: Bench) -> None:
    await allowed(bench)
    await beat(bench)
    (request,) = await asked(bench)
    assert (request.state, request.rule, request.moved_by) == (State.DONE, Rule.ALLOWANCE, "Muster")
    assert (request.reason, request.submitted_by) == ("watch 1", ANA)
    assert set(ends.BOOK.values()) == {ends.ON}
    links = [link.event for link in await bench.store.chain(cast.TENANT_ID)]
    (use,) = [each for each in links if each.kind == "approve"]
    assert use.facts == {"digest": request.digest, "rule": "allowance", "watch": "1", "rows": "2"}
    assert CHAT in [each.to for each in await bench.notices() if each.about == f"request:{request.number}"]
    (seen,) = await bench.engine.watches()
    assert seen.allowed is not None
    assert seen.allowed.used == 2


async def test_beyond_the_days_limit_it_is_sent_for_approval_and_tomorrow_it_is_not(bench: Bench) -> None:
    await allowed(bench, most=3)
    await beat(bench)
    ends.BOOK.clear()
    await moment(bench)
    second, first = await asked(bench)
    assert (first.state, second.state) == (State.DONE, State.WAITING)
    await bench.engine.reject(second.number, CARL, second.digest, "tomorrow")
    ends.BOOK[cast.GRACE] = ends.ON
    await beat(bench, timedelta(days=1))
    assert (await asked(bench))[0].state is State.DONE


async def test_one_that_is_over_is_sent_for_approval_and_its_asker_heard_ahead(bench: Bench) -> None:
    ends.BOOK.update({cast.GRACE: ends.ON, cast.HENK: ends.ON})
    await allowed(bench, days=10)
    await beat(bench, timedelta(days=3, hours=1))
    (ahead,) = [each for each in await bench.notices() if each.kind is NoticeKind.TOLD]
    assert (ahead.code, ahead.to, ahead.facts["watch"]) == ("allowance-ends", ANA, "1")
    await beat(bench, timedelta(days=7))
    ends.BOOK.clear()
    await moment(bench)
    assert [each.state for each in await asked(bench)] == [State.WAITING]


async def test_who_may_give_one_and_take_it_back(bench: Bench) -> None:
    await watch(bench)
    bench.bell.rung.clear()
    soon = bench.clock.now() + timedelta(days=30)
    tries: list[tuple[str, Awaitable[object]]] = [
        ("not-approver", bench.engine.allow(DAN, 1, most=5, until=soon)),
        ("not-approver", bench.engine.allow(ANA, 1, most=5, until=soon)),
        ("until-past", bench.engine.allow(BEA, 1, most=5, until=bench.clock.now())),
        ("allowance-too-long", bench.engine.allow(BEA, 1, most=5, until=soon + timedelta(days=400))),
        ("too-many", bench.engine.allow(BEA, 1, most=501, until=soon)),
        ("too-many", bench.engine.allow(BEA, 1, most=0, until=soon)),
        ("no-such-watch", bench.engine.allow(BEA, 9, most=5, until=soon)),
        ("not-approver", bench.engine.disallow(DAN, 1)),
    ]
    assert [await code(word) for _, word in tries] == [expected for expected, _ in tries]
    both = bench.another("both", approvers=(cast.OPERATORS, cast.APPROVERS))
    assert await code(both.allow(ANA, 1, most=5, until=soon)) == "own-request"
    await bench.engine.allow(BEA, 1, most=5, until=soon)
    assert (await bench.engine.disallow(OLGA, 1)).allowed is None
    await beat(bench)
    assert [each.state for each in await asked(bench)] == [State.WAITING]


@pytest.mark.parametrize("why", ["no approver any more", "their own account", "named and guarded"])
async def test_what_it_does_not_cover_is_sent_for_approval(bench: Bench, why: str) -> None:
    people = {"their own account": "bea@contoso.com", "named and guarded": LEFT}.get(why, PEOPLE)
    await allowed(bench, people=people)
    if why == "no approver any more":
        bench.engine = bench.another("other house", approvers=(cast.OWNERS,))
    await beat(bench)
    (request,) = await asked(bench)
    assert (request.state, request.rule) == (State.WAITING, None)
    assert ends.SENT == []


LEFT = "lea@contoso.com"  # whose account is disabled


def test_moments_keep_their_rhythm() -> None:
    start = datetime.fromisoformat("2026-01-05T09:00:00+00:00")
    made = Watch(
        tenant_id="t", number=1, action="a", arguments={}, said="a", every=QUARTER, by=ANA, place=CHAT,
        activity_id="x", began=start,
    )  # fmt: skip
    assert following(made, start) == start + QUARTER
    assert following(made, start + QUARTER) == start + 2 * QUARTER
    assert following(made, start + timedelta(hours=5, minutes=1)) == start + timedelta(hours=5, minutes=15)
