"""``campaign pause``."""

from actions.spec import ask
from dialogs.arguments import Line
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.on_campaign import called, quoted
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.words import listed


class CampaignPause(Command, name="campaign pause", aliases=("pause campaign",), needs=OPERATORS):
    """Pause a campaign: nobody is reminded, and no wave opens, until it is resumed."""

    called: Line = ask("Which campaign?", like="Finance", default=Line())

    async def answer(self, turn: Turn) -> Reply:
        """And say so."""
        campaign = await turn.engine.pause_campaign(turn.person, await called(turn, self.called.text))
        open_ = await turn.engine.campaign_requests(campaign.terms.name, open_only=True)
        waiting = listed([f"request {each.number}" for each in open_])
        return done(
            f"The campaign {quoted(campaign)} is paused: nobody is reminded, and no wave opens.",
            *((f"Nothing more is approved or done of {waiting} meanwhile.",) if open_ else ()),
            next_=(f"campaign resume {quoted(campaign)}", f"campaign show {quoted(campaign)}"),
        )
