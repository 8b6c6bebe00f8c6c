"""``campaign unskip``: bring somebody back into a campaign."""

from actions.args import People
from actions.spec import ask
from dialogs.arguments import Line
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.on_campaign import of_person, one_person
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.words import name


class CampaignUnskip(Command, name="campaign unskip", aliases=("unskip",), needs=OPERATORS, slow=True):
    """Bring somebody back into a campaign who was left out of it."""

    who: People = ask("Who comes back?", like="dan@contoso.com")
    called: Line = ask("Which campaign, if they are in several?", like="Finance", default=Line())

    async def answer(self, turn: Turn) -> Reply:
        """They are asked like everybody of their wave."""
        who = await one_person(turn, self.who)
        campaign = await of_person(turn, who, self.called.text)
        await turn.engine.skip(turn.person, campaign, who, None)
        return done(f'{name(who.name)} is back in "{campaign}".', next_=(f'campaign show "{campaign}"', "campaigns"))
