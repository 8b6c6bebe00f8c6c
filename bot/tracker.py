"""What is under way: turns, jobs, sends. Shutdown and tests wait until nothing is."""

import asyncio
import logging
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

_log = logging.getLogger(__name__)


class Tracker:
    """Counts work, and keeps its tasks alive and cancellable."""

    def __init__(self) -> None:
        """Nothing is under way."""
        self._count, self._over = 0, False
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._tasks: set[asyncio.Task[None]] = set()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Something is under way until the block ends."""
        self._count += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._quiet.set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it as a task of its own, under way from now on; ``work`` deals with its own failures."""
        if self._over:
            work.close()
            return
        held = self.busy()
        held.__enter__()
        task = asyncio.create_task(work)
        self._tasks.add(task)

        def done(ended: asyncio.Task[None]) -> None:
            self._tasks.discard(ended)
            held.__exit__(None, None, None)
            if not ended.cancelled() and (error := ended.exception()):
                _log.error("a task failed", exc_info=error)

        task.add_done_callback(done)

    async def idle(self) -> None:
        """Return when nothing is under way."""
        while self._count:
            await self._quiet.wait()

    async def cancel(self) -> None:
        """Stop every task where it stands, also those that do not stop at the first word; no other begins."""
        self._over = True
        while self._tasks:
            for each in self._tasks:
                each.cancel()
            await asyncio.wait(self._tasks, timeout=1.0)
