"""Real time: the only place of the product that reads it."""

import asyncio
import time
from datetime import UTC, datetime


class WallClock:
    """`tenant.ports.Clock` on the machine's own clocks."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds of the steady clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for real."""
        await asyncio.sleep(seconds)
