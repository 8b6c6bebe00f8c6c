"""``campaigns``: those that run, and how far they are."""

from dialogs.command import STAFF, Command, Turn
from dialogs.reply import Reply, Text
from dialogs.views.campaign import listed


class Campaigns(Command, name="campaigns", aliases=("campaign list", "list campaigns"), needs=STAFF, reads=True):
    """List the campaigns that are not over: where each stands, how many are done, when it ends."""

    async def answer(self, turn: Turn) -> Reply:
        """Newest first."""
        found = await turn.engine.campaigns()
        if not found:
            return Text(lines=("No campaign runs.",), next=("help campaign start", "help campaign"))
        return listed([await turn.engine.progress(each.terms.name) for each in found], turn.zone)
