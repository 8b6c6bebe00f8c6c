"""``keep <people> mfa``: `watch`, in the words in which people ask for it."""

from actions.args import People, Until
from actions.spec import ask
from dialogs.command import OPERATORS, Command, Turn
from dialogs.commands.watch import QUARTER, begin, enabling
from dialogs.reply import Reply
from dialogs.watching import Kept, Rhythm


class Keep(Command, name="keep", needs=OPERATORS, slow=True):
    """Keep people under MFA, whoever joins them later: the same as `watch`."""

    who: People = ask("Whom should I keep under MFA?", like='group:"MFA Users"')
    what: Kept = ask("Under what?", like="mfa")
    every: Rhythm = ask("How often shall I look?", like="15m", default=QUARTER)
    until: Until = ask("Until when? Without it, until somebody ends it.", like="90 days", default=Until())

    async def answer(self, turn: Turn) -> Reply:
        """It looks at once, and then in its rhythm."""
        return await begin(turn, enabling(turn, self.who), every=self.every, until=self.until)
