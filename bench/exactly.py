"""A plan with exactly so many changes, whoever the make-believe tenant is made of."""

import json
import re
import sqlite3
from collections.abc import Sequence

from bench.scenery import ANA, Bot, Scenery, Tenant

STAFF = 'mfa enable group:"All Staff"'
PLAN = '"submit"'  # the plan's card has this button
_COUNTED = re.compile(r'"Would change", "value": "([\d,]+) ')
_SPARE = 1.05  # some of the staff are not ready, and are left out


def users_for(changes: int) -> int:
    """How many accounts a tenant needs, so that its staff has at least so many who can be changed."""
    return 50 + int(changes * _SPARE * 10 / 9)


async def planned(place: Scenery, tenant: Tenant, bot: Bot, *, changes: int) -> int:
    """The number of a request of Ana's that would change so many people. Those who are too many are changed before."""
    shown = await place.channel.say(bot.url, ANA, STAFF, until=PLAN)
    surplus = _count(shown.body) - changes
    if surplus < 0:
        raise RuntimeError(f"too few for {changes} changes: {shown.body[:1000]}")
    if surplus == 0:
        return 1
    await tenant.change("state", {"state": dict.fromkeys(_people(bot, surplus), "enforced")})
    again = await place.channel.say(bot.url, ANA, STAFF, until=PLAN)
    if _count(again.body) != changes:
        raise RuntimeError(f"no plan for {changes} changes: {again.body[:1000]}")
    return 2


def _count(card: str) -> int:
    found = _COUNTED.search(card)
    return int(found[1].replace(",", "")) if found else 0


def _people(bot: Bot, most: int) -> Sequence[str]:
    """Object ids of the first whom the first plan would change, from the bot's own database."""
    with sqlite3.connect(f"file:{bot.database}?mode=ro", uri=True) as database:
        wanted = "SELECT record FROM rows WHERE number = 1 AND state = 'todo' ORDER BY n LIMIT ?"
        return [str(json.loads(row[0])["subject"]["id"]) for row in database.execute(wanted, (most,))]
