"""How SQLite goes about the statements that are run all the time: by an index, however much is kept.

It has no statistics to go by, so a new index can lead it astray: what is asked here must stay as it is said here.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Connection, event

from engine.campaign import MemberState
from engine.request import Person
from store import Memory
from tests.store.records import (
    DAY,
    NOW,
    SOON,
    TENANT,
    a_campaign,
    a_member,
    a_notice,
    a_reminder,
    a_slot,
)

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
BIG = r"\b(reminders|notices|members|slots|dues)\b"


async def purge(store: Memory) -> object:
    async with store.change() as unit:
        return await unit.purge(TENANT, NOW)


CALLS: dict[str, tuple[Callable[[Memory], Awaitable[object]], set[str]]] = {
    "next_due": (
        lambda store: store.next_due(),
        {"ix_reminders_open_due", "ix_reminders_lease_until", "ix_dues_due", "ix_dues_lease_until", "ix_notices_due",
         "ix_notices_lease_until"},
    ),
    "claim_reminders": (
        lambda store: store.claim_reminders("me", NOW, SOON, 9),
        {"ix_reminders_open_turn_due", "sqlite_autoindex_reminders_1"},
    ),
    "claim_notices": (
        lambda store: store.claim_notices("me", NOW, SOON, 9), {"ix_notices_turn", "sqlite_autoindex_notices_1"}
    ),
    "claim_dues": (lambda store: store.claim_dues("me", NOW, SOON, 9), {"ix_dues_due"}),
    "queued": (lambda store: store.queued(TENANT), {"ix_notices_turn"}),
    "reminder_of": (lambda store: store.reminder_of(TENANT, "b-2", "registered"), {"uq_reminders_open"}),
    "reminders_of": (lambda store: store.reminders_of(TENANT, "b-2"), {"uq_reminders_open"}),
    "reminders_about": (lambda store: store.reminders_about(TENANT, "decided", "7"), {"ix_reminders_open_about"}),
    "reminders": (lambda store: store.reminders(TENANT), {"ix_reminders_open_due", "ix_reminders_over"}),
    "memberships_of": (
        lambda store: store.memberships_of(TENANT, ["u-1", "u-2"]), {"ix_members_tenant_id_person_id"}
    ),
    "members": (
        lambda store: store.members(TENANT, 1, states=[MemberState.ASKED], wave=1), {"sqlite_autoindex_members_1"}
    ),
    "count_members": (lambda store: store.count_members(TENANT, 1), {"ix_members_counted"}),
    "slots": (lambda store: store.slots(TENANT, ["u-1", "u-2"], since=DAY), {"sqlite_autoindex_slots_1"}),
    "break_leases": (
        lambda store: store.break_leases(),
        {"ix_reminders_lease_until", "ix_dues_lease_until", "ix_notices_lease_until"},
    ),
    "purge": (purge, {"ix_reminders_over", "sqlite_autoindex_members_1", "ix_slots_tenant_id_day"}),
}  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
async def test_what_is_asked_all_the_time_is_answered_by_its_index(store: Memory, call: str) -> None:
    await _keep_something(store)
    ask, indexes = CALLS[call]
    steps = await _steps(store, ask)
    assert not [each for each in steps if re.match("SCAN", each) and re.search(BIG, each)]
    assert not [each for each in steps if "TEMP B-TREE FOR ORDER BY" in each]
    used = {found[1] for each in steps if re.search(BIG, each) and (found := re.search(r"INDEX (\w+)", each))}
    assert used == indexes


async def _keep_something(store: Memory) -> None:
    async with store.change() as unit:
        await unit.add_campaign(a_campaign())
        await unit.add_members([a_member()])
        await unit.take_slot(a_slot())
        await unit.save_reminder(a_reminder())
        await unit.save_reminder(a_reminder("r-2", person=Person("u-1", "")))
        await unit.notify(a_notice())


async def _steps(store: Memory, ask: Callable[[Memory], Awaitable[object]]) -> list[str]:
    """What SQLite says that it does for each statement of a call."""
    steps: list[str] = []

    def explain(connection: Connection, _cursor: object, said: str, values: Any, *_: object) -> None:  # noqa: ANN401
        if said.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            driver = connection.connection.cursor()
            driver.execute(f"EXPLAIN QUERY PLAN {said}", values[0] if values and isinstance(values, list) else values)
            steps.extend(row[3] for row in driver.fetchall())

    engines = [getattr(store._database, name) for name in ("_writer", "_reader")]
    for each in engines:
        event.listen(each, "before_cursor_execute", explain)
    await ask(store)
    assert steps
    return steps
