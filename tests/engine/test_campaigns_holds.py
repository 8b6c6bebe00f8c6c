"""A campaign holds itself when too many of a wave are in trouble, and a person goes on in spite of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from demo.campaigning import fails, order
from demo.seed import cast
from engine import Campaign, CampaignState, HelpRequest, LostRace, MemberState, Notice, ReminderState
from engine.campaigns.membership import about, may_send
from engine.closing import close
from engine.retrying import retried
from tenant.ports import Area
from tests.engine import campaigning
from tests.engine.bench import ANA, OLGA, Bench
from tests.engine.campaigning import HOUR, NAME, beat, members, running, states, sweep, told, until

HELD, RUNNING = CampaignState.HELD, CampaignState.RUNNING
FINANCE = 'group:"Finance"'


@pytest.fixture
def users() -> int:
    return 200


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    order(bench.world, "nobody of Finance registered anything")
    return campaigning.prepared(bench)


async def asks_for_help(bench: Bench, *people: str) -> None:
    everybody = await members(bench)
    async with bench.store.change() as unit:
        for person in people:
            wants = HelpRequest(
                tenant_id=cast.TENANT_ID, number=0, person=everybody[person].person, reminder="r", fact="registered",
                campaign=1, at=bench.clock.now(),
            )  # fmt: skip
            await unit.add_help_request(wants)


async def cannot_be_reached(bench: Bench, *people: str) -> None:
    kit = bench.engine._kit
    for person in people:
        reminder = await bench.store.reminder_of(cast.TENANT_ID, person, "registered", about(1))
        assert reminder is not None
        async with bench.store.change() as unit:
            await close(unit, kit, reminder, ReminderState.NOT_REACHABLE)


async def asked(bench: Bench) -> list[str]:
    return [person for person, state in (await states(bench)).items() if state is MemberState.ASKED]


async def resumed(bench: Bench) -> Campaign:
    await bench.engine.resume_campaign(ANA, NAME)
    await bench.settle()
    return await bench.engine.campaign(NAME)


async def test_help_requests_hold_it_and_say_that_the_log_cannot_be_read(bench: Bench) -> None:
    await running(bench, FINANCE, hold="20%")
    people = await asked(bench)
    few = len(people) // 5
    await asks_for_help(bench, *people[:few])
    assert (await sweep(bench)).state is RUNNING
    await asks_for_help(bench, people[few])
    held = await sweep(bench)
    assert held.held is not None
    assert (held.state, held.held.code) == (HELD, "help-requests")
    expected = {"people": str(few + 1), "of": str(len(people)), "wave": "1", "percent": "20", "undo": ""}
    assert dict(held.held.facts) == expected | {"unread": "unlicensed"}
    (notice,) = [each for each in await told(bench) if each.code == "campaign-held"]
    assert (notice.facts["why"], notice.facts["campaign"]) == ("help-requests", NAME)
    assert await bench.events("campaign-held") == ["campaign-held"]


async def test_held_nobody_is_reminded_and_no_wave_opens(bench: Bench) -> None:
    campaign = await running(bench, FINANCE, waves="50%,100%", hold="10%")
    assert campaign.began is not None
    people = await asked(bench)
    await asks_for_help(bench, *people[: max(3, len(people) // 5)])
    await sweep(bench)
    reminder = await bench.store.reminder_of(cast.TENANT_ID, people[0], "registered", about(1))
    assert reminder is not None
    assert not await may_send(bench.store, reminder)
    await until(bench, campaign.terms.until - timedelta(days=1))
    assert (await bench.engine.campaign(NAME)).wave == 1
    campaigning.registers(bench, people[-1])
    await beat(bench, timedelta(hours=23))
    assert (await states(bench))[people[-1]] is MemberState.DONE


async def test_whoever_goes_on_is_not_held_for_the_same_until_it_grows_on_another_day(bench: Bench) -> None:
    await running(bench, FINANCE, hold="10%")
    people = await asked(bench)
    some = max(3, len(people) // 8)
    await asks_for_help(bench, *people[:some])
    assert (await sweep(bench)).state is HELD
    assert (await resumed(bench)).state is RUNNING
    await asks_for_help(bench, people[some])
    assert (await sweep(bench)).state is RUNNING
    await asks_for_help(bench, *people[some + 1 : some + 3])
    assert (await sweep(bench)).state is HELD  # three more, on the same day
    assert (await resumed(bench)).state is RUNNING
    some += 3
    await asks_for_help(bench, people[some])
    assert (await sweep(bench)).state is RUNNING
    await beat(bench, timedelta(days=1))
    again = await bench.engine.campaign(NAME)
    assert again.held is not None
    assert (again.state, again.held.facts["people"]) == (HELD, str(some + 1))
    await resumed(bench)
    await beat(bench, timedelta(days=1))
    assert (await bench.engine.campaign(NAME)).state is RUNNING


@pytest.mark.parametrize(("scenario", "users"), [("conditional-access", 400)])
async def test_what_somebody_goes_on_in_spite_of_hides_nothing_else(bench: Bench) -> None:
    order(bench.world, "26 people of Finance sign in")
    await running(bench, FINANCE, hold="10%", guard="10%")
    people = sorted(await asked(bench))
    await cannot_be_reached(bench, *people[:4])
    held = await sweep(bench)
    assert held.held is not None
    assert held.held.code == "campaign-failures"
    assert (await resumed(bench)).state is RUNNING
    bench.clock.skip(timedelta(days=1))
    cannot_sign_in(bench, *people[4:8])
    sign_in(bench, *people[8:])
    await beat(bench)
    held = await bench.engine.campaign(NAME)
    assert held.held is not None
    assert held.held.code == "guard"
    assert (await resumed(bench)).state is RUNNING
    assert (await sweep(bench)).state is RUNNING  # neither again, on that day


@pytest.mark.parametrize(("scenario", "users"), [("conditional-access", 400)])
async def test_the_guard_looks_at_each_wave(bench: Bench) -> None:
    await running(bench, FINANCE, waves="40%,100%", guard="30%")
    waves: dict[int, list[str]] = {1: [], 2: []}
    for person, member in sorted((await members(bench)).items()):
        waves[member.wave].append(person)
    assert len(waves[2]) >= 20
    count = len(waves[2]) // 3 + 1  # more than 30 % of the wave, and less of everybody
    campaign = await until(bench, (await bench.engine.campaign(NAME)).terms.until - timedelta(days=3))
    assert campaign.wave == 2
    locked, fine = waves[2][:count], waves[2][count:]
    bench.clock.skip(timedelta(days=1))
    cannot_sign_in(bench, *locked)
    sign_in(bench, *fine, *waves[1])
    await beat(bench)
    held = await bench.engine.campaign(NAME)
    assert held.held is not None
    assert (held.held.facts["wave"], held.held.facts["locked"]) == ("2", str(count))


async def test_with_help_switched_off_it_counts_only_where_the_log_cannot_be_read(bench: Bench) -> None:
    await running(bench, FINANCE, hold="0%", guard="10%")
    people = await asked(bench)
    await asks_for_help(bench, *people[: max(3, len(people) // 5)])
    held = await sweep(bench)
    assert held.held is not None
    assert (held.held.code, held.held.facts["unread"]) == ("help-requests", "unlicensed")


@pytest.mark.parametrize(("scenario", "users"), [("conditional-access", 120)])
async def test_with_help_switched_off_it_holds_nothing_where_the_log_can_be_read(bench: Bench) -> None:
    order(bench.world, "nobody of Finance registered anything")
    await running(bench, FINANCE, hold="0%", guard="10%")
    people = await asked(bench)
    await asks_for_help(bench, *people[: max(3, len(people) // 5)])
    assert (await sweep(bench)).state is RUNNING


async def test_who_cannot_be_reached_holds_it(bench: Bench) -> None:
    await running(bench, FINANCE, hold="10%")
    people = await asked(bench)
    some = max(3, len(people) // 8)
    await cannot_be_reached(bench, *people[:some])
    assert (await members(bench))[people[0]].why == "not-reachable"
    held = await sweep(bench)
    assert held.held is not None
    assert (held.state, held.held.code, held.held.facts["people"]) == (HELD, "campaign-failures", str(some))
    assert (await bench.engine.progress(NAME)).left["not-reachable"] == some


async def test_a_handful_is_no_share_and_nothing_said_is_no_limit(bench: Bench) -> None:
    await running(bench, "dan@contoso.com eve@contoso.com", hold="20%")
    await asks_for_help(bench, cast.DAN, cast.EVE)
    assert (await sweep(bench)).state is RUNNING


async def test_switched_off_nothing_holds_it(bench: Bench) -> None:
    await running(bench, FINANCE, hold="0%", guard="0%")
    people = await asked(bench)
    await asks_for_help(bench, *people)
    assert (await sweep(bench)).state is RUNNING


def sign_in(bench: Bench, *people: str) -> None:
    for person in people:
        bench.world.sign_in(person)


def cannot_sign_in(bench: Bench, *people: str) -> None:
    for person in people:
        fails(bench.world, bench.world.person(person))


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_a_guard_that_sees_nothing_any_more_says_so_once(bench: Bench) -> None:
    await running(bench, guard="10%")
    await beat(bench, timedelta(days=1))
    await told(bench)
    bench.world.faults.declare([{"path": "auditLogs/signIns", "status": 403}])
    said: list[Notice] = []
    for _ in range(3):
        await beat(bench, timedelta(days=1))
        said += [each for each in await told(bench) if each.code == "campaign-blind"]
    assert [each.facts["why"] for each in said] == ["forbidden"]
    assert (await bench.engine.campaign(NAME)).state is RUNNING


@pytest.mark.parametrize(("scenario", "users"), [("conditional-access", 400)])
async def test_the_guard_counts_people_who_cannot_sign_in(bench: Bench) -> None:
    order(bench.world, "26 people of Finance sign in")
    await running(bench, FINANCE, guard="10%")
    people = await asked(bench)
    locked, fine = sorted(people)[:3], sorted(people)[3:]
    assert len(people) == 26
    bench.clock.skip(timedelta(days=2))
    cannot_sign_in(bench, *locked)
    sign_in(bench, *fine[:16])
    await beat(bench)
    assert (await bench.engine.campaign(NAME)).state is RUNNING  # too few tried for a share to mean something
    bench.clock.skip(timedelta(days=2))
    cannot_sign_in(bench, *locked, *fine)
    sign_in(bench, *fine, locked[0])
    await beat(bench)
    assert (await bench.engine.campaign(NAME)).state is RUNNING  # two of 26, for the others got in at last
    bench.clock.skip(timedelta(days=2))
    cannot_sign_in(bench, *locked)
    sign_in(bench, *fine)
    await beat(bench)
    held = await bench.engine.campaign(NAME)
    assert held.held is not None
    assert (held.state, held.held.code) == (HELD, "guard")
    facts, everybody = held.held.facts, await members(bench)
    assert (facts["tried"], facts["locked"], facts["percent"]) == ("26", "3", "10")
    assert facts["names"] == ", ".join(everybody[person].person.name for person in locked)
    assert (await resumed(bench)).state is RUNNING


async def ended(bench: Bench, **said: str) -> list[str]:
    """A campaign of 26 people that is over; who they are."""
    order(bench.world, "26 people of Finance sign in")
    campaign = await running(bench, FINANCE, guard="10%", **said)
    people = sorted(await asked(bench))
    assert (await until(bench, campaign.terms.until + HOUR)).state is CampaignState.ENDED
    return people


@pytest.mark.parametrize(("scenario", "users"), [("conditional-access", 400)])
async def test_when_it_is_over_sign_ins_are_looked_at_for_some_days_more(bench: Bench) -> None:
    """What it asked for last may have been done on its last day."""
    people = await ended(bench, then_="enable")
    await bench.notices()
    cannot_sign_in(bench, *people[:3])
    sign_in(bench, *people[3:])
    await beat(bench, 2 * HOUR)
    await beat(bench, 2 * HOUR)
    [told] = [each for each in await bench.notices() if each.code == "campaign-locked-out"]
    assert (told.facts["tried"], told.facts["locked"], told.facts["why"]) == ("26", "3", "guard")
    held = (await bench.engine.campaign(NAME)).held
    assert held is not None
    assert held.code == "guard"


@pytest.mark.parametrize(("scenario", "users"), [("conditional-access", 400)])
@pytest.mark.parametrize("then", ["nothing", "enable"])
async def test_after_those_days_and_where_nothing_followed_nobody_looks(bench: Bench, then: str) -> None:
    people = await ended(bench, then_=then)
    for _ in range(4 if then == "enable" else 0):
        await beat(bench, timedelta(days=1))
    cannot_sign_in(bench, *people)
    await beat(bench, 2 * HOUR)
    assert "campaign-locked-out" not in [each.code for each in await bench.notices()]
    assert [each.id for each in await bench.store.dues(cast.TENANT_ID, prefix="campaign-after")] == []


async def test_numbers_of_what_could_be_undone_stand_with_it(bench: Bench) -> None:
    campaign = await running(bench, FINANCE, hold="10%")
    done = (await bench.engine.requests())[0].number
    async with bench.store.change() as unit:
        current = await unit.campaign(cast.TENANT_ID, campaign.number)
        assert current is not None
        await unit.save_campaign(replace(current, asked=(done,)))
    people = await asked(bench)
    await asks_for_help(bench, *people[: max(3, len(people) // 5)])
    held = await sweep(bench)
    assert held.held is not None
    assert held.held.facts["undo"] == str(done)


async def test_held_at_its_end_nothing_follows(bench: Bench) -> None:
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    campaign = await running(bench, FINANCE, hold="10%", then_="enable")
    people = await asked(bench)
    await asks_for_help(bench, *people[: max(3, len(people) // 5)])
    await sweep(bench)
    campaigning.registers(bench, people[-1])
    ended = await until(bench, campaign.terms.until + timedelta(hours=2))
    assert ended.held is not None
    assert (ended.state, ended.held.code) == (CampaignState.ENDED, "help-requests")
    for _ in range(3):
        await beat(bench, timedelta(days=1))
    assert await bench.engine.campaign_requests(NAME) == []
    assert await bench.store.dues(cast.TENANT_ID, prefix="campaign") == []


async def test_a_word_that_meets_a_sweep_is_said_once_more() -> None:
    tries = list[int]()

    async def meets() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise LostRace
        return "said"

    assert await retried(meets) == "said"
    tries.clear()

    async def always() -> str:
        tries.append(1)
        raise LostRace

    with pytest.raises(LostRace):
        await retried(always)
    assert len(tries) == 4
