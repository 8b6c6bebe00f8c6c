"""``campaign show``: how far a campaign is."""

from actions.spec import ask
from dialogs.arguments import Line
from dialogs.command import STAFF, Command, Turn
from dialogs.commands.on_campaign import called
from dialogs.reply import Reply
from dialogs.views.campaign import shown


class CampaignShow(
    Command, name="campaign show", aliases=("campaign", "show campaign", "campaign status"), needs=STAFF, reads=True
):
    """Show how far a campaign is: from day to day, wave by wave, who is left and why, and what holds it."""

    called: Line = ask("Which campaign?", like="Finance", default=Line())

    async def answer(self, turn: Turn) -> Reply:
        """As the records have it now."""
        name = await called(turn, self.called.text)
        told = await turn.engine.managers_told(name)
        return shown(await turn.engine.progress(name), turn.zone, managers_told=told)
