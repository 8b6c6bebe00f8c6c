"""A run of 200 rows, killed again and again: every row is done once, one approval counts, the chain holds."""

import random
from collections import Counter
from pathlib import Path

import pytest

from demo.seed import cast
from demo.wire import Json
from engine import State, broken_at
from store import open_store
from tests.e2e.child import Child, opened

KILLS = 20
ROWS = 200
OVER = "Done and read back: 200 people changed"
SOON, LATE = (1, 35), (85, 130)
"""Looks and writes before a kill: instants are told by the run's progress, not by the clock of a quick or slow machine.
Most kills come while rows are looked at, every fourth late enough for some of eighty to be written.
"""
SLOW: list[Json] = [{"path": "authentication/requirements", "effect": "slow", "ms": 45}]
"""So that a run lasts long enough to be killed in, and a batch less long than a start of the bot."""


async def begin_a_run(child: Child) -> None:
    """The story up to the approval: 200 people are about to get MFA."""
    await child.say("olga", "writes on mfa")
    await child.say("ana", 'mfa enable group:"Wave 200"')
    await child.until_shown("ana", "200 people")
    await child.say("ana", 'submit 1 reason:"the autumn wave"')
    await child.until_shown("bea", "Your approval is asked for")
    await child.say("bea", "approve 1")


def written(child: Child) -> Counter[str]:
    """How often the make-believe Microsoft carried out a write, by person."""
    return Counter(write.target for write in child.running.world.recorder.writes)


@pytest.mark.timeout(300)
async def test_every_row_is_done_once_however_often_the_process_dies(tmp_path: Path) -> None:
    chance = random.Random(20)
    async with opened(tmp_path) as child:
        child.running.world.faults.declare(SLOW)
        await child.start()
        await begin_a_run(child)
        amid = 0
        for kill in range(KILLS):
            await until_asked(child, chance.randint(*(LATE if kill % 4 == 0 else SOON)))
            await child.kill()
            amid += not child.shows("ana", OVER)
            await child.start()
        assert amid >= KILLS // 2, f"only {amid} of {KILLS} kills hit the run: it was too quick to be tried"
        await child.until_shown("ana", OVER)
        assert set(written(child).values()) == {1}
        assert len(written(child)) == ROWS
        await child.kill()
        await the_record_is_whole(child)


async def until_asked(child: Child, times: int) -> None:
    """Wait until Microsoft was asked about or told so many states more, or the run is over."""
    target = states_asked(child) + times
    while states_asked(child) < target and not child.shows("ana", OVER):
        await child.clock.sleep(0.01)


def states_asked(child: Child) -> int:
    """How many states were read or written until now."""
    return sum("authentication/requirements" in each.path for each in child.running.world.recorder.requests)


async def the_record_is_whole(child: Child) -> None:
    store = await open_store(child.database_url, migrate=False)
    try:
        request = await store.request(cast.TENANT_ID, 1)
        assert request is not None
        assert (request.state, request.counts.done) == (State.DONE, ROWS)
        assert len(await store.decisions(cast.TENANT_ID, 1)) == 1
        links = await store.chain(cast.TENANT_ID, limit=10_000)
        assert broken_at(links) is None
        assert Counter(link.event.kind for link in links)["approve"] == 1
    finally:
        await store.close()


@pytest.mark.timeout(120)
async def test_a_plan_that_dies_is_made_again_whole(tmp_path: Path) -> None:
    async with opened(tmp_path) as child:
        child.running.world.faults.declare([{"path": "authentication/methods", "effect": "slow", "ms": 60}])
        await child.start()
        await child.say("ana", 'mfa enable group:"Wave 200"')
        for pause in (0.1, 0.3, 0.5):
            await child.clock.sleep(pause)
            await child.kill()
            await child.start()
        await child.until_shown("ana", "200 people")
        assert not written(child)

