"""What `engine.ports.Store` promises about statements and due records, over SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

from engine.due import Due, DueKind
from engine.ports import Store
from tenant.model import Kind, Statement
from tests.store.records import ANA, LATER, NOW, OTHER_TENANT, SOON, TENANT

MANY = 30_000
ODD = "line\nbreak, nul \x00, half a pair \ud83d, emoji 🔑"


def said(subject: str = "u-1", key: str = "", *, kind: Kind = Kind.ASKED, minutes: int = 0) -> Statement:
    at = NOW + timedelta(minutes=minutes)
    return Statement(
        kind=kind, subject=subject, key=key, value="mobile +31 612345678", source=ODD, by="Ana Ruiz", at=at
    )


def due(due_id: str = "tell:1:x", *, minutes: int = 0) -> Due:
    at = NOW + timedelta(minutes=minutes)
    facts = {"command": 'phone retire group:"Pilot"'}
    return Due(
        tenant_id=TENANT, id=due_id, due=at, kind=DueKind.TELL, to=ANA, code="x", facts=facts, request=1, since=NOW
    )


async def test_statements_come_back_as_they_went_in_oldest_first(store: Store) -> None:
    made = [said("u-2", minutes=1), said("u-1", minutes=2), said("u-1", "31612345678", minutes=0)]
    async with store.change() as unit:
        for each in made:
            await unit.state(TENANT, each)
        await unit.state(TENANT, said(kind=Kind.CONFIRMED))
        assert len(await unit.statements(TENANT, Kind.ASKED)) == 3
    assert await store.statements(TENANT, Kind.ASKED) == [made[2], made[0], made[1]]
    assert await store.statements(TENANT, Kind.ASKED, ["u-1", "u-9"]) == [made[2], made[1]]
    assert await store.statements(OTHER_TENANT, Kind.ASKED) == []


async def test_a_statement_takes_the_place_of_the_one_before(store: Store) -> None:
    async with store.change() as unit:
        await unit.state(TENANT, said())
        await unit.state(TENANT, later := replace(said(minutes=3), value="mobile +31 687654321"))
    assert await store.statements(TENANT, Kind.ASKED) == [later]
    async with store.change() as unit:
        assert await unit.unstate(TENANT, Kind.ASKED, "u-1")
        assert not await unit.unstate(TENANT, Kind.ASKED, "u-1")
        assert not await unit.unstate(TENANT, Kind.CONFIRMED, "u-1")
    assert await store.statements(TENANT, Kind.ASKED) == []


async def test_a_list_of_30_000_replaces_the_one_before_and_can_be_asked_about(store: Store) -> None:
    async with store.change() as unit:
        await unit.state(TENANT, said("somebody", kind=Kind.LISTED))
        await unit.state(TENANT, said("somebody"))
        many = [said(f"u-{n:05}", kind=Kind.LISTED) for n in range(MANY)]
        await unit.replace_statements(TENANT, Kind.LISTED, many)
    assert await store.statements(TENANT, Kind.LISTED) == many
    assert await store.statements(TENANT, Kind.LISTED, [each.subject for each in many[1:]]) == many[1:]
    assert len(await store.statements(TENANT, Kind.ASKED)) == 1
    async with store.change() as unit:
        await unit.replace_statements(TENANT, Kind.LISTED, ())
    assert await store.statements(TENANT, Kind.LISTED) == []


async def test_what_is_due_is_promised_once_and_settled_once(store: Store) -> None:
    async with store.change() as unit:
        assert await unit.add_due(due())
        assert not await unit.add_due(due(minutes=5))
    assert await store.due(TENANT, "tell:1:x") == due()
    assert await store.due(OTHER_TENANT, "tell:1:x") is None
    async with store.change() as unit:
        assert await unit.settle_due(TENANT, "tell:1:x")
        assert not await unit.settle_due(TENANT, "tell:1:x")
    assert await store.due(TENANT, "tell:1:x") is None


async def test_due_records_are_taken_by_one_worker_when_their_moment_has_come(store: Store) -> None:
    async with store.change() as unit:
        for minutes in (2, 0, 1, 60):
            await unit.add_due(due(f"d-{minutes}", minutes=minutes))
    now = NOW + timedelta(minutes=2)
    assert [each.id for each in await store.claim_dues("me", now, SOON, 2)] == ["d-0", "d-1"]
    assert [each.id for each in await store.claim_dues("they", now, SOON, 9)] == ["d-2"]
    assert not await store.claim_dues("they", now, SOON, 9)
    assert [each.id for each in await store.claim_dues("they", SOON, LATER, 9)] == ["d-0", "d-1", "d-2"]
    await store.break_leases()
    assert len(await store.claim_dues("me", now, SOON, 9)) == 3


async def test_saving_moves_a_due_record_and_gives_its_lease_back(store: Store) -> None:
    async with store.change() as unit:
        await unit.save_due(due())
    assert await store.next_due() == NOW
    await store.claim_dues("me", NOW, SOON, 9)
    assert await store.next_due() == SOON
    async with store.change() as unit:
        await unit.save_due(due(minutes=60))
    assert await store.next_due() == NOW + timedelta(minutes=60)
    assert not await store.claim_dues("me", SOON, LATER, 9)
