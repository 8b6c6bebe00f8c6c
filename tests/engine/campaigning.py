"""Campaigns on the bench: started as an operator does it, approved, and seen to as the clock goes on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import actions.campaign
import actions.phone
from actions.args import (
    ArgumentType,
    CampaignName,
    Count,
    OnwardWord,
    People,
    Percent,
    Saying,
    Selector,
    TargetWord,
    Until,
    Waves,
    Yes,
)
from actions.campaign.start import CampaignStart
from demo.seed import cast
from engine import Campaign, Member, MemberState, Notice, Request, State
from engine.campaigns.launching import sweep_key
from tenant.ports import Area
from tests.engine.bench import ANA, BEA, CARL, OLGA, Bench

NAME = "Pilot"
UNTIL = datetime(2027, 2, 1, 8, tzinfo=UTC)
DAN_EVE = "dan@contoso.com eve@contoso.com"
HOUR = timedelta(hours=1)
TYPES: dict[str, type[ArgumentType]] = {
    "waves": Waves, "advance": Percent, "guard": Percent, "hold": Percent, "joiners": Yes, "grace": Count,
    "title": Saying, "snoozes": Count, "then_": OnwardWord, "target": TargetWord,
}  # fmt: skip


def prepared(bench: Bench) -> Bench:
    """With campaigns declared, in an office in Berlin."""
    bench.house = replace(bench.house, zone="Europe/Berlin")
    bench.extra = [actions.campaign, actions.phone, *bench.extra]
    bench.engine = bench.another("campaigns")
    return bench


async def start(bench: Bench, who: str | Sequence[str] = DAN_EVE, name: str = NAME, **said: str) -> Request:
    """Planned and approved; not run yet."""
    return await approved(bench, await asked(bench, who, name, **said))


async def asked(bench: Bench, who: str | Sequence[str] = DAN_EVE, name: str = NAME, **said: str) -> Request:
    """Planned; not submitted yet."""
    await bench.engine.set_writes(OLGA, Area.MESSAGES, True)
    until = datetime.fromisoformat(said.pop("until")) if "until" in said else UNTIL
    people = await bench.people(who) if isinstance(who, str) else by_id(who)
    more: dict[str, Any] = {word: TYPES[word].parse(text) for word, text in said.items()}
    action = CampaignStart(called=CampaignName(name), people=people, until=Until("", until), **more)
    return await bench.ask(action)


def by_id(ids: Sequence[str]) -> People:
    """Named one by one."""
    return People(tuple(Selector("person", each, each) for each in ids))


async def approved(bench: Bench, planned: Request) -> Request:
    """Submitted and approved."""
    assert planned.state is State.PLANNED, planned.failed
    waiting = await bench.engine.submit(planned.number, ANA, "the audit asks for it")
    for approver in (BEA, CARL)[: waiting.quorum]:
        await bench.engine.approve(waiting.number, approver, waiting.digest)
    return await bench.now(waiting)


async def launched(bench: Bench, who: str | Sequence[str] = DAN_EVE, name: str = NAME, **said: str) -> Campaign:
    """Run, not announced."""
    request = await start(bench, who, name, **said)
    await bench.settle()
    assert (await bench.now(request)).state is State.DONE
    return await bench.engine.campaign(name)


async def running(bench: Bench, who: str | Sequence[str] = DAN_EVE, name: str = NAME, **said: str) -> Campaign:
    """Announced, and seen to once."""
    await launched(bench, who, name, **said)
    await bench.engine.announce(ANA, name, "All were told by mail")
    await bench.settle()
    return await bench.engine.campaign(name)


async def beat(bench: Bench, after: timedelta = timedelta(), *, reminders: bool = False) -> None:
    """What is due after that time; ``reminders``: those too."""
    bench.clock.skip(after)
    if reminders:
        await bench.engine.tick()
    else:
        await bench.engine._ticking._dues.due(500)
    await bench.settle()


async def sweep(bench: Bench, name: str = NAME) -> Campaign:
    """The campaign's next moment."""
    campaign = await bench.engine.campaign(name)
    due = await bench.store.due(cast.TENANT_ID, sweep_key(campaign.number))
    assert due is not None
    await beat(bench, max(timedelta(), due.due - bench.clock.now()) + timedelta(seconds=1))
    return await bench.engine.campaign(name)


async def until(bench: Bench, moment: datetime, name: str = NAME) -> Campaign:
    """Every hour up to then would be long: straight to it, and one look."""
    bench.clock.skip(max(timedelta(), moment - bench.clock.now()) + timedelta(seconds=1))
    await beat(bench)
    return await bench.engine.campaign(name)


async def members(bench: Bench, name: str = NAME) -> dict[str, Member]:
    """By id."""
    campaign = await bench.engine.campaign(name)
    found = await bench.store.members(cast.TENANT_ID, campaign.number, limit=5_000)
    return {each.person.id: each for each in found}


async def states(bench: Bench, name: str = NAME) -> dict[str, MemberState]:
    """Where each stands."""
    return {person: each.state for person, each in (await members(bench, name)).items()}


async def told(bench: Bench) -> list[Notice]:
    """What its place was told since the last look."""
    return [each for each in await bench.notices() if each.code.startswith("campaign-")]


def registers(bench: Bench, *people: str) -> None:
    """They have a method of their own now."""
    for each in people:
        bench.world.register(each, "microsoftAuthenticator")
