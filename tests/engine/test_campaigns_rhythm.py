"""Other terms for a campaign that runs: what is promised already follows them, and nobody waits longer for it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from actions.args import Every, Until
from demo.seed import cast
from engine import Answer, Reminder
from engine.campaigns.membership import about
from tests.engine import campaigning
from tests.engine.bench import DAN, Bench
from tests.engine.campaigning import beat, running
from tests.engine.test_campaigns import said
from tests.engine.test_campaigns_people import change


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    """It is Monday, 23 November."""
    return campaigning.prepared(bench)


async def dan(bench: Bench) -> Reminder:
    found = await bench.store.reminder_of(cast.TENANT_ID, cast.DAN, "registered", about(1))
    assert found is not None
    return found


async def every(bench: Bench, rhythm: str) -> Reminder:
    """The campaign's from now on."""
    await change(bench, every=Every.parse(rhythm))
    await beat(bench)
    return await dan(bench)


async def ends(bench: Bench, end: datetime) -> Reminder:
    """It does, then, from now on."""
    await change(bench, until=Until(f"{end:%Y-%m-%d %H:%M}", end))
    await beat(bench)
    return await dan(bench)


@pytest.mark.parametrize(
    "before, after, day, week",
    [
        ("30 days", "1 workday", date(2026, 11, 25), 5),  # far away before: the day after the last one has passed
        ("1", "1 workday", date(2026, 11, 25), 5),  # nothing was to follow but the end
        ("1", "1,7", date(2026, 11, 30), 1),
        ("1 workday", "9 workdays", date(2026, 11, 25), 1),  # what was promised is not put off
        ("3 workdays", "2 workdays at 16:00", date(2026, 11, 25), 3),
    ],
)
async def test_a_new_rhythm_counts_from_the_last_message(
    bench: Bench, before: str, after: str, day: date, week: int
) -> None:
    await running(bench)
    await every(bench, before)
    await said(bench, 2)
    changed = await every(bench, after)
    assert (changed.due.date(), changed.last_sent) == (day, False)
    assert (await said(bench, 7)).count(cast.DAN) == week


async def test_a_rhythm_without_another_day_ends_with_the_campaign(bench: Bench) -> None:
    campaign = await running(bench)
    await every(bench, "1,2")
    await said(bench, 3)
    assert (await dan(bench)).last_sent
    end = campaign.terms.until + timedelta(days=7)
    assert (await ends(bench, end)).due == end


async def test_who_picked_a_day_is_not_asked_sooner_than_the_end_wants(bench: Bench) -> None:
    await running(bench)
    await said(bench, 1)
    seen = await bench.engine.answer_reminder(DAN, (await dan(bench)).id, Answer.DAY, day=date(2026, 12, 4))
    assert (await every(bench, "1 workday")).due == seen.until
    assert seen.until is not None
    nearer = await ends(bench, datetime(2026, 12, 2, 9, tzinfo=UTC))
    assert nearer.due.date() == date(2026, 12, 1)
    assert (await said(bench, 10)).count(cast.DAN) == 1
