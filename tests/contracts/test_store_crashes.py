"""What `engine.ports.Store` promises when a process or a connection dies in the middle."""

from random import Random
from subprocess import PIPE, Popen
from sys import executable

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from engine.audit import broken_at
from engine.ports import Store
from store import Memory
from tests.store.databases import Server
from tests.store.records import LATER, NOW, SOON, TENANT, a_notice, a_request, an_event


async def test_a_killed_writer_leaves_whole_units_only(store: Store, url: str) -> None:
    chance = Random(7)
    said = 0
    for _ in range(2):
        said = _killed_after(url, said + chance.randrange(3, 15))
        await _expect_whole_units(store, at_least=said)
    async with store.change() as unit:
        await unit.append(TENANT, an_event("alive"))
    assert broken_at(await store.chain(TENANT)) is None


def _killed_after(url: str, units: int) -> int:
    """Start a writer, kill it in the midst of a later unit; the number of units it said it had committed."""
    with Popen([executable, "-m", "tests.store.writer", url], stdout=PIPE, text=True) as child:
        assert child.stdout
        for _ in range(units):
            assert child.stdout.readline()
        child.kill()
        return units + len(child.stdout.readlines())


async def _expect_whole_units(store: Store, *, at_least: int) -> None:
    requests = await store.requests(TENANT, limit=10_000)
    chain = await store.chain(TENANT)
    assert len(requests) == len(chain) >= at_least
    assert broken_at(chain) is None
    for each in requests:
        assert len(await store.rows(TENANT, each.number)) == 50
    assert len(await store.claim_notices("me", NOW, NOW, 10_000)) == len(requests)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
async def test_a_dropped_connection_leaves_nothing_and_the_next_unit_has_a_new_one(
    store: Memory, server: Server, url: str
) -> None:
    in_our_database = f"datname = '{make_url(url).database}' AND state = 'idle in transaction'"

    async def lose_the_line() -> None:
        async with store.change() as unit:
            await unit.add_request(a_request())
            await unit.append(TENANT, an_event())
            server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {in_our_database}")
            await unit.notify(a_notice())

    with pytest.raises(DBAPIError):
        await lose_the_line()
    assert await store.requests(TENANT) == []
    async with store.change() as unit:
        assert (await unit.add_request(a_request())).number == 1
    assert len(await store.claim_requests("me", SOON, LATER, 9)) == 1


@pytest.mark.parametrize("verb", ["UPDATE audit_chain SET actor = 'x'", "DELETE FROM audit_chain"])
async def test_the_audit_chain_cannot_be_edited_even_by_hand(store: Memory, verb: str) -> None:
    async with store.change() as unit:
        await unit.append(TENANT, an_event())
    with pytest.raises(DBAPIError, match="append-only"):
        async with store.change() as unit:
            await unit.desk.write(TENANT, text(verb))
    assert broken_at(await store.chain(TENANT)) is None
