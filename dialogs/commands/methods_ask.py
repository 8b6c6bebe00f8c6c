"""``methods ask on``: ask people whether a method that appeared on them is theirs."""

from typing import Self

from actions.args import BadArgument, Words
from actions.spec import ask
from dialogs.command import OWNERS, Command, Turn
from dialogs.reply import Reply, Text, Tone

WHO = "whoever holds an admin role, and whoever is being reminded to register"


class OnOff(Words):
    """On or off."""

    @classmethod
    def allowed(cls) -> tuple[str, ...]:
        """Just these."""
        return ("on", "off")

    @classmethod
    def parse(cls, text: str) -> Self:
        """One of them; raises BadArgument."""
        words = super().parse(text).words
        if len(words) != 1:
            raise BadArgument("not-one-of", said=text.strip()[:40], allowed=", ".join(cls.allowed()))
        return cls(words)


class MethodsAsk(Command, name="methods ask", aliases=("method questions",), needs=OWNERS):
    """Ask people, in their own chat, whether a sign-in method that appeared on them is theirs; or stop asking.

    Looked at every hour: whoever holds an admin role, and whoever is being reminded to register. The answer "Not me"
    ends their sign-ins everywhere (`sessions revoke`) and tells the owners. What Muster set itself is not asked about.
    """

    state: OnOff = ask("On or off?", like="on")

    async def answer(self, turn: Turn) -> Reply:
        """What holds from now on."""
        on = "on" in self.state
        changed = await turn.engine.set_method_questions(turn.person, on)
        now = f"New methods of {WHO} are asked about, every hour." if on else "Nobody is asked about new methods."
        line = now if changed else f"It was so already. {now}"
        return Text(lines=(line,), next=("methods report", "help methods ask"), tone=Tone.GOOD)
