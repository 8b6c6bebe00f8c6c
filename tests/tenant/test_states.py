"""Per-user MFA: what is said is read, what is not said is unknown, and every write has a fate."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import TypeVar

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.graph import GraphTenants
from tenant.graph.reader import GraphReader
from tenant.graph.states import FEW, Probe, state, states
from tenant.graph.writer import GraphWriter
from tenant.model import PerUserState, StateWish
from tenant.ports import Area, Purpose, Written
from tenant.trouble import Forbidden, LostAnswer, NotFound, Protected
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted

T = TypeVar("T")
NOBODY = "d0000000-0000-4000-8000-00000000ffff"
ON = PerUserState.ENABLED


async def all_of(stream: AsyncIterator[T]) -> list[T]:
    return [one async for one in stream]


def bulk_reads(world: World) -> int:
    hidden = [r.path for r in world.recorder.requests if "perUserMfaState" in r.path]
    return len([path for path in hidden if "$top=999" in path])


@pytest.mark.parametrize("hidden", ["works", "absent", "forbidden"])
async def test_many_are_read_rightly_whatever_the_hidden_property_does(
    reader: GraphReader, world: World, hidden: str
) -> None:
    world.hidden_state = hidden
    ids = list(world.directory.people)
    assert len(ids) > FEW
    found = dict(await all_of(reader.states(ids)))
    assert {user_id: str(value) for user_id, value in found.items()} == {i: world.state_of(i) for i in ids}
    assert bulk_reads(world) == (1 if hidden == "works" else 0)


async def test_the_probe_is_repeated_the_next_day(reader: GraphReader, world: World, clock: JumpingClock) -> None:
    ids = list(world.directory.people)
    world.hidden_state = "absent"
    await all_of(reader.states(ids))
    world.hidden_state = "works"
    await all_of(reader.states(ids))
    assert bulk_reads(world) == 0
    await clock.sleep(86_400)
    await all_of(reader.states(ids))
    assert bulk_reads(world) == 1


async def test_a_property_that_stops_working_is_not_taken_for_an_answer(reader: GraphReader, world: World) -> None:
    ids = list(world.directory.people)
    await all_of(reader.states(ids))
    world.hidden_state = "forbidden"
    assert len(dict(await all_of(reader.states(ids)))) == len(ids)


@pytest.mark.parametrize(
    "said", [{}, {"perUserMfaState": None}, {"perUserMfaState": ""}, {"perUserMfaState": "paused"}]
)
def test_what_is_not_said_is_unknown(said: dict[str, str | None]) -> None:
    assert state(said) is PerUserState.UNKNOWN


async def test_the_same_person_twice_is_one_answer(reader: GraphReader) -> None:
    assert len(await all_of(reader.states([cast.ANA, cast.ANA]))) == 1


async def test_a_missing_permission_is_raised(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "Policy.Read.All")
    with pytest.raises(Forbidden) as caught:
        await all_of(reader.states([cast.ANA]))
    assert caught.value.scope == "Policy.Read.All"


async def test_wishes_come_true(writer: GraphWriter, world: World) -> None:
    wishes = [StateWish(cast.ANA, ON), StateWish(cast.KIM, PerUserState.DISABLED), StateWish(NOBODY, ON)]
    written = {one.user_id: one.trouble for one in await all_of(writer.set_states(wishes))}
    assert written[cast.ANA] is None and written[cast.KIM] is None
    assert isinstance(written[NOBODY], NotFound)
    assert world.state_of("ana") == "enabled" and world.state_of("kim") == "disabled"
    assert {write.app for write in world.recorder.writes} == {cast.STATE_WRITER_ID}


async def test_reading_uses_the_credential_that_cannot_write(writer: GraphWriter, world: World) -> None:
    await all_of(writer.states([cast.ANA]))
    assert {request.app for request in world.recorder.requests if "/graph/" in request.path} == {cast.READER_ID}


async def fate(writer: GraphWriter, user_id: str = cast.ANA) -> Written:
    [written] = await all_of(writer.set_states([StateWish(user_id, ON)]))
    return written


async def test_without_the_permission_the_write_is_forbidden(writer: GraphWriter, world: World) -> None:
    world.revoke(cast.STATE_WRITER_ID, "Policy.ReadWrite.AuthenticationMethod")
    trouble = (await fate(writer)).trouble
    assert isinstance(trouble, Forbidden)
    assert trouble.scope == "Policy.ReadWrite.AuthenticationMethod"
    assert world.state_of("ana") == "disabled"


async def test_one_account_that_is_shut_is_protected(writer: GraphWriter, world: World) -> None:
    world.faults.declare([{"path": f"{cast.GINA}/", "method": "PATCH", "status": 403, "batch": True}])
    wishes = [StateWish(cast.GINA, ON), StateWish(cast.ANA, ON)]
    written = {one.user_id: one.trouble for one in await all_of(writer.set_states(wishes))}
    assert isinstance(written[cast.GINA], Protected) and written[cast.ANA] is None


async def test_a_lost_answer_is_told_and_nothing_is_written_twice(writer: GraphWriter, world: World) -> None:
    """Whoever asked looks first: the write may have been done."""
    world.faults.declare([{"path": "requirements", "method": "PATCH", "effect": "lost", "times": 1}])
    assert isinstance((await fate(writer)).trouble, LostAnswer)
    assert len(world.recorder.writes) == 1
    assert world.state_of("ana") == "enabled"


async def test_answers_that_never_come_are_said_to_be_lost(writer: GraphWriter, world: World) -> None:
    world.faults.declare([{"path": "requirements", "method": "PATCH", "effect": "lost"}])
    assert isinstance((await fate(writer)).trouble, LostAnswer)
    assert world.state_of("ana") == "enabled", "it was done all the same"


async def test_a_throttled_wish_waits_and_comes_true(writer: GraphWriter, world: World, clock: JumpingClock) -> None:
    world.faults.declare([{"method": "PATCH", "status": 429, "retry_after": 8, "batch": True, "times": 1}])
    assert (await fate(writer)).trouble is None
    assert clock.elapsed() == pytest.approx(8)


@pytest.mark.parametrize(
    "wishes",
    [
        [StateWish(NOBODY, PerUserState.UNKNOWN)],
        [StateWish(cast.ANA, ON)] * 2,
        [StateWish(str(number), ON) for number in range(21)],
    ],
)
async def test_wishes_that_make_no_sense_are_not_sent(
    writer: GraphWriter, world: World, wishes: list[StateWish]
) -> None:
    with pytest.raises(ValueError, match="wish"):
        await all_of(writer.set_states(wishes))
    assert not world.recorder.requests


async def test_a_writer_of_another_area_writes_nothing(tenants: GraphTenants, world: World) -> None:
    phone = tenants.writer(cast.TENANT_ID, Purpose("phones", writes=Area.PHONE))
    with pytest.raises(Forbidden):
        phone.set_states([StateWish(cast.ANA, ON)])
    assert not world.recorder.requests


async def test_whom_the_hidden_property_passes_over_is_asked_directly(clock: JumpingClock) -> None:
    """One in three has a null there; the documented call knows them."""
    ids = [f"id-{number}" for number in range(90)]
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        if not request.path.endswith("$batch"):
            states = [None if place % 3 else "enforced" for place in range(len(ids))]
            rows = zip(ids, states, strict=True)
            return web.json_response({"value": [{"id": i, "perUserMfaState": s} for i, s in rows]})
        items = (await request.json())["requests"]
        asked.extend(item["url"] for item in items)
        said = {"status": 200, "body": {"perUserMfaState": "disabled"}}
        return web.json_response({"responses": [{"id": item["id"], **said} for item in items]})

    async with scripted(clock, answer) as session:
        found = dict(await all_of(states(session, ids, Probe())))
    assert len(found) == 90 and len(asked) == 60
    assert Counter(found.values()) == {PerUserState.ENFORCED: 30, PerUserState.DISABLED: 60}
