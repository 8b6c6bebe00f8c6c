"""A method that appears on somebody: they are asked once, and their no ends their sign-ins at once."""

from asyncio import gather
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from actions.spec import Refusal, Subject
from demo.seed import cast
from engine import Engine, Notice, NoticeKind, Person, Request, RowState, Rule, State
from engine.methods import HOURLY
from tenant.model import Kind
from tenant.ports import Area
from tests.engine import acts
from tests.engine import acts_with_ends as ends
from tests.engine.bench import ANA, BEA, BOTH, CHAT, DAN, EVE, OLGA, Bench

KEY, LABEL = "m-1", "Authenticator on iPhone"


@pytest.fixture(autouse=True)
def book() -> None:
    ends.clear()


@pytest.fixture
async def bench(bench: Bench) -> Bench:
    bench.extra = [ends]
    bench.engine = bench.another("odd")
    await bench.engine.set_writes(OLGA, Area.MFA, True)
    return bench


async def questions(bench: Bench) -> list[Notice]:
    return [each for each in await bench.notices() if each.kind is NoticeKind.ASKED_METHOD]


async def alarms(bench: Bench) -> list[tuple[str, Person, dict[str, str]]]:
    await bench.engine.tick()
    await bench.settle()
    return [
        (each.code, each.to, dict(each.facts))  # type: ignore[misc]
        for each in await bench.notices()
        if each.kind is NoticeKind.TOLD
    ]


async def code(word: Awaitable[object]) -> str:
    with pytest.raises(Refusal) as refused:
        await word
    return refused.value.reason.code


@BOTH
async def test_asked_once_and_yes_is_the_end_of_it(bench: Bench) -> None:
    asked = await bench.engine.ask_new_method(DAN, KEY, LABEL)
    assert (asked.kind, asked.subject, asked.key, asked.value) == (Kind.NEW_METHOD, DAN.id, KEY, LABEL)
    assert await bench.engine.ask_new_method(DAN, KEY, LABEL) == asked
    assert [(each.about, each.to) for each in await questions(bench)] == [(f"method:{DAN.id}:{KEY}", DAN)]
    assert await code(bench.engine.answer_new_method(EVE, KEY, yes=True, place=CHAT)) == "nothing-asked"
    assert await bench.engine.answer_new_method(DAN, KEY, yes=True, place=CHAT) is None
    assert await code(bench.engine.answer_new_method(DAN, KEY, yes=True, place=CHAT)) == "nothing-asked"
    assert await bench.events("asked-method", "method-mine") == ["asked-method", "method-mine"]
    assert await alarms(bench) == []


@BOTH
async def test_no_ends_their_sign_ins_at_their_own_word(bench: Bench) -> None:
    await bench.engine.ask_new_method(DAN, KEY, LABEL)
    said = await bench.engine.answer_new_method(DAN, KEY, yes=False, place=CHAT)
    assert said is not None
    assert (said.state, said.action, said.rule, said.asker) == (State.APPROVED, "sessions revoke", Rule.OWN_WORD, DAN)
    await bench.settle()
    assert (await bench.now(said)).state is State.DONE
    assert [(DAN.id, "revoked")] == ends.SENT
    facts = {"name": DAN.name, "method": LABEL, "undo": str(said.number)}
    assert await alarms(bench) == [("method-not-mine", OLGA, facts)]


async def test_pressed_twice_at_once_it_is_one_request(bench: Bench) -> None:
    await bench.engine.ask_new_method(DAN, KEY, LABEL)
    two = bench.another("two")
    said = await gather(
        *(each.answer_new_method(DAN, KEY, yes=False, place=CHAT) for each in (bench.engine, two)),
        return_exceptions=True,
    )
    await bench.settle()
    assert len({each.number for each in said if isinstance(each, Request)}) == 1
    assert [(DAN.id, "revoked")] == ends.SENT
    assert len(await alarms(bench)) == 1


async def test_where_nothing_may_be_written_the_owners_hear_that_too(bench: Bench) -> None:
    await bench.engine.set_writes(OLGA, Area.MFA, False)
    await bench.engine.ask_new_method(DAN, KEY, LABEL)
    said = await bench.engine.answer_new_method(DAN, KEY, yes=False, place=CHAT)
    assert said is not None
    await bench.settle()
    assert (await bench.now(said)).state is State.PAUSED
    assert sorted((code, facts.get("why")) for code, _, facts in await alarms(bench)) == [
        ("method-not-mine", None),
        ("not-revoked", "writes-closed"),
    ]


async def test_without_such_an_action_the_owners_hear(bench: Bench) -> None:
    bench.extra = []
    bench.engine = bench.another("older")
    await bench.engine.ask_new_method(DAN, KEY, LABEL)
    assert await bench.engine.answer_new_method(DAN, KEY, yes=False, place=CHAT) is None
    assert await alarms(bench) == [("method-not-mine", OLGA, {"name": DAN.name, "method": LABEL})]


async def test_a_crash_before_the_plan_loses_nothing(bench: Bench) -> None:
    await bench.engine.ask_new_method(DAN, KEY, LABEL)
    bench.engine._methods._planning = Dead()  # type: ignore[assignment]
    with pytest.raises(acts.Died):
        await bench.engine.answer_new_method(DAN, KEY, yes=False, place=CHAT)
    bench.bell.rung.clear()
    bench.clock.skip(bench.house.lease)
    two = bench.another("two")
    await two.tick()
    await bench.settle(two)
    assert [(DAN.id, "revoked")] == ends.SENT
    (row,) = await bench.rows((await bench.engine.requests())[0])
    assert row.state is RowState.DONE


class Dead:
    """A worker that dies before it plans."""

    async def plan(self, number: int) -> Request:
        raise acts.Died


async def test_a_question_that_nobody_saw_is_withdrawn(bench: Bench) -> None:
    await bench.engine.ask_new_method(DAN, KEY, LABEL)
    (asked,) = await questions(bench)
    await bench.engine.not_reachable(asked)
    assert await code(bench.engine.answer_new_method(DAN, KEY, yes=True, place=CHAT)) == "nothing-asked"
    assert await bench.events("not-asked") == ["not-asked"]


# --- the look


async def hour(bench: Bench, engine: Engine | None = None) -> None:
    bench.clock.skip(HOURLY + timedelta(minutes=1))
    await (engine or bench.engine).tick()
    await bench.settle(engine)


async def test_the_look_asks_role_holders_and_the_reminded_once_about_each(bench: Bench) -> None:
    assert await bench.engine.set_method_questions(OLGA, True)
    assert not await bench.engine.set_method_questions(OLGA, True)
    assert await code(bench.engine.set_method_questions(ANA, False)) == "not-owner"
    await bench.engine.remind(ANA, [Subject(DAN.id, DAN.name, "dan@contoso.com")], "registered")
    await bench.notices()
    await hour(bench)
    assert await questions(bench) == []
    bench.clock.skip(timedelta(minutes=1))
    for who in ("dan", "eve"):
        bench.world.register(who, "microsoftAuthenticator")
    await hour(bench)
    (asked,) = await questions(bench)
    assert asked.to == Person(DAN.id, "Dan Moor")
    key = asked.about.split(":", 2)[2]
    await bench.engine.answer_new_method(DAN, key, yes=True, place=CHAT)
    await hour(bench)
    await hour(bench)
    assert await questions(bench) == []


async def test_halted_ended_or_unreadable_nobody_is_asked_and_nothing_is_missed(bench: Bench) -> None:
    await bench.engine.set_method_questions(OLGA, True)
    await bench.engine.remind(ANA, [Subject(DAN.id, DAN.name, "dan@contoso.com")], "registered")
    bench.clock.skip(timedelta(minutes=1))
    bench.world.register("dan", "microsoftAuthenticator")
    await bench.engine.halt(BEA)
    await hour(bench)
    assert await questions(bench) == []
    await bench.engine.resume_all(OLGA)
    bench.world.faults.declare([{"path": "roleAssignments", "status": 503}])
    await hour(bench)
    assert await questions(bench) == []
    bench.world.faults.clear()
    await hour(bench)
    assert len(await questions(bench)) == 1
    await bench.engine.set_method_questions(OLGA, False)
    bench.world.register("dan", "phone")
    await hour(bench)
    assert await questions(bench) == []


async def test_a_method_on_an_emergency_account_is_told_to_the_owners(bench: Bench) -> None:
    await bench.engine.set_method_questions(OLGA, True)
    bench.clock.skip(timedelta(minutes=1))
    key = next(key for key, each in bench.world.directory.people.items() if each.id == cast.BREAK_GLASS_1)
    bench.world.register(key, "fido2")
    await hour(bench)
    assert [code for code, to, _ in await alarms(bench) if to == OLGA] == ["method-on-break-glass"]
