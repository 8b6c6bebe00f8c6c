"""``python -m bench.unpaced``: the bot without its own limit of sends.

Muster posts at most 48 messages a second (Teams lets an application post 50 in one tenant), and few to one chat. A rate
that is measured through that would be 48, however fast the bot: so it is lifted here, and nothing else is.
"""

import sys

from bot.__main__ import main
from bot.connector import pace


def lift() -> None:
    """Let sends go at once."""
    pace.OVERALL = pace.CONVERSATION = ((1_000_000, 1.0),)
    pace.TEAMS = (1_000_000, 1.0)


if __name__ == "__main__":
    lift()
    sys.exit(main([]))
