"""What follows for those who are ready: one request a working day, with an approval of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.args import Selector
from actions.mfa.enable import EnableMfa
from actions.spec import Reason, Refusal
from demo.portal import register_phone
from demo.seed import cast
from demo.sign_in import METHODS
from engine import CampaignState, Request, State
from engine.campaign import Campaign
from engine.campaigns.onward import action_for
from tenant.ports import Area
from tests.engine import acts, campaigning
from tests.engine.bench import ANA, BEA, CARL, OLGA, Bench
from tests.engine.campaigning import NAME, beat, registers, running, told, until

DAY = timedelta(days=1)
APPROVERS = "bea@contoso.com carl@contoso.com"
PEOPLE = "dan@contoso.com eve@contoso.com grace@contoso.com"


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    prepared = campaigning.prepared(bench)
    await prepared.engine.set_writes(OLGA, Area.MFA, True)
    return prepared


async def made(bench: Bench) -> list[Request]:
    return list(await bench.engine.campaign_requests(NAME))


async def approve(bench: Bench, request: Request) -> Request:
    for approver in (BEA, CARL)[: request.quorum]:
        await bench.engine.approve(request.number, approver, request.digest)
    await bench.settle()
    return await bench.now(request)


async def rows(bench: Bench, request: Request) -> list[str]:
    return sorted(row.subject.id for row in await bench.rows(request))


async def test_whoever_is_ready_goes_on_alone_with_an_approval_of_its_own(bench: Bench) -> None:
    campaign = await running(bench, PEOPLE, then_="enable")
    (first,) = await made(bench)
    assert (first.state, first.asker, first.reason) == (State.WAITING, ANA, f"campaign {NAME}")
    assert first.said == f'mfa enable campaign:"{NAME}"'
    assert await rows(bench, first) == [cast.GRACE]
    assert (await bench.engine.campaign(NAME)).asked == (first.number,)
    assert (await approve(bench, first)).state is State.DONE
    await beat(bench, DAY)
    assert len(await made(bench)) == 1
    registers(bench, cast.DAN)
    await beat(bench, DAY)
    _, second = await made(bench)
    assert await rows(bench, second) == [cast.DAN]
    assert campaign.state is CampaignState.RUNNING
    assert await bench.engine.campaign_requests(NAME, open_only=True) == [second]


async def test_one_waits_at_a_time(bench: Bench) -> None:
    await running(bench, PEOPLE, then_="enable")
    registers(bench, cast.DAN)
    await beat(bench, timedelta(hours=23))
    (first,) = await made(bench)
    await approve(bench, first)
    await beat(bench, DAY + timedelta(hours=2))
    assert [await rows(bench, each) for each in await made(bench)] == [[cast.GRACE], [cast.DAN]]


async def test_what_was_rejected_is_not_asked_again_until_it_is_another_plan(bench: Bench) -> None:
    await running(bench, PEOPLE, then_="enable")
    (first,) = await made(bench)
    await bench.engine.reject(first.number, BEA, first.digest, "not yet")
    for _ in range(2):
        await beat(bench, DAY)
    assert len(await made(bench)) == 1
    registers(bench, cast.DAN)
    await beat(bench, DAY)
    assert await rows(bench, (await made(bench))[-1]) == sorted([cast.GRACE, cast.DAN])


async def test_at_a_weekend_and_at_night_nothing_is_asked_for(bench: Bench) -> None:
    await campaigning.launched(bench, PEOPLE, then_="enable")
    bench.clock.skip(timedelta(days=5))  # Saturday
    await bench.engine.announce(ANA, NAME, "told")
    await bench.settle()
    assert await made(bench) == []
    await beat(bench, timedelta(days=1, hours=18))
    assert await made(bench) == []
    await beat(bench, timedelta(hours=9))
    assert len(await made(bench)) == 1


async def test_what_hinders_it_is_told_once(bench: Bench) -> None:
    await bench.engine.set_writes(OLGA, Area.MFA, False)
    await running(bench, PEOPLE, then_="enable")
    for _ in range(3):
        await beat(bench, DAY)
    assert [(n.code, n.facts.get("why")) for n in await told(bench) if n.code == "campaign-waits"] == [
        ("campaign-waits", "writes-off")
    ]
    assert await made(bench) == []
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    await beat(bench, DAY)
    assert len(await made(bench)) == 1


async def test_whoever_lost_the_role_asks_for_nothing(bench: Bench) -> None:
    await campaigning.launched(bench, PEOPLE, then_="enable")
    await bench.engine.announce(ANA, NAME, "told")
    bench.engine = bench.another("other house", operators=(cast.OWNERS,))
    await bench.settle()
    assert await made(bench) == []
    assert [n.facts["why"] for n in await told(bench) if n.code == "campaign-waits"] == ["not-operator"]
    assert (await bench.engine.campaign(NAME)).state is CampaignState.RUNNING


async def test_the_last_are_asked_for_when_it_has_ended(bench: Bench) -> None:
    await running(bench, PEOPLE, then_="enable")
    await approve(bench, (await made(bench))[0])
    registers(bench, cast.DAN, cast.EVE)
    await beat(bench, DAY)
    ended = await bench.engine.campaign(NAME)
    assert ended.state is CampaignState.ENDED
    _, last = await made(bench)
    assert await rows(bench, last) == sorted([cast.DAN, cast.EVE])
    assert (await approve(bench, last)).state is State.DONE
    for _ in range(3):
        await beat(bench, DAY)
    assert len(await made(bench)) == 2
    assert await bench.store.dues(cast.TENANT_ID, prefix="campaign") == []


async def test_whoever_approves_is_asked_for_alone_for_nobody_decides_about_their_own_account(bench: Bench) -> None:
    """Else a campaign of everybody would ask for what nobody may approve."""
    for each in ("bea", "carl"):
        bench.world.set_state(each, "disabled")
    await running(bench, f"grace@contoso.com {APPROVERS}", then_="enable")
    (first,) = await made(bench)
    assert first.said == f'mfa enable campaign:"{NAME}" skip:bea@contoso.com,carl@contoso.com'
    assert await rows(bench, first) == [cast.GRACE]
    assert (await approve(bench, first)).state is State.DONE
    for person, other in ((cast.BEA, CARL), (cast.CARL, BEA)):
        await beat(bench, DAY)
        alone = (await made(bench))[-1]
        assert await rows(bench, alone) == [person]
        await bench.engine.approve(alone.number, other, alone.digest)
        await bench.settle()
        assert (await bench.now(alone)).state is State.DONE
    await beat(bench, DAY)
    assert len(await made(bench)) == 3


async def held(bench: Bench) -> None:
    """As the guard does it."""
    async with bench.store.change() as unit:
        campaign = await unit.campaign(cast.TENANT_ID, 1)
        assert campaign is not None
        await unit.save_campaign(replace(campaign, state=CampaignState.HELD, held=Reason("guard", {"people": "3"})))


@pytest.mark.parametrize("paused", [False, True])
async def test_held_or_paused_what_it_asked_for_is_not_approved(bench: Bench, *, paused: bool) -> None:
    await running(bench, PEOPLE, then_="enable")
    (first,) = await made(bench)
    await (bench.engine.pause_campaign(ANA, NAME) if paused else held(bench))
    with pytest.raises(Refusal) as no:
        await approve(bench, first)
    assert (no.value.reason.code, no.value.reason.facts["state"]) == ("campaign-holds", "paused" if paused else "held")
    await bench.engine.resume_campaign(ANA, NAME)
    assert (await approve(bench, first)).state is State.DONE


async def test_held_what_it_asked_for_pauses_before_the_next_rows(bench: Bench) -> None:
    await running(bench, PEOPLE, then_="enable")
    (first,) = await made(bench)
    await bench.engine.approve(first.number, BEA, first.digest)
    await held(bench)
    await bench.settle()
    waits = await bench.now(first)
    assert waits.failed is not None
    assert (waits.state, waits.failed.code, waits.counts.done) == (State.PAUSED, "campaign-holds", 0)
    await bench.engine.resume_campaign(ANA, NAME)
    await bench.engine.resume(first.number, ANA)
    await bench.settle()
    assert (await bench.now(first)).state is State.DONE


async def test_held_at_its_end_what_is_open_is_not_approved_any_more(bench: Bench) -> None:
    campaign = await running(bench, PEOPLE, then_="enable", until="2026-11-27T12:00+00:00")
    (first,) = await made(bench)
    await bench.engine.pause_campaign(ANA, NAME)
    assert (await until(bench, campaign.terms.until)).state is CampaignState.ENDED
    with pytest.raises(Refusal) as no:
        await approve(bench, first)
    assert no.value.reason.code == "campaign-holds"
    assert (await bench.engine.reject(first.number, BEA, first.digest, "too late")).state is State.REJECTED


@pytest.mark.parametrize("state", ["waiting", "rejected"])
async def test_stopped_it_asks_for_nothing_and_what_is_open_stays(bench: Bench, state: str) -> None:
    await running(bench, PEOPLE, then_="enable")
    (first,) = await made(bench)
    if state == "rejected":
        await bench.engine.reject(first.number, BEA, first.digest, "no")
    await bench.engine.stop_campaign(ANA, NAME)
    registers(bench, cast.DAN)
    for _ in range(3):
        await beat(bench, DAY)
    assert len(await made(bench)) == 1
    open_ = await bench.engine.campaign_requests(NAME, open_only=True)
    assert [each.number for each in open_] == ([first.number] if state == "waiting" else [])


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_phones_are_retired_once_at_the_end(bench: Bench) -> None:
    world = bench.world
    await bench.engine.set_writes(OLGA, Area.PHONE, True)
    register_phone(world, world.person("dan"), "+31 612345678")
    registers(bench, cast.DAN)
    world.sign_in(cast.EVE)
    campaign = await running(bench, "dan@contoso.com eve@contoso.com", then_="retire-phones")
    await beat(bench, DAY)
    assert await made(bench) == []
    bench.clock.skip(campaign.terms.until - bench.clock.now() - DAY)
    world.sign_in(cast.DAN, METHODS["microsoftAuthenticator"])
    await until(bench, campaign.terms.until + timedelta(hours=2))
    assert (await bench.engine.campaign(NAME)).state is CampaignState.ENDED
    (last,) = await made(bench)
    assert (last.action, last.state) == ("phone retire", State.WAITING)
    assert await rows(bench, last) == [cast.DAN]
    await bench.engine.reject(last.number, BEA, last.digest, "no")
    for _ in range(3):
        await beat(bench, DAY)
    assert len(await made(bench)) == 1
    assert await bench.store.dues(cast.TENANT_ID, prefix="campaign") == []


@pytest.mark.parametrize("where", ["before the plan", "after the plan"])
async def test_whoever_dies_while_asking_the_next_look_goes_on(bench: Bench, where: str) -> None:
    await campaigning.launched(bench, PEOPLE, then_="enable")
    await bench.engine.announce(ANA, NAME, "told")
    going = bench.engine._going
    setattr(going, "_planning" if where == "before the plan" else "_deciding", Dead())
    with pytest.raises(acts.Died):
        await bench.settle()
    bench.bell.rung.clear()
    bench.engine = bench.another("two")
    bench.clock.skip(bench.house.lease)
    for _ in range(2):
        await beat(bench, bench.house.reminder_lease + timedelta(minutes=1))
    (request,) = await made(bench)
    assert (request.state, request.reason) == (State.WAITING, f"campaign {NAME}")


class Dead:
    """Whoever works here dies."""

    async def plan(self, number: int) -> Request:
        raise acts.Died

    async def submit(self, number: int, who: object, reason: str) -> Request:
        raise acts.Died


async def test_a_route_is_handed_on(bench: Bench) -> None:
    campaign = await campaigning.launched(bench, PEOPLE, then_="enable")
    by_group: Campaign = replace(campaign, terms=replace(campaign.terms, route="group"))
    action = action_for(by_group, EnableMfa, Selector("campaign", NAME, NAME))
    assert action.route.words == ("group",)  # type: ignore[attr-defined]


async def test_what_was_approved_too_late_at_the_end_is_asked_for_anew(bench: Bench) -> None:
    await running(bench, PEOPLE, then_="enable")
    await approve(bench, (await made(bench))[0])
    registers(bench, cast.DAN, cast.EVE)
    await beat(bench, DAY)
    _, late = await made(bench)
    bench.clock.skip(DAY + timedelta(hours=1))
    assert (await approve(bench, late)).state is State.STALE
    await beat(bench, timedelta(hours=6))
    if len(await made(bench)) == 2:
        await beat(bench, timedelta(hours=18))
    *_, again = await made(bench)
    assert again.number != late.number
    assert await rows(bench, again) == await rows(bench, late)
    assert (await approve(bench, again)).state is State.DONE
    for _ in range(4):  # sign-ins are looked at for three days more
        await beat(bench, DAY)
    assert await bench.store.dues(cast.TENANT_ID, prefix="campaign") == []
