"""What `engine.ports.Store` promises about campaigns and the people in them, over SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import date, time

import pytest

from actions.spec import Cadence, CampaignTerms, CampaignTexts, Onward, Reason, Target, Wave
from engine.campaign import OVER, Announcement, Campaign, CampaignState, Member, MemberState
from engine.ports import LostRace, Store
from engine.request import Person
from tests.store.records import BEA, LATER, NOW, OTHER_TENANT, SOON, TENANT, a_campaign, a_member

ODD = "Größe İ 'x' <b>🔑</b>"
TERMS = CampaignTerms(
    name=ODD, people="[]", said="everyone", target=Target.PHISHING_RESISTANT,
    waves=(Wave(5, date(2026, 2, 1)), Wave(100)), advance=90,
    cadence=Cadence(every=2, workdays=False, at=time(8, 30)), until=LATER, onward=Onward.RETIRE_PHONES,
    route="group", joiners=True, manager_after=3, texts=CampaignTexts(title=ODD, why="because", desk_phone="+1 5"),
)  # fmt: skip


async def added(store: Store, *names: str) -> list[Campaign]:
    async with store.change() as unit:
        return [await unit.add_campaign(a_campaign(name, request=n)) for n, name in enumerate(names, 1)]


async def test_a_campaign_comes_back_as_it_went_in(store: Store) -> None:
    full = replace(
        a_campaign(), terms=TERMS, state=CampaignState.HELD, announced=Announcement("We begin.", BEA, NOW), began=NOW,
        ended=LATER, wave=2, wave_opened=SOON, held=Reason("guard", {"locked": "7"}), ignored={"locked": "7"},
        asked=(12, 13), trend=((date(2026, 1, 5), 3), (date(2026, 1, 6), 9)),
    )  # fmt: skip
    async with store.change() as unit:
        made = await unit.add_campaign(full)
        saved = await unit.save_campaign(replace(made, wave=3))
    assert made == replace(full, number=1)
    assert saved == replace(full, number=1, wave=3, version=1)
    assert await store.campaign(TENANT, 1) == saved
    assert await store.campaign_named(TENANT, ODD.lower()) == saved
    assert await store.campaign(OTHER_TENANT, 1) is None
    assert await store.campaign_named(OTHER_TENANT, ODD) is None


async def test_campaigns_are_counted_in_each_tenant_and_listed_newest_first(store: Store) -> None:
    made = await added(store, "A", "B", "C")
    async with store.change() as unit:
        elsewhere = await unit.add_campaign(a_campaign("A", tenant_id=OTHER_TENANT))
        await unit.save_campaign(replace(made[1], state=CampaignState.RUNNING))
    assert ([each.number for each in made], elsewhere.number) == ([1, 2, 3], 1)
    assert [each.number for each in await store.campaigns(TENANT)] == [3, 2, 1]
    assert [each.number for each in await store.campaigns(TENANT, states=[CampaignState.UNANNOUNCED])] == [3, 1]
    assert [each.number for each in await store.campaigns(TENANT, limit=1)] == [3]


@pytest.mark.parametrize("over", sorted(OVER))
async def test_of_a_name_one_campaign_is_not_over(store: Store, over: CampaignState) -> None:
    (first,) = await added(store, "Finance")
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.add_campaign(a_campaign("FINANCE", request=2))
    async with store.change() as unit:
        ended = await unit.save_campaign(replace(first, state=over))
        second = await unit.add_campaign(a_campaign("finance", request=2))
    assert await store.campaign_named(TENANT, "FiNaNcE") == second
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.save_campaign(replace(ended, state=CampaignState.RUNNING))
    assert await store.campaign(TENANT, 1) == ended


async def test_a_request_makes_one_campaign(store: Store) -> None:
    await added(store, "Finance")
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.add_campaign(a_campaign("Another", request=1))


async def test_the_loser_of_a_race_saves_nothing(store: Store) -> None:
    (made,) = await added(store, "Finance")
    async with store.change() as unit:
        await unit.add_members([a_member()])
        await unit.save_campaign(replace(made, wave=1))
        await unit.save_member(replace(a_member(), state=MemberState.ASKED))
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.save_campaign(replace(made, wave=2))
    with pytest.raises(LostRace):
        async with store.change() as unit:
            await unit.save_member(replace(a_member(), state=MemberState.DONE))
    assert (campaign := await store.campaign(TENANT, 1)) and campaign.wave == 1
    assert (member := await store.member(TENANT, 1, "u-1")) and member.state is MemberState.ASKED


async def test_a_member_comes_back_as_it_went_in(store: Store) -> None:
    await added(store, "Finance")
    full = replace(
        a_member(), person=Person("u-1", ODD), state=MemberState.SKIPPED, until=LATER, help=True, joined=True, wave=3
    )
    async with store.change() as unit:
        assert await unit.add_members([full]) == 1
    assert await store.member(TENANT, 1, "u-1") == full
    assert await store.member(TENANT, 2, "u-1") is None
    async with store.change() as unit:
        saved = await unit.save_member(replace(full, why="on-leave", state=MemberState.PARKED))
    assert saved.version == 1
    assert await store.member(TENANT, 1, "u-1") == saved


async def test_who_is_there_already_is_not_added_again(store: Store) -> None:
    await added(store, "Finance")
    async with store.change() as unit:
        assert await unit.add_members([]) == 0
        assert await unit.add_members([a_member("u-1"), a_member("u-2")]) == 2
    async with store.change() as unit:
        assert await unit.add_members([a_member("u-2", wave=9), a_member("u-3"), a_member("u-3")]) == 1
    assert (kept := await store.member(TENANT, 1, "u-2")) and kept.wave == 1


async def test_members_are_read_in_pages_by_state_and_wave(store: Store) -> None:
    await added(store, "Finance", "Sales")
    async with store.change() as unit:
        await unit.add_members([a_member(f"u-{n:02}", wave=n % 3 + 1) for n in range(30)])
        await unit.add_members([a_member("u-05", 2)])
        for n in (3, 6):
            await unit.save_member(replace(a_member(f"u-{n:02}"), state=MemberState.DONE))
    seen: list[Member] = []
    while page := await store.members(TENANT, 1, after=seen[-1].person.id if seen else "", limit=7):
        seen += page
    assert [each.person.id for each in seen] == [f"u-{n:02}" for n in range(30)]
    done = await store.members(TENANT, 1, states=[MemberState.DONE, MemberState.LEFT])
    assert [each.person.id for each in done] == ["u-03", "u-06"]
    waiting = await store.members(TENANT, 1, states=[MemberState.WAITING], wave=1, after="u-09", limit=2)
    assert [each.person.id for each in waiting] == ["u-12", "u-15"]


async def test_members_are_counted_by_wave_state_and_why(store: Store) -> None:
    await added(store, "Finance", "Sales")
    async with store.change() as unit:
        await unit.add_members([a_member(f"u-{n}", wave=n % 2 + 1) for n in range(10)])
        await unit.add_members([a_member("u-1", 2)])
        await unit.save_member(replace(a_member("u-1", wave=2), state=MemberState.DONE, why=""))
    assert await store.count_members(TENANT, 1) == {
        (1, MemberState.WAITING, "must-register"): 5,
        (2, MemberState.WAITING, "must-register"): 4,
        (2, MemberState.DONE, ""): 1,
    }
    assert await store.count_members(TENANT, 3) == {}


async def test_memberships_are_found_for_many_in_campaigns_that_are_not_over(store: Store) -> None:
    made = await added(store, "Finance", "Sales", "Old")
    people = [f"u-{n:04}" for n in range(2_500)]
    async with store.change() as unit:
        await unit.add_members([a_member(each) for each in people])
        await unit.add_members([a_member("u-0001", 2), a_member("u-0002", 3)])
        await unit.save_campaign(replace(made[2], state=CampaignState.STOPPED))
    few = await store.memberships_of(TENANT, ["u-0001", "u-0002", "nobody"])
    assert [(each.person.id, each.campaign) for each in few] == [("u-0001", 1), ("u-0001", 2), ("u-0002", 1)]
    assert len(await store.memberships_of(TENANT, people)) == 2_501
    assert await store.memberships_of(TENANT, []) == []
    assert await store.memberships_of(OTHER_TENANT, people[:3]) == []


async def test_thirty_thousand_members_are_added_and_counted(store: Store) -> None:
    await added(store, "Everybody")
    everybody = [a_member(f"u-{n:05}", wave=n % 3 + 1) for n in range(30_000)]
    async with store.change() as unit:
        assert await unit.add_members(everybody) == 30_000
    assert sum((await store.count_members(TENANT, 1)).values()) == 30_000
    assert await store.members(TENANT, 1, after="u-29997") == everybody[-2:]
