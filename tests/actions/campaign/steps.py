"""What the tests of campaigns do over and over."""

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from actions.args import People, Selector, Until
from actions.campaign.start import CampaignStart
from actions.spec import Action, Change, Launch, Row
from demo.seed import cast
from dialogs.bind import bind, build
from dialogs.grammar import parse
from tenant.ports import TenantReader

START = datetime(2026, 11, 23, 8, tzinfo=UTC)  # of the demo's clock, a Monday
PILOT = People((Selector("group", "Campaign Pilot", cast.CAMPAIGN_PILOT),))
EVERYONE = People((Selector("everyone", "everyone"),))
T = TypeVar("T")


def campaign(
    words: str = "", *, people: People = PILOT, until: str = "2027-02-01", name: str = "Pilot"
) -> CampaignStart:
    """One, with these words behind it; ``people`` are resolved already."""
    line = f'campaign start "{name}" people:everyone until:2027-02-01 {words}'
    built = build(CampaignStart, bind(CampaignStart, parse(line).words[2:]))
    assert isinstance(built, CampaignStart)
    values = {each.name: getattr(built, each.name) for each in built.arguments()}
    return CampaignStart(**(values | {"people": people, "until": Until.parse(until)}))


async def planned(action: Action, tenant: TenantReader) -> list[Row]:
    return [row async for row in action.plan(tenant)]


async def changes(action: Action, tenant: TenantReader) -> list[Change]:
    """All rows, each of them a change."""
    rows = await planned(action, tenant)
    found = [row for row in rows if isinstance(row, Change)]
    assert len(found) == len(rows)
    return found


def stands(rows: Sequence[Row]) -> dict[str, str]:
    """By person, where they stand."""
    people = [row for row in rows if isinstance(row, Change) and row.subject.is_person]
    return {row.subject.id: row.warnings[0].code.removeprefix("stands-") for row in people}


def launched(action: Action, row: Row) -> Launch:
    assert isinstance(row, Change)
    (then,) = action.then(row, START)
    assert isinstance(then, Launch)
    return then


async def each_of(things: Sequence[T]) -> AsyncIterator[T]:
    for thing in things:
        yield thing


async def all_of(things: AsyncIterable[T]) -> list[T]:
    return [thing async for thing in things]
