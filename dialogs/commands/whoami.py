"""``whoami``: who the speaker is to Muster."""

from actions.spec import Reason
from dialogs.command import Command, Turn, roles_of
from dialogs.reply import Reply, Text
from dialogs.words import listed, name, sentence


class WhoAmI(Command, name="whoami", aliases=("who am i",), reads=True):
    """Show who you are to Muster and what you may do."""

    async def answer(self, turn: Turn) -> Reply:
        """Name, id, roles, and whether Muster may write."""
        if not turn.standing.readable:
            why = Reason("roles-unreadable", {"scope": turn.standing.lacking})
            return Text(lines=(f"You are {name(turn.person.name)}.", sentence(why)), next=("whoami",))
        roles = sorted(role.value for role in roles_of(turn.standing))
        held = f"You are {listed([_with_article(role) for role in roles])}." if roles else "You have no role in Muster."
        lines = (f"You are {name(turn.person.name)} ({turn.person.id}).", held, await _writes(turn))
        return Text(lines=lines, next=("help", "requests") if roles else ("help", "mfa status me"))


def _with_article(role: str) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"


async def _writes(turn: Turn) -> str:
    if await turn.records.halted(turn.tenant_id):
        return "Everything is halted."
    areas = sorted(area.value for area in await turn.records.writes_on(turn.tenant_id))
    return f"Muster may write: {', '.join(areas)}." if areas else "Muster only watches: writes are off."
