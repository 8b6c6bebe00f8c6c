"""The rows of an undo: what was done, turned around. An undo can be undone; each row is reversed once."""

from collections.abc import AsyncIterator
from dataclasses import replace

from actions.spec import Action, Change, Direction
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


def change_of(row: PlannedRow) -> Change:
    """The change that the row plans."""
    return Change(
        subject=row.subject, before=row.before, after=row.after, warnings=row.warnings, for_person=row.for_person
    )


async def reversible_rows(reading: Reading, original: Request, *, only: int | None = None) -> AsyncIterator[PlannedRow]:
    """Each row that was done and not yet reversed; or ``only`` the one of this number."""
    async for page in pages(reading, original, RowState.DONE):
        for row in page:
            if row.undone_by is None and only in (None, row.n):
                yield row


async def can_reverse(reading: Reading, original: Request) -> bool:
    """Is there any of its `reversible_rows`?"""
    async for _ in reversible_rows(reading, original):
        return True
    return False


async def reversed_rows(
    reading: Reading, original: Request, action: Action, *, only: int | None = None
) -> AsyncIterator[tuple[int, Change]]:
    """`reversible_rows` as the action turns them around, each under its own number.

    Reversing a weakening brings protection back, so whoever has lost every method since would stand outside.
    """
    back = original.direction is Direction.WEAKEN
    async for row in reversible_rows(reading, original, only=only):
        yield row.n, replace(action.turned(change_of(row)), needs_method=back)
