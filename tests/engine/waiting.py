"""What the tests of reminders share: asking for them, and letting time pass until the next one is due."""

from datetime import datetime, timedelta

from actions.spec import Subject
from demo.seed import cast
from engine import Notice, NoticeKind, Reminder, SlotState
from tests.engine.bench import ANA, Bench

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def subject(key: str, bench: Bench) -> Subject:
    """One person of the demo tenant."""
    person = bench.world.person(key)
    return Subject(person.id, person.name, person.upn)


async def remind(bench: Bench, *keys: str, fact: str = "registered") -> None:
    """Ana asks for it."""
    await bench.engine.remind(ANA, [subject(key, bench) for key in keys], fact)


async def heard(bench: Bench, *kinds: NoticeKind) -> list[Notice]:
    """What was queued since the last look, after everything due was seen to; reminders, unless said otherwise. What
    was queued for managers is sent.
    """
    await bench.settle()
    await bench.engine.tick()
    await bench.settle()
    found = [each for each in await bench.notices() if each.kind in (kinds or (NoticeKind.REMINDER,))]
    for each in found:
        if each.slot is not None and each.kind is NoticeKind.TOLD and await bench.engine.begin_posting(each):
            await bench.engine.told_posting(each, SlotState.SENT, how="chat")
    return found


async def of(bench: Bench, person: str, fact: str = "registered", about: str = "") -> Reminder:
    """Their open reminder."""
    found = await bench.store.reminder_of(cast.TENANT_ID, person, fact, about)
    assert found is not None
    return found


def until(bench: Bench, moment: datetime) -> None:
    """A second past it."""
    bench.clock.skip(moment - bench.clock.now() + timedelta(seconds=1))


async def pass_by(bench: Bench, end: datetime) -> list[tuple[datetime, Notice]]:
    """Everything that is said to people until then, and when, as an alarm clock that never sleeps would see it."""
    found: list[tuple[datetime, Notice]] = []
    while True:
        found += [(bench.clock.now(), each) for each in await heard(bench, NoticeKind.REMINDER, NoticeKind.TOLD)]
        due = await bench.engine.next_due()
        if due is None or due > end:
            until(bench, end)
            return found
        until(bench, max(due, bench.clock.now()))
