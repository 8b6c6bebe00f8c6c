"""``campaign resume``."""

from actions.spec import ask
from dialogs.arguments import Line
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.on_campaign import called, quoted
from dialogs.commands.on_request import done
from dialogs.reply import Reply


class CampaignResume(Command, name="campaign resume", aliases=("resume campaign",), needs=OPERATORS):
    """Go on with a campaign that was paused, or that held itself.

    What it held itself for holds it again on the same day only when it is three more people.
    """

    called: Line = ask("Which campaign?", like="Finance", default=Line())

    async def answer(self, turn: Turn) -> Reply:
        """And say so."""
        campaign = await turn.engine.resume_campaign(turn.person, await called(turn, self.called.text))
        return done(
            f"The campaign {quoted(campaign)} goes on.",
            next_=(f"campaign show {quoted(campaign)}", f"campaign pause {quoted(campaign)}"),
        )
