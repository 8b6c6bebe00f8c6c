"""``campaign preview``: every message of a campaign, as people will see it."""

from actions.spec import ask
from dialogs.arguments import Line
from dialogs.command import STAFF, Command, Turn
from dialogs.commands.on_campaign import called, here, quoted
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.words import listed
from dialogs.words.people import LANGUAGES
from engine import Campaign, CampaignState


class CampaignPreview(Command, name="campaign preview", aliases=("preview",), needs=STAFF):
    """Send you every message of a campaign in every language, as its people will see it. Nobody else gets any.

    Once a campaign is asked for, its messages can be seen: before it is approved, too.
    """

    called: Line = ask("Which campaign?", like="Finance", default=Line())

    async def answer(self, turn: Turn) -> Reply:
        """How many are on their way."""
        shown = await turn.engine.preview(turn.person, await called(turn, self.called.text), turn.place)
        return done(
            f"{shown.messages} messages come {here(turn.place)}, in {listed(LANGUAGES)}. Their buttons do nothing.",
            next_=_next(shown.campaign),
        )


def _next(campaign: Campaign) -> tuple[str, ...]:
    """It can be announced once it is approved, and only once."""
    if not campaign.number:
        return f"request show {campaign.request}", "campaigns"
    if campaign.state is CampaignState.UNANNOUNCED:
        return f"campaign show {quoted(campaign)}", f"campaign announced {quoted(campaign)} <how people were told>"
    return f"campaign show {quoted(campaign)}", "campaigns"
