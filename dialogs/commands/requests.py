"""``requests``: what was asked, what waits, what runs."""

from dialogs.command import STAFF, Command, Turn
from dialogs.reply import Reply
from dialogs.views.requests import requests_listed

MOST = 20


class Requests(Command, name="requests", aliases=("list", "requests list", "request list"), needs=STAFF, reads=True):
    """List the latest requests: what waits for approval, what runs, what ended."""

    async def answer(self, turn: Turn) -> Reply:
        """The latest twenty."""
        return requests_listed(await turn.records.requests(turn.tenant_id, limit=MOST), turn.zone)
