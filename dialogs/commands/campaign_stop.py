"""``campaign stop``: end a campaign for good."""

from collections.abc import Sequence

from actions.spec import ask
from dialogs.arguments import Line
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.on_campaign import quoted
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.words import listed
from engine import Campaign, Request


class CampaignStop(Command, name="campaign stop", aliases=("stop campaign", "campaign end"), needs=OPERATORS):
    """End a campaign for good: its reminders stop, and nothing more is asked for.

    What its own requests did stays, and can be undone one by one.
    """

    called: Line = ask("Which campaign?", like="Finance")

    async def answer(self, turn: Turn) -> Reply:
        """With the requests of its that are open still."""
        campaign = await turn.engine.stop_campaign(turn.person, self.called.text)
        open_ = await turn.engine.campaign_requests(campaign.terms.name, open_only=True)
        return done(
            f"The campaign {quoted(campaign)} is stopped: nobody is reminded any more.",
            *_still_open(open_),
            *_stays(campaign),
            next_=(*(f"cancel {each.number}" for each in open_[:2]), f"campaign show {quoted(campaign)}", "campaigns"),
        )


def _still_open(open_: Sequence[Request]) -> tuple[str, ...]:
    if not open_:
        return ()
    return (f"Still open of what it asked for: {listed([f'request {each.number}' for each in open_])}.",)


def _stays(campaign: Campaign) -> tuple[str, ...]:
    if not campaign.asked:
        return ()
    return (f"What its requests did stays: {listed([f'`undo {number}`' for number in campaign.asked], last='or')}.",)
