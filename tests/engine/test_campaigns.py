"""A campaign from its announcement to its end, as its records tell it."""

from collections.abc import Awaitable
from datetime import timedelta

import pytest

from actions.spec import Refusal, Subject
from demo.campaigning import order
from demo.seed import cast
from engine import CampaignState, MemberState, NoticeKind, Person, Place, ReminderState, SlotState
from engine.campaigns.membership import about
from tenant.model import Kind
from tests.engine import campaigning
from tests.engine.bench import ANA, BEA, BOTH, CHAT, DAN, Bench
from tests.engine.campaigning import (
    HOUR,
    NAME,
    asked,
    beat,
    launched,
    members,
    registers,
    running,
    states,
    sweep,
    told,
    until,
)

ASKED, DONE, WAITING = MemberState.ASKED, MemberState.DONE, MemberState.WAITING


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    return campaigning.prepared(bench)


async def code(word: Awaitable[object]) -> str:
    with pytest.raises(Refusal) as refused:
        await word
    return refused.value.reason.code


async def reminders(bench: Bench) -> dict[str, ReminderState]:
    found = await bench.engine.reminders()
    return {each.person.id: each.state for each in found if each.campaign}


@BOTH
async def test_it_begins_with_its_announcement_and_ends_when_everybody_is_done(bench: Bench) -> None:
    await launched(bench)
    await beat(bench, timedelta(days=1))
    assert set((await states(bench)).values()) == {WAITING}
    assert await reminders(bench) == {}
    campaign = await bench.engine.announce(ANA, "pilot", "  All were told\nby mail ")
    assert campaign.announced is not None
    assert (campaign.state, campaign.announced.text) == (CampaignState.RUNNING, "All were told by mail")
    await bench.settle()
    assert await states(bench) == {cast.DAN: ASKED, cast.EVE: ASKED}
    assert set(await reminders(bench)) == {cast.DAN, cast.EVE}
    reminder = await bench.store.reminder_of(cast.TENANT_ID, cast.DAN, "registered", about(1))
    assert reminder is not None
    assert (reminder.until, reminder.cadence) == (campaign.terms.until, campaign.terms.cadence)
    assert (reminder.most_snoozes, reminder.campaign) == (5, 1)
    registers(bench, cast.DAN)
    await beat(bench, timedelta(days=1))
    assert await states(bench) == {cast.DAN: DONE, cast.EVE: ASKED}
    assert set(await reminders(bench)) == {cast.EVE}
    (ready,) = await bench.store.statements(cast.TENANT_ID, Kind.READY_IN)
    assert (ready.subject, ready.key, ready.value) == (cast.DAN, NAME, "1")
    registers(bench, cast.EVE)
    await beat(bench, timedelta(days=1))
    ended = await bench.engine.campaign(NAME)
    assert (ended.state, [count for _, count in ended.trend]) == (CampaignState.ENDED, [0, 1, 2])
    assert await reminders(bench) == {}
    assert [each.code for each in await told(bench)] == ["campaign-wave", "campaign-ended"]
    assert await bench.store.statements(cast.TENANT_ID, Kind.CAMPAIGN) == []
    assert await bench.store.dues(cast.TENANT_ID, prefix="campaign") == []


async def test_who_is_ready_is_never_written_to(bench: Bench) -> None:
    await running(bench, "dan@contoso.com grace@contoso.com")
    assert await states(bench) == {cast.DAN: ASKED, cast.GRACE: DONE}
    assert set(await reminders(bench)) == {cast.DAN}


async def test_who_finishes_between_two_looks_is_done_in_the_campaign_too(bench: Bench) -> None:
    await running(bench)
    registers(bench, cast.DAN)
    for _ in range(4):
        await beat(bench, timedelta(days=1), reminders=True)
    assert (await states(bench))[cast.DAN] is DONE
    assert [each.subject for each in await bench.store.statements(cast.TENANT_ID, Kind.READY_IN)] == [cast.DAN]


async def said(bench: Bench, days: int) -> list[str]:
    """Who got a message of the day, while that many days went by; each is delivered at once."""
    found, end = list[str](), bench.clock.now() + timedelta(days=days)
    while bench.clock.now() < end:
        due = await bench.engine.next_due() or end
        bench.clock.skip(max(timedelta(minutes=1), min(due, end) - bench.clock.now()))
        await bench.engine.tick()
        await bench.settle()
        for each in await bench.notices():
            if each.kind is NoticeKind.REMINDER and await bench.engine.begin_posting(each):
                await bench.engine.told_posting(each, SlotState.SENT, how="chat")
                assert isinstance(each.to, Person)
                found.append(each.to.id)
    return found


async def test_everybody_is_reminded_in_its_rhythm_until_done_paused_or_stopped(bench: Bench) -> None:
    await running(bench)
    week = await said(bench, 7)
    assert week.count(cast.EVE) == week.count(cast.DAN) == 3  # Monday, Wednesday, Friday
    registers(bench, cast.DAN)
    assert cast.DAN not in await said(bench, 2)
    await bench.engine.pause_campaign(ANA, NAME)
    assert await said(bench, 3) == []
    await bench.engine.resume_campaign(ANA, NAME)
    assert set(await said(bench, 3)) == {cast.EVE}
    await bench.engine.stop_campaign(ANA, NAME)
    assert await said(bench, 3) == []


# --- waves


@pytest.mark.parametrize("users", [120])
async def test_waves_open_evenly_over_two_thirds_of_the_time(bench: Bench) -> None:
    campaign = await running(bench, 'group:"Finance"', waves="10%,50%,100%")
    began = campaign.began
    assert began is not None
    third = (campaign.terms.until - began) * 2 / 9
    assert campaign.wave == 1
    assert {each.wave for each in (await members(bench)).values() if each.state is not WAITING} == {1}
    assert (await until(bench, began + third - HOUR)).wave == 1
    assert (await until(bench, began + third)).wave == 2
    assert (await until(bench, began + 2 * third)).wave == 3
    progress = await bench.engine.progress(NAME)
    assert [each.opened for each in progress.waves] == [True] * 3
    assert sum(each.people for each in progress.waves) == len(await members(bench)) - progress.left.get("on-leave", 0)


@pytest.mark.parametrize("users", [120])
async def test_a_wave_opens_when_the_one_before_has_come_far_enough(bench: Bench) -> None:
    order(bench.world, "nobody of Finance registered anything")
    campaign = await running(bench, 'group:"Finance"', waves="30%,100%", advance="50%")
    assert campaign.wave == 1
    first = [person for person, state in (await states(bench)).items() if state is ASKED]
    half = (len(first) + 1) // 2
    registers(bench, *first[: half - 1])
    await beat(bench, timedelta(days=1))
    assert (await bench.engine.campaign(NAME)).wave == 1
    registers(bench, first[half - 1])
    await beat(bench, timedelta(days=1))
    assert (await bench.engine.campaign(NAME)).wave == 2
    assert WAITING not in (await states(bench)).values()


@pytest.mark.parametrize("users", [120])
async def test_a_wave_that_keeps_the_next_one_shut_for_a_week_is_told_of_once(bench: Bench) -> None:
    order(bench.world, "nobody of Finance registered anything")
    await running(bench, 'group:"Finance"', waves="30%,100%", advance="50%")
    first = [person for person, state in (await states(bench)).items() if state is ASKED]
    await beat(bench, timedelta(days=5))
    registers(bench, first[0])
    for _ in range(7):
        await beat(bench, timedelta(days=1))
        assert "campaign-stands" not in [each.code for each in await told(bench)]
    stood = []
    for _ in range(3):
        await beat(bench, timedelta(days=1))
        stood += [each.facts for each in await told(bench) if each.code == "campaign-stands"]
    assert [(each["wave"], each["done"], each["percent"], each["unreached"]) for each in stood] == [
        ("1", "1", "50", "0")
    ]
    registers(bench, *first)
    await beat(bench, timedelta(days=1))
    assert (await bench.engine.campaign(NAME)).wave == 2


async def test_a_wave_opens_on_its_day(bench: Bench) -> None:
    campaign = await running(bench, waves="50%,100%@2026-12-07")
    first = next(iter(person for person, state in (await states(bench)).items() if state is ASKED))
    registers(bench, first)
    await beat(bench, timedelta(days=10))
    assert (await bench.engine.campaign(NAME)).wave == 1
    day = bench.engine._kit.calendar.at(campaign.terms.waves[1].opens, 0)  # type: ignore[arg-type]
    assert (await until(bench, day - timedelta(minutes=5))).wave == 1
    assert (await until(bench, day)).wave == 2


# --- words


async def test_paused_nothing_opens_and_nobody_is_asked_and_resumed_it_goes_on(bench: Bench) -> None:
    campaign = await running(bench, waves="50%,100%")
    assert campaign.began is not None
    await bench.engine.pause_campaign(ANA, NAME)
    moment = campaign.began + (campaign.terms.until - campaign.began) / 2
    assert (await until(bench, moment)).wave == 1
    assert [n for n in await bench.notices() if n.kind is NoticeKind.REMINDER] == []
    await bench.engine.resume_campaign(ANA, NAME)
    await bench.settle()
    assert (await bench.engine.campaign(NAME)).wave == 2
    assert set((await states(bench)).values()) == {ASKED}


async def test_stopped_it_asks_for_nothing_more_and_its_reminders_are_over(bench: Bench) -> None:
    await running(bench)
    stopped = await bench.engine.stop_campaign(ANA, NAME)
    await bench.settle()
    assert stopped.state is CampaignState.STOPPED
    assert await reminders(bench) == {}
    assert await bench.events("reminder-stopped") == ["reminder-stopped"] * 2
    registers(bench, cast.DAN)
    await beat(bench, timedelta(days=3))
    assert set((await states(bench)).values()) == {ASKED}
    assert await bench.store.dues(cast.TENANT_ID, prefix="campaign") == []
    assert await code(bench.engine.resume_campaign(ANA, NAME)) == "campaign-not-now"
    again = await running(bench)
    assert (again.number, again.state) == (2, CampaignState.RUNNING)


async def test_at_its_time_it_is_over(bench: Bench) -> None:
    campaign = await running(bench)
    ended = await until(bench, campaign.terms.until)
    assert ended.state is CampaignState.ENDED
    await bench.settle()
    await beat(bench)
    assert await reminders(bench) == {}
    assert [n.facts["done"] for n in await told(bench) if n.code == "campaign-ended"] == ["0"]


async def test_never_announced_it_ends_without_a_word_to_anybody(bench: Bench) -> None:
    campaign = await launched(bench)
    assert (await until(bench, campaign.terms.until)).state is CampaignState.ENDED
    assert await reminders(bench) == {}


async def test_who_is_skipped_is_asked_again_afterwards(bench: Bench) -> None:
    await running(bench)
    dan = Subject(cast.DAN, "Dan Moor")
    later = bench.clock.now() + timedelta(days=3)
    member = await bench.engine.skip(ANA, NAME, dan, later)
    assert (member.state, member.until) == (MemberState.SKIPPED, later)
    assert set(await reminders(bench)) == {cast.EVE}
    await beat(bench, timedelta(days=2))
    assert (await states(bench))[cast.DAN] is MemberState.SKIPPED
    await beat(bench, timedelta(days=2))
    assert (await states(bench))[cast.DAN] is ASKED
    assert set(await reminders(bench)) == {cast.DAN, cast.EVE}
    await bench.engine.skip(ANA, NAME, dan, bench.clock.now() + timedelta(days=30))
    await bench.engine.skip(ANA, NAME, dan, None)
    await sweep(bench)
    assert (await states(bench))[cast.DAN] is ASKED


async def test_who_may_say_what(bench: Bench) -> None:
    await launched(bench)
    engine, dan = bench.engine, Subject(cast.DAN, "Dan Moor")
    now = bench.clock.now()
    tries: list[tuple[str, Awaitable[object]]] = [
        ("not-operator", engine.announce(DAN, NAME, "told")),
        ("not-operator", engine.stop_campaign(BEA, NAME)),
        ("not-operator", engine.skip(DAN, NAME, dan, None)),
        ("not-allowed", engine.preview(DAN, NAME, CHAT)),
        ("announcement-needed", engine.announce(ANA, NAME, "  ")),
        ("no-such-campaign", engine.pause_campaign(ANA, "Pilo")),
        ("campaign-not-now", engine.pause_campaign(ANA, NAME)),
        ("campaign-not-now", engine.resume_campaign(ANA, NAME)),
        ("not-in-campaign", engine.skip(ANA, NAME, Subject(cast.GRACE, "Grace Hall"), None)),
        ("until-past", engine.skip(ANA, NAME, dan, now)),
    ]
    assert [await code(word) for _, word in tries] == [expected for expected, _ in tries]
    assert (await bench.events("refused")) == ["refused"] * len(tries)
    await engine.announce(ANA, NAME, "told")
    assert await code(engine.announce(ANA, NAME, "told")) == "campaign-not-now"
    await engine.pause_campaign(ANA, NAME)
    await engine.halt(BEA)
    assert await code(engine.resume_campaign(ANA, NAME)) == "halted"
    with pytest.raises(Refusal) as refused:
        await engine.campaign("Pilto")
    assert refused.value.reason.facts == {"said": "Pilto", "near": "Pilot"}


async def test_a_preview_is_every_message_in_every_language(bench: Bench) -> None:
    await launched(bench)
    await bench.notices()
    count = (await bench.engine.preview(ANA, NAME, CHAT)).messages
    shown = [each for each in await bench.notices() if each.kind is NoticeKind.PREVIEW]
    assert len({each.about for each in shown}) == count == 55
    assert {each.to for each in shown} == {CHAT}


async def test_a_preview_never_fills_a_channel(bench: Bench) -> None:
    await launched(bench)
    await bench.notices()
    await bench.engine.preview(ANA, NAME, Place("channel", personal=False))
    assert {each.to for each in await bench.notices() if each.kind is NoticeKind.PREVIEW} == {ANA}


async def test_what_is_asked_for_can_be_previewed_before_it_is_approved(bench: Bench) -> None:
    over = await launched(bench)
    await bench.engine.stop_campaign(ANA, NAME)
    assert (await bench.engine.preview(ANA, NAME, CHAT)).campaign.number == over.number
    request = await asked(bench)
    await bench.engine.submit(request.number, ANA, "the audit asks for it")
    await bench.notices()
    previewed = (await bench.engine.preview(BEA, " pilot ", CHAT)).campaign
    assert (previewed.number, previewed.request, previewed.terms.name) == (0, request.number, NAME)
    shown = [each.about for each in await bench.notices() if each.kind is NoticeKind.PREVIEW]
    keys = {about.split(":")[1] for about in shown}
    assert [await bench.engine.previewed(key) for key in keys] == [previewed]
    await bench.engine.cancel(request.number, ANA)
    assert (await bench.engine.preview(ANA, NAME, CHAT)).campaign.number == over.number
    assert await code(bench.engine.preview(ANA, "Other", CHAT)) == "no-such-campaign"


async def test_what_is_left_is_told_by_reason(bench: Bench) -> None:
    await running(bench, "dan@contoso.com eve@contoso.com grace@contoso.com")
    await bench.engine.skip(ANA, NAME, Subject(cast.DAN, "Dan Moor"), bench.clock.now() + timedelta(days=3))
    progress = await bench.engine.progress(NAME)
    assert progress.left == {"skipped": 1, "must-register": 1}
    assert (progress.waves[0].people, progress.waves[0].done) == (2, 1)
    assert [each.person.id for each in await bench.engine.left(NAME)] == [cast.DAN, cast.EVE]
    assert [each.person.id for each in await bench.engine.left(NAME, "must-register")] == [cast.EVE]
    assert len(await bench.engine.left(NAME, limit=1)) == 1


async def test_halted_nothing_is_seen_to(bench: Bench) -> None:
    await launched(bench)
    await bench.engine.announce(ANA, NAME, "told")
    await bench.engine.halt(BEA)
    await bench.settle()
    await beat(bench, timedelta(days=1))
    assert set((await states(bench)).values()) == {WAITING}


async def test_who_was_ready_is_forgotten_when_their_records_are(bench: Bench) -> None:
    await running(bench, "grace@contoso.com")
    assert (await bench.engine.campaign(NAME)).state is CampaignState.ENDED
    await beat(bench, bench.house.keeps - timedelta(days=1))
    assert len(await bench.store.statements(cast.TENANT_ID, Kind.READY_IN)) == 1
    await beat(bench, timedelta(days=2))
    assert await bench.store.statements(cast.TENANT_ID, Kind.READY_IN) == []
    assert await bench.store.dues(cast.TENANT_ID, prefix="forget") == []
