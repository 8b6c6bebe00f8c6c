"""``campaign preview``: every message of a campaign, as people will see it."""

from actions.spec import ask
from dialogs.arguments import Line
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.on_campaign import called, here
from dialogs.commands.on_request import done
from dialogs.reply import Reply
from dialogs.words import listed
from dialogs.words.people import LANGUAGES


class CampaignPreview(Command, name="campaign preview", aliases=("preview",), needs=OPERATORS):
    """Send you every message of a campaign in every language, as its people will see it. Nobody else gets any."""

    called: Line = ask("Which campaign?", like="Finance", default=Line())

    async def answer(self, turn: Turn) -> Reply:
        """How many are on their way."""
        name = await called(turn, self.called.text)
        number = await turn.engine.preview(turn.person, name, turn.place)
        return done(
            f"{number} messages come {here(turn.place)}, in {listed(LANGUAGES)}. Their buttons do nothing.",
            next_=(f'campaign show "{name}"', f'campaign announced "{name}" <how people were told>'),
        )
