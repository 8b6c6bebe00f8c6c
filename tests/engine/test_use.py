"""What was set for somebody is theirs once Microsoft's log says that they used it; until then it is not."""

from datetime import timedelta

import pytest

from demo.seed import cast, methods
from engine.use import promise_look
from tenant.model import Kind, Statement
from tests.engine.acts import MOBILE
from tests.engine.bench import Bench

TEXT = "Text message"


@pytest.fixture
def scenario() -> str:
    return "conditional-access"


async def set_for(bench: Bench, key: str, person: str) -> None:
    """Muster wrote this person's mobile phone, and nothing else is registered."""
    bench.world.forget_methods(key)
    bench.world.register(key, "phone")
    bench.clock.skip(timedelta(minutes=1))
    at = bench.clock.now()
    async with bench.store.change() as unit:
        await unit.state(cast.TENANT_ID, Statement(kind=Kind.SET_FOR_THEM, subject=person, key=MOBILE, at=at))
        await promise_look(unit, bench.engine._kit)
    bench.clock.skip(timedelta(minutes=1))


async def left(bench: Bench) -> set[str]:
    return {each.subject for each in await bench.store.statements(cast.TENANT_ID, Kind.SET_FOR_THEM)}


async def next_day(bench: Bench) -> None:
    bench.clock.skip(timedelta(days=1))
    await bench.engine.tick()
    await bench.settle()


async def test_a_successful_sign_in_with_it_makes_it_theirs(bench: Bench) -> None:
    await set_for(bench, "dan", cast.DAN)
    await set_for(bench, "eve", cast.EVE)
    await next_day(bench)
    assert await left(bench) == {cast.DAN, cast.EVE}
    bench.world.sign_in("dan", TEXT)
    bench.world.sign_in("eve", TEXT, error=500121)
    await next_day(bench)
    assert await left(bench) == {cast.EVE}
    assert await bench.events("used") == ["used"]
    bench.world.sign_in("eve", TEXT)
    await next_day(bench)
    assert await left(bench) == set()
    assert await bench.store.due(cast.TENANT_ID, "use") is None


async def test_an_own_phone_beside_it_proves_nothing(bench: Bench) -> None:
    await set_for(bench, "dan", cast.DAN)
    dan = bench.world.person("dan")
    dan.methods.put((*dan.methods.true, methods.phone("+49 301234567", bench.clock.now(), "office")))
    bench.world.sign_in("dan", TEXT)
    await next_day(bench)
    assert await left(bench) == {cast.DAN}


async def test_another_kind_of_method_proves_nothing(bench: Bench) -> None:
    await set_for(bench, "dan", cast.DAN)
    bench.world.sign_in("dan", "Mobile app notification")
    bench.world.sign_in("dan")
    await next_day(bench)
    assert await left(bench) == {cast.DAN}


@pytest.mark.parametrize("status", [403, 503])
async def test_a_log_that_cannot_be_read_is_read_later_and_nobody_counts_as_done(bench: Bench, status: int) -> None:
    await set_for(bench, "dan", cast.DAN)
    bench.world.sign_in("dan", TEXT)
    bench.world.faults.declare([{"path": "auditLogs/signIns", "status": status}])
    await next_day(bench)
    assert await left(bench) == {cast.DAN}
    bench.world.faults.clear()
    await next_day(bench)
    assert await left(bench) == set()


async def test_without_the_licence_it_is_never_used(bench: Bench) -> None:
    await set_for(bench, "dan", cast.DAN)
    bench.world.sign_in("dan", TEXT)
    bench.world.directory.bought = {}
    await next_day(bench)
    assert await left(bench) == {cast.DAN}
    assert (due := await bench.store.due(cast.TENANT_ID, "use"))
    assert due.due > bench.clock.now()


async def test_who_was_written_anew_has_to_use_it_anew(bench: Bench) -> None:
    await set_for(bench, "dan", cast.DAN)
    bench.world.sign_in("dan", TEXT)
    bench.clock.skip(timedelta(minutes=5))
    await set_for(bench, "dan", cast.DAN)
    await next_day(bench)
    assert await left(bench) == {cast.DAN}
