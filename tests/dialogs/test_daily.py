"""A daily check speaks where something has changed. Hard cases: the same errand worked on twice; trouble that lasts."""

from dataclasses import replace
from datetime import timedelta

from dialogs import Button, Findings, Text
from dialogs.daily import digest
from engine import Due, Place
from tests.dialogs.talk import Talk
from tests.engine.bench import ANA, EVE

HERE = Place("19:security@thread.v2", personal=False)
SAID = "mfa status eve@contoso.com"


async def day(talk: Talk) -> list[str]:
    """Until the next morning; what was said by itself."""
    talk.bench.clock.skip(timedelta(days=1))
    await talk.bench.engine.tick()
    return [type(reply).__name__ for reply in await talk.settle()]


async def test_an_unchanged_day_is_silent(talk: Talk) -> None:
    due = await talk.bench.engine.subscribe(ANA, HERE, SAID)
    assert isinstance(due, Due)
    assert await day(talk) == ["Findings"]
    assert await day(talk) == []
    talk.bench.world.register(EVE.id, "microsoftAuthenticator")
    assert await day(talk) == ["Findings"]
    assert await day(talk) == []


async def test_worked_on_twice_it_says_the_same(talk: Talk) -> None:
    due = await talk.bench.engine.subscribe(ANA, HERE, SAID)
    await day(talk)
    known = await talk.bench.store.errand(due.tenant_id, next(iter(talk.answers)))
    assert known is not None and known.standing
    assert await talk.dialogs.errand(known) is not None


def test_buttons_and_next_moves_are_no_news() -> None:
    found = Findings(title="next", next=("a",), buttons=(Button("All as CSV", "file", {"findings": "1"}),))
    other = replace(found, next=("b",), buttons=(Button("All as CSV", "file", {"findings": "2"}),))
    assert digest(found) == digest(other) != digest(replace(found, warnings=("one could not be read",)))
    assert digest(Text(lines=("Microsoft does not answer.",))) == digest(Text(lines=("Microsoft does not answer.",)))
