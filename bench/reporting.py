"""(e) Reports over everybody: from the turn to the card that answers, and all of it as a CSV; wall time and memory.

The file goes the way that Teams gives it: the button, the offer, the consent, and the pieces that somebody's OneDrive
takes. For the file the check is run once more, so it is measured by itself.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from bench.scenery import ANA, Scenery, Tenant
from bench.taken import SETTLED, Stage, Taken, stage
from demo.seed import cast
from demo.wire import Json, JsonObject

ANSWER = '"In all"'  # what stands above the single findings
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
TAKE = "All as CSV"
WRONG_PASSWORD = {"error": 50126, "over": "IMAP4"}
VICTIMS = 60  # at most: the tenant of 100,000 tells its whole state after each change, which takes it long
AT_ONCE = 20
_COUNTED = re.compile(r'"title": "[^"]+", "value": "([\d,]+)"')


@dataclass(frozen=True, slots=True)
class Report:
    """A line that is said in a tenant of one ``scenario``. ``file``: all of it is taken as a CSV, too.

    ``attacked``: it is about the log of old clients, so somebody guesses some passwords first;
    else it has a finding about each person.
    """

    said: str
    scenario: str
    file: bool = False
    attacked: bool = False

    @property
    def licence(self) -> str:
        """What the scenario means for reports, in words."""
        return "no P1" if self.scenario == "no-p1" else "P1"

    def victims(self, users: int) -> int:
        """How many accounts are attacked among so many."""
        return min(users // 5, VICTIMS) if self.attacked else 0


@dataclass(frozen=True, slots=True)
class Reported:
    """What one answer took. ``found``: findings that the card counts, or lines below the file's head."""

    report: Report
    taken: Taken
    found: int
    as_file: bool = False

    @property
    def name(self) -> str:
        """As the table says it."""
        return f"`{self.report.said}`, {'as a CSV' if self.as_file else 'the card'}"

    @property
    def whole(self) -> bool:
        """Was nobody left out?"""
        victims = self.report.victims(self.taken.users)
        return self.found >= (victims or self.taken.users)


REPORTS = (
    Report("mfa report everyone", "no-p1"),
    Report("mfa report everyone", "conditional-access", file=True),
    Report("methods report everyone", "conditional-access"),
    Report("legacy report", "conditional-access", attacked=True),
)


async def measure(
    place: Scenery, report: Report, *, users: int, settled: float = SETTLED, limits: str = "documented"
) -> AsyncIterator[Reported]:
    """The card, and the file after it from the same bot, over what that bot held before both."""
    async with stage(place, users=users, settled=settled, limits=limits, scenario=report.scenario) as ready:
        await _attack(ready.tenant, report.victims(users))
        asking = Asking(ready, report)
        yield Reported(report, await ready.taken(asking.card), asking.counted)
        if report.file:
            yield Reported(report, await ready.taken(asking.file), place.channel.lines - 1, as_file=True)


async def _attack(tenant: Tenant, victims: int) -> None:
    """One wrong password each."""
    for start in range(0, victims, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, victims))
        guessed = ({"fails": {"person": cast.generated(number), **WRONG_PASSWORD}} for number in numbers)
        await asyncio.gather(*(tenant.change("state", each) for each in guessed))


@dataclass(slots=True)
class Asking:
    """Ana, who asks for a report and then takes the file."""

    ready: Stage
    report: Report
    _card: str = ""

    async def card(self) -> float:
        """When the card was there."""
        post = await self.ready.place.channel.say(self.ready.bot.url, ANA, self.report.said, until=ANSWER)
        self._card = post.body
        return post.at

    async def file(self) -> float:
        """When the bot said where the file is."""
        channel, url = self.ready.place.channel, self.ready.bot.url
        press = next(each for each in _objects(json.loads(self._card)) if each.get("title") == TAKE)
        action = {name: press[name] for name in ("type", "verb", "data")}
        pressed = {"action": action, "trigger": "manual"}
        offer = await channel.invoke(url, ANA, "adaptiveCard/action", pressed, until=CONSENT)
        context = next(each["acceptContext"] for each in _objects(json.loads(offer.body)) if "acceptContext" in each)
        taken = {"type": "fileUpload", "action": "accept", "context": context, "uploadInfo": channel.drive()}
        return (await channel.invoke(url, ANA, "fileConsent/invoke", taken, until=INFO)).at

    @property
    def counted(self) -> int:
        """The sum of the counts at the head of the card."""
        return sum(int(number.replace(",", "")) for number in _COUNTED.findall(self._card))


def _objects(value: Json) -> Iterator[JsonObject]:
    """Every JSON object in it, the outer ones first."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _objects(each)
