"""Writing phones at the wire: the order that Microsoft demands, 409, lost answers, and going on from half way."""

import pytest

from actions.phone.value import METHOD_IDS
from actions.spec import Reason, Remember, TellThem
from demo import allowed, portal
from demo.seed import cast
from demo.world import World
from tenant.graph.writer import GraphWriter
from tenant.model import Kind, PhoneType
from tests.actions.phone.steps import Writing, looked, numbers, row, run, turned

MINE, OTHERS = "+46 701740605", "+46 701740606"
ADDED = f"mobile {MINE}; preferred sms"


async def test_a_number_is_added_and_becomes_the_first_choice_and_undone(phones: GraphWriter, world: World) -> None:
    change = row(cast.DAN, None, ADDED)
    assert [(each.failed, each.unsure) for each in await run(phones, change)] == [(None, False)]
    assert (numbers(world, "dan"), world.person("dan").preferred) == ({"mobile": MINE}, "sms")
    assert await looked(phones, change) == [ADDED]
    await run(phones, turned(change))
    assert (numbers(world, "dan"), world.person("dan").preferred) == ({}, None)
    assert await looked(phones, turned(change)) == [None]


async def test_a_replaced_number_comes_back(phones: GraphWriter, world: World) -> None:
    portal.register_phone(world, world.person("dan"), OTHERS)
    change = row(cast.DAN, f"mobile {OTHERS}", f"mobile {MINE}")
    await run(phones, change)
    assert numbers(world, "dan") == {"mobile": MINE}
    await run(phones, turned(change))
    assert numbers(world, "dan") == {"mobile": OTHERS}


async def test_all_phones_come_and_go_in_the_order_that_microsoft_wants(phones: GraphWriter, world: World) -> None:
    change = row(cast.DAN, None, f"mobile {MINE}; alternateMobile {OTHERS}; office +46 846500412x7")
    assert [each.failed for each in await run(phones, change)] == [None]
    assert numbers(world, "dan") == {"mobile": MINE, "alternateMobile": OTHERS, "office": "+46 846500412x7"}
    assert [each.failed for each in await run(phones, turned(change))] == [None]
    assert numbers(world, "dan") == {}


async def test_the_alternate_number_moves_up_where_the_mobile_one_goes(phones: GraphWriter, world: World) -> None:
    await run(phones, row(cast.DAN, None, f"mobile {MINE}; alternateMobile {OTHERS}"))
    await run(phones, row(cast.DAN, f"mobile {MINE}; alternateMobile {OTHERS}", f"mobile {OTHERS}"))
    assert numbers(world, "dan") == {"mobile": OTHERS}


async def test_another_first_choice_comes_before_the_phone_goes(phones: GraphWriter, world: World) -> None:
    world.register("grace", "microsoftAuthenticator")
    number = str(numbers(world, "grace")["mobile"])
    portal.prefer(world.person("grace"), "sms")
    change = row(cast.GRACE, f"mobile {number}; preferred sms", "preferred push")
    assert [each.failed for each in await run(phones, change)] == [None]
    assert (numbers(world, "grace"), world.person("grace").preferred) == ({}, "push")
    await run(phones, turned(change))
    assert (numbers(world, "grace"), world.person("grace").preferred) == ({"mobile": number}, "sms")


async def test_taking_back_moves_the_first_choice_to_what_was_registered_since(
    phones: GraphWriter, world: World
) -> None:
    change = row(cast.DAN, None, ADDED)
    await run(phones, change)
    world.register("dan", "microsoftAuthenticator")
    assert [each.failed for each in await run(phones, turned(change))] == [None]
    assert (numbers(world, "dan"), world.person("dan").preferred) == ({}, "push")
    assert await looked(phones, turned(change)) == [None]


async def test_a_first_choice_of_their_own_is_not_taken_over(phones: GraphWriter, world: World) -> None:
    world.register("dan", "microsoftAuthenticator")
    portal.prefer(world.person("dan"), "push")
    await run(phones, row(cast.DAN, None, ADDED))
    assert (numbers(world, "dan"), world.person("dan").preferred) == ({"mobile": MINE}, "push")


async def test_a_409_that_was_saved_is_looked_at_and_goes_on(phones: GraphWriter, world: World) -> None:
    allowed.change(world.directory, "Sms", {"state": "enabled", "include": ["everybody"], "sign_in": True})
    portal.register_phone(world, world.person("eve"), MINE)
    change = row(cast.DAN, None, ADDED)
    [outcome] = await run(phones, change)
    assert (outcome.unsure, outcome.failed) == (True, Reason("number-not-unique"))
    assert await looked(phones, change) == [ADDED]
    assert world.person("dan").preferred == "sms"


async def test_a_409_that_was_not_saved_shows_nothing(phones: GraphWriter, world: World) -> None:
    world.faults.declare([{"method": "POST", "path": "phoneMethods", "status": 409, "code": "phoneNumberNotUnique"}])
    change = row(cast.DAN, None, ADDED)
    [outcome] = await run(phones, change)
    assert (outcome.unsure, outcome.failed) == (True, Reason("number-not-unique"))
    assert await looked(phones, change) == [None]


async def test_a_lost_answer_is_unsure_and_goes_on_from_where_it_stands(phones: GraphWriter, world: World) -> None:
    world.faults.declare([{"path": "alternateMobile|phoneMethods", "effect": "lost", "times": 1}])
    change = row(cast.DAN, None, f"mobile {MINE}; alternateMobile {OTHERS}")
    [outcome] = await run(phones, change)
    assert (outcome.unsure, outcome.failed) == (True, None)
    assert numbers(world, "dan") == {"mobile": MINE}
    assert await looked(phones, change) == [None], "half done is to be done"
    assert [each.failed for each in await run(phones, change)] == [None]
    assert numbers(world, "dan") == {"mobile": MINE, "alternateMobile": OTHERS}


async def test_who_fails_at_a_step_takes_no_further_one_and_holds_up_nobody(phones: GraphWriter, world: World) -> None:
    bad = row(cast.EVE, None, "mobile nonsense; alternateMobile +46 701740607")
    outcomes = {each.subject_id: each for each in await run(phones, bad, row(cast.DAN, None, ADDED))}
    assert outcomes[cast.EVE].failed == Reason("refused", {"detail": "invalidPhoneNumber"})
    assert outcomes[cast.DAN].failed is None
    assert (numbers(world, "eve"), numbers(world, "dan")) == ({}, {"mobile": MINE})


async def test_a_first_choice_that_cannot_be_moved_keeps_the_phone(phones: GraphWriter, world: World) -> None:
    world.register("grace", "microsoftAuthenticator")
    before = numbers(world, "grace")
    portal.prefer(world.person("grace"), "sms")
    world.faults.declare([{"method": "PATCH", "path": "signInPreferences", "status": 400, "code": "badRequest"}])
    [outcome] = await run(phones, row(cast.GRACE, f"mobile {before['mobile']}; preferred sms", "preferred push"))
    assert outcome.failed is not None
    assert numbers(world, "grace") == before


async def test_a_number_that_nobody_has_seen_is_not_overwritten(phones: GraphWriter, world: World) -> None:
    portal.register_phone(world, world.person("dan"), OTHERS)
    [outcome] = await run(phones, row(cast.DAN, None, ADDED))
    assert outcome.failed == Reason("changed-meanwhile")
    assert numbers(world, "dan") == {"mobile": OTHERS}


async def test_somebody_who_is_gone_is_seen_as_gone(phones: GraphWriter) -> None:
    ghost = row("00000000-dead-4000-8000-000000000000", None, ADDED)
    assert [each.gone async for each in Writing().look([ghost], phones)] == [True]
    assert await run(phones, ghost) == []


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        (None, ADDED, [(PhoneType.MOBILE, False)]),
        (ADDED, None, [(PhoneType.MOBILE, True)]),
        (f"mobile {OTHERS}", f"mobile {MINE}", [(PhoneType.MOBILE, False)]),
        (
            f"mobile {MINE}; alternateMobile {OTHERS}",
            f"mobile {OTHERS}",
            [(PhoneType.MOBILE, False), (PhoneType.ALTERNATE, True)],
        ),
    ],
)
async def test_the_person_is_told_and_what_was_written_counts_as_set_for_them(
    phones: GraphWriter, before: str | None, after: str | None, left: list[tuple[PhoneType, bool]]
) -> None:
    told, *kept = Writing().then(row(cast.DAN, before, after), phones.now())
    assert isinstance(told, TellThem)
    remembered = [each for each in kept if isinstance(each, Remember) and each.kind is Kind.SET_FOR_THEM]
    assert [(each.key, each.forget) for each in remembered] == [(METHOD_IDS[kind], gone) for kind, gone in left]
    assert all(bool(each.value) is not each.forget for each in remembered)
