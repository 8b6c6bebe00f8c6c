"""``campaign left``: who is not done, by reason, each with the next step."""

from actions.spec import Refusal, ask
from dialogs.arguments import Line
from dialogs.command import STAFF, Command, Turn
from dialogs.commands.on_campaign import called, quoted
from dialogs.reply import Reply, Text
from dialogs.views.campaign import left_listed
from dialogs.words.campaigns import LEFT


class CampaignLeft(Command, name="campaign left", aliases=("left",), needs=STAFF, reads=True):
    """List who is not done in a campaign, grouped by reason, each with the next step.

    ``why:`` shows one reason only: must-register, must-update, not-allowed, on-leave, inactive, no-teams,
    not-reachable, skipped or waiting.
    """

    called: Line = ask("Which campaign?", like="Finance", default=Line())
    why: Line = ask("Only for which reason?", like="not-reachable", default=Line())

    async def answer(self, turn: Turn) -> Reply:
        """By name, the largest group first."""
        why = "-".join(self.why.text.casefold().split())
        if why and why not in LEFT:
            raise Refusal("no-reason-left", said=self.why.text[:40], allowed=", ".join(LEFT))
        campaign = await turn.engine.campaign(await called(turn, self.called.text))
        found = await turn.engine.left(campaign.terms.name, why)
        if found:
            return left_listed(campaign, found, why, turn.zone)
        said = "Nobody is left for that reason." if why else "Nobody is left: all are done."
        return Text(lines=(said,), next=(f"campaign show {quoted(campaign)}", "campaigns"))
