"""``coverage``: how many people are protected and ready, today and over the last months."""

from actions.spec import Check, Refusal
from dialogs.command import STAFF, Command, Turn
from dialogs.reply import Reply
from dialogs.views.coverage import covered
from engine import Snapshot

DAYS = 90
CENSUS = "census"


class Coverage(Command, name="coverage", aliases=("trend",), needs=STAFF, slow=True, reads=True):
    """Show how far the tenant is: a chart of the last 90 days, today's counts, and each department of ten or more.

    The numbers are counted every night at three o'clock and name nobody; all days come as a file. Before the first
    night, they are counted as you ask.
    """

    async def answer(self, turn: Turn) -> Reply:
        """From what was counted at night."""
        kept = await turn.engine.snapshots(DAYS)
        return covered(kept or [await _now(turn)], days=DAYS, counted_now=not kept)


async def _now(turn: Turn) -> Snapshot:
    """Counted this moment, and not kept. Raises Refusal, tenant trouble."""
    kind = turn.catalogue.named(CENSUS)
    if kind is None or not issubclass(kind, Check):
        raise Refusal("unknown-action", action=CENSUS)
    async for found in kind().findings(turn.reader):
        if found.title.code == CENSUS:
            today = turn.clock.now().astimezone(turn.zone).date()
            return Snapshot(tenant_id=turn.tenant_id, day=today, counts=found.title.facts)
    raise Refusal("unknown-action", action=CENSUS)
