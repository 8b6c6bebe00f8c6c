"""A make-believe Microsoft and a plain client of it, on a clock that stands still."""

from collections.abc import AsyncIterator

import pytest

from demo.clock import SteppedClock
from demo.world import World
from tests.demo.plain import Plain, plain


@pytest.fixture
def world() -> World:
    return World(users=60, clock=SteppedClock())


@pytest.fixture
async def client(world: World) -> AsyncIterator[Plain]:
    async with plain(world) as found:
        yield found
