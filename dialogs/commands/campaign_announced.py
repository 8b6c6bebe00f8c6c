"""``campaign announced``: record how people were told; the campaign begins."""

from actions.spec import ask
from dialogs.arguments import Called, Line
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.on_campaign import quoted
from dialogs.commands.on_request import done
from dialogs.reply import Reply


class CampaignAnnounced(Command, name="campaign announced", aliases=("campaign announce",), needs=OPERATORS):
    """Record how people were told of a campaign, in your words. Only then does it begin.

    Muster writes to nobody before: a message about sign-in methods that nobody has announced looks like phishing.
    """

    called: Called = ask("Which campaign?", like="Finance")
    text: Line = ask("How were people told?", like="by mail on 1 December, and in the team meeting")

    async def answer(self, turn: Turn) -> Reply:
        """It runs from now on."""
        campaign = await turn.engine.announce(turn.person, self.called.text, self.text.text)
        return done(
            f"The campaign {quoted(campaign)} begins. The first message reaches everybody of the open waves in their "
            "own working hours, at most one a day.",
            next_=(f"campaign show {quoted(campaign)}", f"campaign pause {quoted(campaign)}"),
        )
