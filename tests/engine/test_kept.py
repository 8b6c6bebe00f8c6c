"""Actions that change only what Muster keeps: in order, a row at a time, and each row once whoever dies when."""

from asyncio import gather

import pytest

from actions.spec import terms_of
from demo.seed import cast
from engine import MemberState, RowState, State
from engine.campaign import CampaignState
from engine.run.ledger import Ledger
from tenant.model import Kind
from tenant.ports import Area
from tests.engine import acts, campaigning
from tests.engine.bench import BOTH, OLGA, Bench


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    return campaigning.prepared(bench)


@BOTH
async def test_the_campaign_and_its_people_are_kept_and_nothing_is_written_to_microsoft(bench: Bench) -> None:
    campaign = await campaigning.launched(bench)
    assert (campaign.number, campaign.state, campaign.wave) == (1, CampaignState.UNANNOUNCED, 0)
    assert await campaigning.states(bench) == dict.fromkeys((cast.DAN, cast.EVE), MemberState.WAITING)
    (said,) = await bench.store.statements(cast.TENANT_ID, Kind.CAMPAIGN)
    assert terms_of(said.value) == campaign.terms
    assert bench.world.recorder.writes == []
    assert await bench.events("campaign-launched") == ["campaign-launched"]


async def test_rows_are_done_in_their_order(bench: Bench) -> None:
    request = await campaigning.start(bench, 'group:"MFA Users"')
    await bench.settle()
    rows = await bench.rows(request)
    assert rows[0].subject.id == "campaign:pilot"
    assert {row.state for row in rows} == {RowState.DONE, RowState.HELD}
    assert len(await campaigning.members(bench)) == len([row for row in rows[1:] if row.state is RowState.DONE])


async def test_whoever_dies_between_two_parts_leaves_nothing_out_and_doubles_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.run.running.KEPT", 3)
    request = await campaigning.start(bench, 'group:"MFA Users"')
    keep, done = Ledger.keep, list[int]()

    async def dies(self: Ledger, rows: object) -> None:
        await keep(self, rows)  # type: ignore[arg-type]
        done.append(1)
        if len(done) == 2:
            raise acts.Died

    monkeypatch.setattr(Ledger, "keep", dies)
    with pytest.raises(acts.Died):
        await bench.settle()
    bench.bell.rung.clear()
    monkeypatch.setattr(Ledger, "keep", keep)
    bench.clock.skip(bench.house.lease * 2)
    two = bench.another("two")
    await two.tick()
    await bench.settle(two)
    assert (await bench.now(request)).state is State.DONE
    rows = [row for row in await bench.rows(request) if row.state is RowState.DONE]
    assert len(await campaigning.members(bench)) == len(rows) - 1
    assert len(await bench.store.campaigns(cast.TENANT_ID)) == 1


@BOTH
async def test_two_workers_keep_it_once(bench: Bench) -> None:
    request = await campaigning.start(bench)
    two = bench.another("two")
    await gather(*(each.work("request", cast.TENANT_ID, str(request.number)) for each in (bench.engine, two)))
    await bench.settle()
    assert (await bench.now(request)).state is State.DONE
    assert len(await campaigning.members(bench)) == 2


async def test_of_two_plans_of_one_name_the_second_keeps_nothing(bench: Bench) -> None:
    first = await campaigning.start(bench, "dan@contoso.com")
    second = await campaigning.start(bench, "eve@contoso.com", name="PILOT")
    await bench.settle()
    assert (await bench.now(first)).state is State.DONE
    assert {row.outcome.code for row in await bench.rows(second) if row.outcome} == {"campaign-runs"}
    assert list(await campaigning.members(bench)) == [cast.DAN]


async def test_closed_the_area_holds_it(bench: Bench) -> None:
    request = await campaigning.start(bench)
    await bench.engine.set_writes(OLGA, Area.MESSAGES, False)
    await bench.settle()
    held = await bench.now(request)
    assert held.failed is not None
    assert (held.state, held.failed.code) == (State.PAUSED, "writes-closed")
    assert await bench.store.campaigns(cast.TENANT_ID) == []
