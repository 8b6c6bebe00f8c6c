"""Saying once more what was said at the very moment at which somebody else saved the same record."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from engine.ports import LostRace

TRIES = 3
T = TypeVar("T")


async def retried(work: Callable[[], Awaitable[T]]) -> T:
    """A sweep may save a record at the very moment at which somebody speaks of it: then it is said once more."""
    for _ in range(TRIES):
        with suppress(LostRace):
            return await work()
    return await work()
