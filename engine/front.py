"""What every part of the engine's front shares: a refused word is an event too."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from actions.spec import Refusal
from engine.journal import record
from engine.kit import Kit
from engine.request import Person


class Front:
    """Takes words of people."""

    _kit: Kit

    @asynccontextmanager
    async def _audited(self, word: str, who: Person, number: int | None = None) -> AsyncIterator[None]:
        """A refused word is an event too. What was queued by a granted one is delivered soon."""
        try:
            yield
        except Refusal as refusal:
            await self._refused(word, who, number, refusal.reason.code)
            raise
        self._kit.announce()

    async def _refused(self, word: str, who: Person, number: int | None, code: str) -> None:
        async with self._kit.store.change() as unit:
            await record(
                unit, "refused", tenant_id=self._kit.tenant_id, at=self._kit.now(), by=who, request=number,
                facts={"word": word, "why": code},
            )  # fmt: skip
