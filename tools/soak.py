"""``make soak``: a campaign of 30,000 people, thirty days and five deaths of the bot, played out; see `bench.campaign`.

It takes an hour and a half. ARGS="--people 3000 --seed 2" plays another one.
"""

import sys

from bench import campaign

PEOPLE = 30_000


def main() -> int:
    """The answer is the exit code."""
    return campaign.main(["--people", str(PEOPLE), *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
