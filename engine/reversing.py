"""The rows of an undo: what was done, turned around. An undo can be undone; each row is reversed once."""

from collections.abc import AsyncIterator

from actions.spec import Change, Direction
from engine.ports import Reading
from engine.request import PlannedRow, Request, RowState

PAGE = 500


async def pages(
    reading: Reading, request: Request, *states: RowState, size: int = PAGE
) -> AsyncIterator[tuple[PlannedRow, ...]]:
    """The request's rows in these states, page by page, in stored order."""
    after = 0
    while page := tuple(await reading.rows(request.tenant_id, request.number, states=states, after=after, limit=size)):
        yield page
        after = page[-1].n


async def reversible_rows(
    reading: Reading, original: Request, *, only: int | None = None
) -> AsyncIterator[tuple[int, Change]]:
    """Each row that was done and not yet reversed, under its own number, with before and after exchanged; or ``only``
    the one of this number.

    Reversing a weakening brings protection back, so whoever has lost every method since would stand outside.
    """
    back = original.direction is Direction.WEAKEN
    async for page in pages(reading, original, RowState.DONE):
        for row in page:
            if row.undone_by is None and only in (None, row.n):
                yield row.n, Change(subject=row.subject, before=row.after, after=row.before, needs_method=back)
