"""A request that its approvers sleep over: they are reminded, then the next group is asked, then it expires."""

from datetime import datetime, timedelta

import pytest

import actions.exemptions
from actions.args import People, Selector
from actions.exemptions.exempt import Exempt
from actions.exemptions.lasting import Lasting
from demo.seed import cast
from engine import Notice, NoticeKind, Person, Place, State
from tests.engine.bench import ANA, BEA, CARL, DAN, OLGA, Bench
from tests.engine.waiting import DAY, heard, of, pass_by, until


def to(said: list[tuple[datetime, Notice]]) -> list[tuple[str, Person | Place]]:
    return [(f"{at:%d}", each.to) for at, each in said]


async def slept_over(bench: Bench) -> int:
    """Dan's MFA waits for Bea or Carl."""
    request = await bench.waiting(cast.GRACE)
    await heard(bench)
    return request.number


async def test_approvers_are_reminded_after_a_day_every_workday(bench: Bench) -> None:
    number = await slept_over(bench)
    said = await pass_by(bench, bench.clock.now() + 3 * DAY + timedelta(hours=8))
    wanted = [(day, who) for day in ("24", "25", "26") for who in (BEA, CARL)]
    assert sorted(to(said), key=str) == sorted(wanted, key=str)
    reminder = await of(bench, cast.BEA, "decided", str(number))
    assert (reminder.asked_by, reminder.request) == (ANA, number)
    assert not await bench.engine.asks_others(reminder)  # there is no next group


async def test_who_has_said_their_word_is_left_alone_and_all_are_when_it_is_decided(bench: Bench) -> None:
    number = await slept_over(bench)
    await pass_by(bench, bench.clock.now() + DAY + timedelta(hours=8))
    assert len(await bench.engine.open_reminders(cast.CARL)) == 1
    request = await bench.engine.request(number)
    assert request is not None
    await bench.engine.reject(number, BEA, request.digest, "not now")
    assert await pass_by(bench, bench.clock.now() + 5 * DAY) == []
    assert await bench.engine.open_reminders(cast.CARL) == []


async def test_the_next_group_is_asked_and_may_decide(bench: Bench) -> None:
    bench.house = type(bench.house)(
        **{name: getattr(bench.house, name) for name in type(bench.house).__slots__} | {"escalation": (cast.OWNERS,)}
    )
    bench.engine = bench.another("one")
    number = await slept_over(bench)
    until(bench, bench.clock.now() + DAY)
    await heard(bench)
    assert await bench.engine.asks_others(await of(bench, cast.BEA, "decided", str(number)))
    until(bench, bench.clock.now() + DAY)
    cards = [each for each in await heard(bench, NoticeKind.REQUEST) if each.to == OLGA]
    assert [each.about for each in cards] == [f"request:{number}"]
    request = await bench.engine.request(number)
    assert request is not None
    assert OLGA in request.audience
    assert (await of(bench, cast.OLGA, "decided", str(number))).sent <= 1
    for each in (cast.BEA, cast.OLGA):  # nobody is left to ask
        assert not await bench.engine.asks_others(await of(bench, each, "decided", str(number)))
    assert await bench.events("escalated") == ["escalated"]
    approved = await bench.engine.approve(number, OLGA, request.digest)
    assert approved.state is State.APPROVED


async def test_then_it_expires_and_nobody_is_reminded_any_more(bench: Bench) -> None:
    number = await slept_over(bench)
    end = bench.clock.now() + bench.house.expires_after
    await pass_by(bench, end + timedelta(minutes=1))
    request = await bench.engine.request(number)
    assert request is not None
    assert request.state is State.EXPIRED
    assert await pass_by(bench, end + 7 * DAY) == []
    assert await bench.engine.open_reminders(cast.BEA) == []


async def test_who_cannot_be_read_is_reminded_later(bench: Bench) -> None:
    await slept_over(bench)
    until(bench, bench.clock.now() + DAY)
    bench.world.faults.declare([{"path": "/groups", "status": 403}])
    assert await heard(bench) == []
    bench.world.faults.clear()
    until(bench, bench.clock.now() + bench.house.reminder_lease)
    assert {each.to for each in await heard(bench)} == {BEA, CARL}


@pytest.fixture
def bench(bench: Bench) -> Bench:
    """With exemptions, which end."""
    bench.extra = (actions.exemptions,)
    bench.engine = bench.another("one")
    return bench


async def exempted(bench: Bench, length: str) -> int:
    """Dan need not answer for a while."""
    bench.world.set_state("dan", "enforced")
    await bench.engine.set_writes(OLGA, Exempt.area, True)
    who = People((Selector("person", "dan", cast.DAN),))
    planned = await bench.ask(Exempt(who=who, for_=Lasting.parse(length)))
    request = await bench.engine.submit(planned.number, ANA, "a new laptop")
    for approver in (BEA, CARL)[: request.quorum]:
        await bench.engine.approve(request.number, approver, request.digest)
    await bench.settle()
    await bench.notices()
    return request.number


async def test_an_end_is_told_beforehand_to_asker_and_person(bench: Bench) -> None:
    number = await exempted(bench, "24h")
    (ends,) = await bench.engine.open_ends()
    until(bench, ends.at - timedelta(hours=6))  # three in the morning: a message at eight, before the end at nine
    assert await heard(bench) == []
    reminder = await of(bench, cast.DAN, "exemption-over", str(number))
    assert (reminder.until, reminder.asked_by) == (ends.at, ANA)
    said = await pass_by(bench, ends.at + DAY)
    assert {each.to for _, each in said} == {ANA, DAN}
    assert all(ends.at - timedelta(hours=1, minutes=5) < at < ends.at for at, _ in said)
    assert await bench.engine.open_reminders(cast.DAN) == []


async def test_an_end_that_came_early_or_soon_is_not_told(bench: Bench) -> None:
    assert await exempted(bench, "2h")
    assert await bench.store.dues(cast.TENANT_ID, prefix="ends-soon:") == []
    number = await exempted(bench, "12h")
    assert [each.request for each in await bench.store.dues(cast.TENANT_ID, prefix="ends-soon:")] == [number]
