"""Who is no laggard, who comes and goes, and what a worker leaves behind that dies in the middle of a wave."""

from asyncio import gather
from datetime import timedelta

import pytest

from actions.args import CampaignName, Count, Every, Saying, Until
from actions.campaign.change import CampaignChange
from actions.spec import Refusal
from demo import allowed
from demo.campaigning import order
from demo.seed import cast
from engine import Answer, CampaignState, Member, MemberState, ReminderState, State
from engine.campaigns.enlisting import Enlisting
from engine.campaigns.membership import about, may_send
from tests.engine import acts, campaigning
from tests.engine.bench import ANA, Bench
from tests.engine.campaigning import NAME, approved, beat, members, registers, running, states, sweep, until

ASKED, DONE, PARKED, LEFT = MemberState.ASKED, MemberState.DONE, MemberState.PARKED, MemberState.LEFT


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    return campaigning.prepared(bench)


async def stands(bench: Bench, person: str) -> tuple[MemberState, str]:
    member = (await members(bench))[person]
    return member.state, member.why


# --- parked


async def test_who_is_on_leave_is_no_laggard_and_is_asked_when_back(bench: Bench) -> None:
    order(bench.world, "dan is away")
    await running(bench)
    assert await stands(bench, cast.DAN) == (PARKED, "on-leave")
    assert (await bench.engine.progress(NAME)).left == {"on-leave": 1, "must-register": 1}
    order(bench.world, "dan is back")
    await beat(bench, timedelta(days=1))
    assert await stands(bench, cast.DAN) == (ASKED, "must-register")
    order(bench.world, "eve is away")
    await beat(bench, timedelta(days=1))
    assert await stands(bench, cast.EVE) == (PARKED, "on-leave")
    registers(bench, cast.EVE)
    await beat(bench, timedelta(days=1))
    assert await stands(bench, cast.EVE) == (DONE, "")


async def test_who_has_no_teams_is_parked(bench: Bench) -> None:
    order(bench.world, "dan has no Teams")
    await running(bench)
    assert await stands(bench, cast.DAN) == (PARKED, "no-teams")
    order(bench.world, "dan has Teams")
    await beat(bench, timedelta(days=1))
    assert await stands(bench, cast.DAN) == (ASKED, "must-register")


async def test_whom_the_policy_keeps_from_it_is_not_written_to_until_it_is_otherwise(bench: Bench) -> None:
    allowed.change(bench.world.directory, "Fido2", {"exclude": ["Finance"]})
    bench.world.directory.groups[cast.FINANCE].members[cast.DAN] = None
    await running(bench, target="passkey")
    assert (await stands(bench, cast.DAN), await stands(bench, cast.EVE)) == (
        (PARKED, "not-allowed"),
        (ASKED, "must-register"),
    )
    assert await bench.store.reminder_of(cast.TENANT_ID, cast.DAN, "phishing-resistant", about(1)) is None
    assert (await bench.engine.progress(NAME)).left == {"not-allowed": 1, "must-register": 1}
    bench.world.directory.groups[cast.FINANCE].members.pop(cast.DAN)
    await beat(bench, timedelta(days=1))
    assert await stands(bench, cast.DAN) == (ASKED, "must-register")
    bench.world.directory.groups[cast.FINANCE].members[cast.DAN] = None
    await beat(bench, timedelta(days=1))
    assert await stands(bench, cast.DAN) == (PARKED, "not-allowed")
    reminder = await bench.store.reminder_of(cast.TENANT_ID, cast.DAN, "phishing-resistant", about(1))
    assert reminder is not None
    assert not await may_send(bench.store, reminder)


async def test_whose_phone_is_too_old_is_looked_at_again(bench: Bench) -> None:
    order(bench.world, "eve uses iOS 16.7")
    await running(bench, target="passkey")
    assert [await stands(bench, each) for each in (cast.DAN, cast.EVE)] == [
        (ASKED, "must-register"),
        (ASKED, "must-update"),
    ]
    order(bench.world, "eve uses iOS 18.1")
    order(bench.world, "dan uses Android 12")
    await beat(bench, timedelta(days=1))
    assert [await stands(bench, each) for each in (cast.DAN, cast.EVE)] == [
        (ASKED, "must-update"),
        (ASKED, "must-register"),
    ]


async def test_what_cannot_be_read_parks_nobody(bench: Bench) -> None:
    campaign = await running(bench)
    assert campaign.state is CampaignState.RUNNING
    assert set((await states(bench)).values()) == {ASKED}


# --- coming and going


async def test_who_is_gone_or_disabled_has_left_and_comes_back(bench: Bench) -> None:
    await running(bench)
    bench.world.person("dan").enabled = False
    await beat(bench, timedelta(days=1))
    assert await stands(bench, cast.DAN) == (LEFT, "disabled")
    assert await bench.store.reminder_of(cast.TENANT_ID, cast.DAN, "registered", about(1)) is None
    bench.world.person("dan").enabled = True
    await beat(bench, timedelta(days=1))
    assert await stands(bench, cast.DAN) == (ASKED, "must-register")
    bench.world.person("eve").enabled = False
    registers(bench, cast.DAN)
    await beat(bench, timedelta(days=1))
    assert (await bench.engine.campaign(NAME)).state is CampaignState.ENDED


async def test_newcomers_are_taken_in_with_days_of_their_own(bench: Bench) -> None:
    order(bench.world, "nobody of Finance registered anything")
    campaign = await running(bench, 'group:"Finance"', joiners="yes", grace="30")
    before = await members(bench)
    order(bench.world, "Nina New joins Finance")
    await beat(bench, timedelta(days=1))
    (new,) = [each for person, each in (await members(bench)).items() if person not in before]
    assert (new.joined, new.state, new.wave) == (True, ASKED, 1)
    reminder = await bench.store.reminder_of(cast.TENANT_ID, new.person.id, "registered", about(1))
    assert reminder is not None
    assert reminder.until == campaign.terms.until
    late = campaign.terms.until - timedelta(days=3)
    order(bench.world, "Otto Odd joins Finance")
    await until(bench, late)
    (other,) = [p for p, each in (await members(bench)).items() if each.joined and p != new.person.id]
    reminder = await bench.store.reminder_of(cast.TENANT_ID, other, "registered", about(1))
    assert reminder is not None
    assert reminder.until is not None
    assert reminder.until > campaign.terms.until + timedelta(days=20)
    assert (await until(bench, campaign.terms.until)).state is CampaignState.RUNNING
    assert (await until(bench, reminder.until)).state is CampaignState.ENDED


async def test_whom_the_guards_spare_does_not_join(bench: Bench) -> None:
    campaign = await running(bench, 'group:"MFA Users"', joiners="yes")
    await beat(bench, timedelta(days=1))
    spared = {cast.GUS, cast.ROOM_ALPINE, cast.SVC_BACKUP, cast.LEA, cast.BREAK_GLASS_1}
    assert spared.isdisjoint(await members(bench))
    assert campaign.terms.joiners


async def test_who_is_moved_elsewhere_is_in_it_no_more(bench: Bench) -> None:
    order(bench.world, "nobody of Finance registered anything")
    await running(bench, 'group:"Finance"', joiners="yes")
    person = next(person for person, state in (await states(bench)).items() if state is ASKED)
    bench.world.directory.groups[cast.FINANCE].members.pop(person, None)
    await beat(bench, timedelta(days=1))
    assert await stands(bench, person) == (LEFT, "moved")
    await bench.engine.pause_campaign(ANA, NAME)
    await beat(bench, timedelta(days=1))
    assert await stands(bench, person) == (LEFT, "moved")
    bench.world.directory.groups[cast.FINANCE].members[person] = None
    await bench.engine.resume_campaign(ANA, NAME)
    await beat(bench, timedelta(days=1))
    assert await stands(bench, person) == (ASKED, "must-register")


# --- the end


async def test_who_became_ready_on_the_last_day_is_ready_when_it_ends(bench: Bench) -> None:
    campaign = await running(bench)
    await until(bench, campaign.terms.until - timedelta(hours=2))
    registers(bench, cast.DAN)
    assert (await until(bench, campaign.terms.until)).state is CampaignState.ENDED
    assert await stands(bench, cast.DAN) == (DONE, "")
    assert await stands(bench, cast.EVE) == (ASKED, "must-register")
    (ended,) = [each for each in await campaigning.told(bench) if each.code == "campaign-ended"]
    assert (ended.facts["done"], ended.facts["people"]) == ("1", "2")


# --- whoever dies


@pytest.mark.parametrize("users", [120])
async def test_a_wave_that_a_worker_died_in_loses_and_doubles_nobody(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.campaigns.enlisting.PART", 4)
    order(bench.world, "nobody of Finance registered anything")
    await campaigning.launched(bench, 'group:"Finance"')
    keep, parts = Enlisting._keep, list[int]()

    async def dies(self: Enlisting, campaign: object, some: list[Member]) -> int:
        parts.append(1)
        if len(parts) == 2:
            raise acts.Died
        return await keep(self, campaign, some)  # type: ignore[arg-type]

    monkeypatch.setattr(Enlisting, "_keep", dies)
    await bench.engine.announce(ANA, NAME, "told")
    with pytest.raises(acts.Died):
        await bench.settle()
    bench.bell.rung.clear()
    asked = [state for state in (await states(bench)).values() if state is ASKED]
    assert 0 < len(asked) <= 4
    bench.engine = bench.another("two")
    await beat(bench, bench.house.reminder_lease + timedelta(minutes=1))
    found = await states(bench)
    assert set(found.values()) == {ASKED}
    open_ = [each for each in await bench.engine.reminders(limit=500) if each.state is ReminderState.OPEN]
    assert sorted(each.person.id for each in open_) == sorted(found)


async def test_two_workers_ask_everybody_once(bench: Bench) -> None:
    await campaigning.launched(bench, 'group:"MFA Users"')
    await bench.engine.announce(ANA, NAME, "told")
    two = bench.another("two")
    await gather(*(each.work("due", cast.TENANT_ID, "campaign:1") for each in (bench.engine, two)))
    await bench.settle()
    found = await states(bench)
    open_ = [each.person.id for each in await bench.engine.reminders(limit=500)]
    assert sorted(open_) == sorted(person for person, state in found.items() if state is ASKED)
    assert (await bench.engine.campaign(NAME)).wave == 1


# --- other terms


async def change(bench: Bench, **said: object) -> None:
    request = await approved(bench, await bench.ask(CampaignChange(called=CampaignName(NAME), **said)))  # type: ignore[arg-type]
    await bench.settle()
    assert (await bench.now(request)).state is State.DONE


async def test_other_terms_hold_for_open_reminders_too(bench: Bench) -> None:
    campaign = await running(bench)
    later = campaign.terms.until + timedelta(days=30)
    await change(
        bench, until=Until(f"{later:%Y-%m-%d %H:%M}", later), every=Every.parse("3 workdays at 10:00"), snoozes=Count(2)
    )
    await beat(bench)
    changed = await bench.engine.campaign(NAME)
    assert (changed.number, changed.terms.until, changed.state) == (1, later, CampaignState.RUNNING)
    reminder = await bench.store.reminder_of(cast.TENANT_ID, cast.DAN, "registered", about(1))
    assert reminder is not None
    assert (reminder.until, reminder.most_snoozes, reminder.cadence.every) == (later, 2, 3)
    await until(bench, campaign.terms.until)
    assert (await bench.engine.campaign(NAME)).state is CampaignState.RUNNING


async def test_terms_of_no_snooze_let_nobody_put_it_off(bench: Bench) -> None:
    await running(bench, snoozes="0")
    reminder = await bench.store.reminder_of(cast.TENANT_ID, cast.DAN, "registered", about(1))
    assert reminder is not None
    with pytest.raises(Refusal) as refused:
        await bench.engine.answer_reminder(reminder.person, reminder.id, Answer.TOMORROW)
    assert (refused.value.reason.code, refused.value.reason.facts["most"]) == ("too-many-snoozes", "0")
    await change(bench, snoozes=Count(1))
    await beat(bench)
    await bench.engine.answer_reminder(reminder.person, reminder.id, Answer.TOMORROW)


async def test_a_text_can_be_changed_before_it_begins(bench: Bench) -> None:
    await campaigning.launched(bench)
    await change(bench, why=Saying.parse("Passwords alone are stolen every day"))
    campaign = await bench.engine.campaign(NAME)
    assert campaign.terms.texts.why == "Passwords alone are stolen every day"
    assert campaign.state is CampaignState.UNANNOUNCED
    await sweep(bench)
    assert set((await states(bench)).values()) == {MemberState.WAITING}
