"""Whose a number is after an undo, and that no way leads to a number on an account that must have none."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.args import PhoneTypes, TypedNumber, Yes
from actions.phone.origins import is_theirs, registers, turned
from actions.phone.remove import PhoneRemove
from actions.phone.set import PhoneSet
from actions.phone.value import METHOD_IDS, Value
from actions.spec import Cannot, Change, Remember, Row
from demo import portal
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.model import Kind, PhoneType
from tests.actions.phone.conftest import Remembered
from tests.actions.phone.steps import Writing, change, person, planned, row

A, B = "+46 701740605", "+46 701740606"
MOBILE = METHOD_IDS[PhoneType.MOBILE]
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def left(done: Change) -> dict[str, bool]:
    """By method id: is it set for them (True), or forgotten (False)?"""
    return {each.key: not each.forget for each in Writing().then(done, NOW) if isinstance(each, Remember)}


def test_what_was_added_is_set_for_them_and_again_after_the_undo_of_its_undo() -> None:
    added = row(cast.DAN, None, f"mobile {A}")
    assert left(added) == {MOBILE: True}
    undo = turned(added)
    assert (undo.before, undo.after, left(undo)) == (f"mobile {A}", None, {MOBILE: False})
    again = turned(undo)
    assert (again.before, again.after, left(again)) == (None, f"mobile {A}", {MOBILE: True})


def test_the_earlier_number_comes_back_as_their_own() -> None:
    changed = row(cast.DAN, f"mobile {A}", f"mobile {B}")
    assert left(changed) == {MOBILE: True}
    undo = turned(changed)
    assert left(undo) == {MOBILE: False}
    assert left(turned(undo)) == {MOBILE: True}, "the other one was ours"


async def test_what_had_been_set_for_them_comes_back_as_that(
    looking: GraphReader, world: World, memory: Remembered
) -> None:
    portal.register_phone(world, world.person("dan"), A)
    action = PhoneSet(who=person(cast.DAN), number=TypedNumber.parse(B), overwrite=Yes(("yes",)))
    theirs = change((await planned(action, looking))[cast.DAN])
    assert left(turned(theirs)) == {MOBILE: False}
    memory.say(Kind.SET_FOR_THEM, cast.DAN, key=MOBILE)
    ours = change((await planned(action, looking))[cast.DAN])
    assert left(turned(ours)) == {MOBILE: True}


async def test_a_removed_number_comes_back_as_what_it_was(
    looking: GraphReader, world: World, memory: Remembered
) -> None:
    portal.register_phone(world, world.person("dan"), A)
    action = PhoneRemove(who=person(cast.DAN))
    assert left(turned(change((await planned(action, looking))[cast.DAN]))) == {MOBILE: False}
    memory.say(Kind.SET_FOR_THEM, cast.DAN, key=MOBILE)
    assert left(turned(change((await planned(action, looking))[cast.DAN]))) == {MOBILE: True}


@pytest.mark.parametrize("ours", [False, True])
async def test_a_number_that_moves_up_stays_whose_it_is(
    looking: GraphReader, world: World, memory: Remembered, ours: bool
) -> None:
    portal.register_phone(world, world.person("dan"), A)
    portal.register_phone(world, world.person("dan"), B, "alternateMobile")
    other = METHOD_IDS[PhoneType.ALTERNATE]
    if ours:
        memory.say(Kind.SET_FOR_THEM, cast.DAN, key=other)
    action = PhoneRemove(who=person(cast.DAN), type=PhoneTypes.parse("mobile"))
    moved = change((await planned(action, looking))[cast.DAN])
    assert (moved.after, left(moved)) == (f"mobile {B}", {MOBILE: ours, other: False})
    assert left(turned(moved)) == {MOBILE: False, other: ours}


def values() -> st.SearchStrategy[str | None]:
    phones = st.dictionaries(st.sampled_from(list(PhoneType)), st.sampled_from([A, B, "+31 612345678"]))
    return phones.map(lambda each: Value(each).text())


@given(before=values(), after=values())
def test_turned_twice_it_is_as_it_was(before: str | None, after: str | None) -> None:
    first = row(cast.DAN, before, after)
    again = turned(turned(first))
    assert (again.before, again.after, left(again)) == (first.before, first.after, left(first))
    assert not any(is_theirs(again, kind) for kind in PhoneType)


# --- never for role holders -----------------------------------------------------------------------------------------


async def vet(tenant: GraphReader, *changes: Change) -> list[Row]:
    async def asked() -> AsyncIterator[Change]:
        for each in changes:
            yield each

    return [each async for each in Writing().vet(asked(), tenant)]


async def test_no_row_writes_a_number_for_a_role_holder_and_every_row_may_take_one(looking: GraphReader) -> None:
    for before, after in ((None, f"mobile {A}"), (f"mobile {B}", f"mobile {A}"), (f"mobile {B}", f"office {A}x12")):
        [answer] = await vet(looking, row(cast.MIA, before, after))
        assert isinstance(answer, Cannot) and answer.why.code == "role-holder-never"
    for taken, kept in ((f"mobile {A}", None), (f"mobile {A}; alternateMobile {B}", f"mobile {B}")):
        taking = row(cast.MIA, taken, kept)
        assert await vet(looking, taking) == [taking]


async def test_everybody_gets_an_answer_in_order(looking: GraphReader, world: World) -> None:
    changes = [row(each, None, f"mobile {A}") for each in (cast.DAN, cast.EVE, cast.MIA)]
    answers = await vet(looking, *changes)
    assert answers[:2] == changes[:2] and isinstance(answers[2], Cannot)
    assert not registers(turned(changes[0]))
