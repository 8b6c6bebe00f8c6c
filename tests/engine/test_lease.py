"""Working under a lease: kept while its worker lives, given back at the end, left alone after a fault."""

from datetime import timedelta

import pytest

from demo.clock import WallClock
from demo.seed import cast
from engine import Lease, Request
from engine.kit import RESTING, Kit
from engine.lease import LeaseLost, keep, kept, rest, take
from tests.engine.bench import RATE, Bench

LEASE = timedelta(seconds=60)


@pytest.fixture
async def kit(bench: Bench) -> Kit:
    bench.engine = bench.another("short", lease=LEASE)
    return bench.engine._kit


@pytest.fixture
async def request_(bench: Bench) -> Request:
    return await bench.enable("grace@contoso.com")


async def lease(bench: Bench, request: Request) -> Lease | None:
    return (await bench.now(request)).lease


async def beats(count: float) -> None:
    await WallClock().sleep(count * LEASE.total_seconds() / 3 / RATE)


async def test_it_is_renewed_while_the_work_lasts_then_given_back(bench: Bench, kit: Kit, request_: Request) -> None:
    owner = await take(kit, request_.number)
    assert owner is not None
    async with kept(kit, request_.number, owner):
        await beats(4)
        held = await lease(bench, request_)
        assert held is not None
        assert held.owner == owner
        assert held.until > bench.clock.now()
        assert await take(kit, request_.number) is None
    await beats(1.2)
    assert await lease(bench, request_) is None


async def test_after_a_fault_it_ends_by_itself(bench: Bench, kit: Kit, request_: Request) -> None:
    owner = await take(kit, request_.number)
    assert owner is not None
    with pytest.raises(ZeroDivisionError):
        async with kept(kit, request_.number, owner):
            raise ZeroDivisionError
    assert await take(kit, request_.number) is None
    bench.clock.skip(LEASE)
    assert await take(kit, request_.number) is not None


async def test_a_resting_request_is_free_for_whoever_is_woken(bench: Bench, kit: Kit, request_: Request) -> None:
    owner = await take(kit, request_.number)
    assert owner is not None
    await rest(kit, request_.number, owner, wait=timedelta(hours=1))
    resting = await lease(bench, request_)
    assert resting is not None
    assert resting.owner == RESTING
    async with bench.store.change() as unit:
        with pytest.raises(LeaseLost):
            await keep(kit, unit, request_.number, owner)
    assert await take(kit, request_.number) is not None


async def test_nobody_puts_to_rest_what_another_works_on(bench: Bench, kit: Kit, request_: Request) -> None:
    first = await take(kit, request_.number)
    await rest(kit, request_.number, "somebody else", wait=timedelta(hours=1))
    held = await lease(bench, request_)
    assert held is not None
    assert held.owner == first
    assert request_.tenant_id == cast.TENANT_ID
