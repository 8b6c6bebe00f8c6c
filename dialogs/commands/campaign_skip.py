"""``campaign skip``: leave somebody out of a campaign for a while."""

from actions.args import People, Until
from actions.spec import ask
from dialogs.arguments import Line
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.on_campaign import of_person, one_person
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.words import day, name


class CampaignSkip(Command, name="campaign skip", aliases=("skip",), needs=OPERATORS, slow=True):
    """Leave somebody out of a campaign until a day; then they come back by themselves.

    It exempts nobody from MFA: `exempt` does.
    """

    who: People = ask("Who is left out?", like="dan@contoso.com")
    until: Until = ask("Until when?", like="2 weeks")
    called: Line = ask("Which campaign, if they are in several?", like="Finance", default=Line())

    async def answer(self, turn: Turn) -> Reply:
        """In the campaign that they are in."""
        who = await one_person(turn, self.who)
        campaign = await of_person(turn, who, self.called.text)
        end = self.until.end(turn.clock.now())
        await turn.engine.skip(turn.person, campaign, who, end)
        return done(
            f'{name(who.name)} is left out of "{campaign}" until {day(end, turn.zone)}, and is not reminded before.',
            next_=(f"campaign unskip {who.upn or who.id}", f'campaign show "{campaign}"'),
        )
