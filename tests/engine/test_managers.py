"""A manager is told once, after the person was warned, where campaign and country allow it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from actions.spec import Cadence, CampaignTerms, CampaignTexts, Wave
from demo.seed import cast
from engine import (
    Announcement,
    Campaign,
    CampaignState,
    Member,
    MemberState,
    Notice,
    NoticeKind,
    Person,
    Reminder,
    ReminderState,
    Slot,
    SlotState,
)
from engine.promise import promise
from tests.engine.bench import ANA, CHAT, DAN, Bench
from tests.engine.waiting import DAY, heard, of, pass_by, until

GRACE = Person(cast.GRACE, "Grace Hall")


@pytest.fixture
def scenario() -> str:
    return "worldwide"


@pytest.fixture
def bench(bench: Bench) -> Bench:
    """In the Netherlands managers may be told."""
    bench.engine = bench.another("one", tell_managers=frozenset({"NL"}))
    return bench


async def campaign(bench: Bench, *, after: int = 2, state: CampaignState = CampaignState.RUNNING) -> Campaign:
    """One that runs, with Dan in it, who is asked every workday."""
    now = bench.clock.now()
    terms = CampaignTerms(
        name="Finance", people="{}", said="dan", until=now + 20 * DAY, cadence=Cadence(every=1), manager_after=after,
        waves=(Wave(100),), texts=CampaignTexts(title="Sign in safely"),
    )  # fmt: skip
    new = Campaign(
        tenant_id=cast.TENANT_ID, number=0, terms=terms, by=ANA, place=CHAT, request=1, state=state, began=now, wave=1,
        announced=Announcement("by mail", ANA, now),
    )  # fmt: skip
    async with bench.store.change() as unit:
        kept = await unit.add_campaign(new)
        dan = Member(
            tenant_id=cast.TENANT_ID, campaign=kept.number, person=DAN, wave=1, state=MemberState.ASKED, since=now
        )
        await unit.add_members([dan])
        await unit.save_reminder(
            promise(
                tenant_id=cast.TENANT_ID, person=DAN, fact="registered", now=now, asked_by=ANA, campaign=kept.number,
                cadence=terms.cadence, until=terms.until,
            )
        )  # fmt: skip
    return kept


async def next_one(bench: Bench) -> tuple[Reminder, list[Notice]]:
    """Dan's next message has gone out."""
    until(bench, (await of(bench, cast.DAN)).due)
    said = await heard(bench, NoticeKind.REMINDER, NoticeKind.TOLD)
    return await of(bench, cast.DAN), said


async def test_a_wave_is_spread_over_the_day(bench: Bench) -> None:
    await campaign(bench)
    assert await heard(bench) == []
    reminder = await of(bench, cast.DAN)
    assert reminder.due > bench.clock.now()
    assert reminder.due.date() == date(2026, 11, 23)
    reminder, said = await next_one(bench)
    assert [(each.kind, each.campaign, each.urgent) for each in said] == [(NoticeKind.REMINDER, 1, False)]


async def test_warned_with_the_second_told_with_the_third_and_never_again(bench: Bench) -> None:
    await campaign(bench)
    await heard(bench)
    seen = []
    for _ in range(5):
        reminder, said = await next_one(bench)
        seen.append((reminder.sent, reminder.warned, reminder.told_manager))
        told = [each for each in said if each.kind is NoticeKind.TOLD]
        assert len(told) == (reminder.sent == 3)
        if told:
            assert (told[0].to, told[0].code, told[0].urgent) == (GRACE, "manager-told", False)
            assert (told[0].facts["name"], told[0].facts["title"]) == ("Dan Moor", "Sign in safely")
            assert told[0].facts["until"] == "2026-12-11"  # a Friday; it ends on Sunday
    assert seen == [(1, False, False), (2, True, False), (3, True, True), (4, True, True), (5, True, True)]
    assert await bench.events("manager-told") == ["manager-told"]


async def test_of_whom_a_manager_was_told_is_written_down_for_the_admin(bench: Bench) -> None:
    notice = await queued_for_grace(bench)
    assert await bench.engine.managers_told("Finance") == 0
    assert await bench.engine.begin_posting(notice)
    await bench.engine.told_posting(notice, SlotState.SENT, how="chat")
    assert await bench.engine.managers_told("Finance") == 1
    assert [(each.person, each.manager_told) for each in await bench.engine.left("Finance")] == [(DAN, True)]


async def test_the_manager_too_hears_one_thing_a_day(bench: Bench) -> None:
    await campaign(bench, after=1)
    await heard(bench)
    reminder, _ = await next_one(bench)
    day = reminder.due.date()
    async with bench.store.change() as unit:
        busy = Slot(
            tenant_id=cast.TENANT_ID, person_id=cast.GRACE, day=day, about="x", at=bench.clock.now(),
            state=SlotState.SENT,
        )  # fmt: skip
        await unit.take_slot(busy)
    reminder, said = await next_one(bench)
    assert reminder.told_manager
    assert [each.to for each in said] == [DAN]
    told = [at.date() for at, each in await pass_by(bench, bench.clock.now() + 4 * DAY) if each.to == GRACE]
    assert told == [day + DAY]


@pytest.mark.parametrize("countries", [frozenset(), frozenset({"DE"})])
async def test_nobody_is_warned_where_the_country_does_not_allow_it(bench: Bench, countries: frozenset[str]) -> None:
    bench.engine = bench.another("two", tell_managers=countries)
    await campaign(bench, after=1)
    await heard(bench)
    for _ in range(3):
        reminder, said = await next_one(bench)
        assert (reminder.warned, reminder.told_manager) == (False, False)
        assert [each for each in said if each.kind is NoticeKind.TOLD] == []


async def test_who_finished_meanwhile_is_not_told_of(bench: Bench) -> None:
    await campaign(bench, after=1)
    await heard(bench)
    await next_one(bench)
    until(bench, (await of(bench, cast.DAN)).due)
    await bench.engine.tick()  # the manager is promised to be told, in their own hours
    bench.world.register("dan", "microsoftAuthenticator")
    said = await pass_by(bench, bench.clock.now() + 3 * DAY)
    assert [each for _, each in said if each.kind is NoticeKind.TOLD] == []


async def test_a_manager_is_not_told_while_nobody_knows_whether_it_is_still_so(bench: Bench) -> None:
    await campaign(bench, after=1)
    await heard(bench)
    await next_one(bench)
    until(bench, (await of(bench, cast.DAN)).due)
    await bench.engine.tick()
    bench.world.faults.declare([{"path": "/methods", "status": 403}])
    said = await pass_by(bench, bench.clock.now() + timedelta(hours=1))
    assert [each.to for _, each in said] == [DAN]
    bench.world.faults.clear()
    assert len(await told_of_dan(bench, 2)) == 1


@pytest.mark.parametrize("state", [CampaignState.HELD, CampaignState.PAUSED, CampaignState.UNANNOUNCED])
async def test_a_campaign_that_rests_sends_nothing_and_goes_on_later(bench: Bench, state: CampaignState) -> None:
    kept = await campaign(bench, state=state)
    said = await pass_by(bench, bench.clock.now() + 3 * DAY)
    assert said == []
    assert (await of(bench, cast.DAN)).sent == 0
    async with bench.store.change() as unit:
        resting = await unit.campaign(cast.TENANT_ID, kept.number)
        assert resting is not None
        await unit.save_campaign(replace(resting, state=CampaignState.RUNNING))
    said = await pass_by(bench, bench.clock.now() + timedelta(days=1, hours=2))
    assert {each.to for _, each in said} == {DAN}
    assert len({each.slot for _, each in said}) == len(said)


async def queued_for_grace(bench: Bench) -> Notice:
    """What Grace is to be told of Dan, queued and not sent yet."""
    await campaign(bench, after=1)
    await heard(bench)
    await next_one(bench)
    until(bench, (await of(bench, cast.DAN)).due)
    await bench.settle()
    await bench.engine.tick()
    await bench.settle()
    return next(each for each in await bench.notices() if each.to == GRACE)


async def told_of_dan(bench: Bench, days: int) -> list[date]:
    said = await pass_by(bench, bench.clock.now() + days * DAY)
    return [at.date() for at, each in said if each.to == GRACE]


async def test_what_waits_until_the_manager_went_home_is_told_tomorrow_once(bench: Bench) -> None:
    notice = await queued_for_grace(bench)
    today = bench.clock.now().date()
    assert notice.slot == today
    bench.clock.skip(timedelta(hours=10))
    assert not await bench.engine.begin_posting(notice)
    assert await bench.events("manager-told") == []
    assert await told_of_dan(bench, 5) == [today + DAY]
    assert await bench.events("manager-told") == ["manager-told"]


async def test_what_was_on_its_way_to_the_manager_is_not_sent_again(bench: Bench) -> None:
    notice = await queued_for_grace(bench)
    assert await bench.engine.begin_posting(notice)  # and then the power fails
    assert await told_of_dan(bench, 5) == []


async def test_a_manager_whom_nothing_reaches_is_not_tried_for_ever(bench: Bench) -> None:
    notice = await queued_for_grace(bench)
    assert await bench.engine.begin_posting(notice)
    await bench.engine.told_posting(notice, SlotState.NOT_REACHED)
    await bench.engine.not_reachable(notice)
    assert (await of(bench, cast.DAN)).state is ReminderState.OPEN
    assert await told_of_dan(bench, 5) == []
    assert await bench.events("manager-told") == []
    assert await bench.engine.managers_told("Finance") == 0


async def test_nobody_is_told_of_a_campaign_that_rests(bench: Bench) -> None:
    notice = await queued_for_grace(bench)
    today = bench.clock.now().date()
    await move(bench, CampaignState.PAUSED)
    assert not await bench.engine.begin_posting(notice)
    assert await told_of_dan(bench, 3) == []
    await move(bench, CampaignState.RUNNING)
    assert len(await told_of_dan(bench, 3)) == 1
    assert bench.clock.now().date() > today + DAY


async def move(bench: Bench, state: CampaignState) -> None:
    async with bench.store.change() as unit:
        kept = await unit.campaign(cast.TENANT_ID, 1)
        assert kept is not None
        await unit.save_campaign(replace(kept, state=state))
