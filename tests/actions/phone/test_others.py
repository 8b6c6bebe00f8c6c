"""Setting one number, taking phones away, showing them."""

from datetime import UTC, datetime

import pytest

from actions.args import PhoneTypes, TypedNumber, Until, Yes
from actions.phone.remove import PhoneRemove
from actions.phone.retire import PhoneRetire
from actions.phone.set import PhoneSet
from actions.phone.show import PhoneShow
from actions.spec import Finding, FindingState, Reason, Refusal, Tell
from demo import allowed, portal
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.model import Kind
from tests.actions.phone.conftest import Remembered
from tests.actions.phone.steps import Rows, change, codes, free, group, numbers, person, planned, row, warning, why

MINE, OTHERS = "+46 701740605", "+46 701740606"


async def typed(tenant: GraphReader, number: str, kind: str = "mobile", *, who: str = cast.DAN) -> Rows:
    return await planned(
        PhoneSet(who=person(who), number=TypedNumber.parse(number), type=PhoneTypes.parse(kind)), tenant
    )


# --- phone set -------------------------------------------------------------------------------------------------------


async def test_a_typed_number_is_read_where_the_person_is(looking: GraphReader, world: World) -> None:
    world.person("dan").location = "SE"
    found = (await typed(looking, "070-174 06 05"))[cast.DAN]
    assert change(found).after == f"mobile {MINE}; preferred sms"
    assert warning(found, "number-source").facts["source"] == "typed"


async def test_an_office_phone_has_its_extension_and_is_never_the_first_choice(looking: GraphReader) -> None:
    found = (await typed(looking, "+46 8 465 004 12 ext. 7", "office"))[cast.DAN]
    assert change(found).after == "office +46 846500412x7"


async def test_an_office_phone_that_may_not_be_called_is_registered_and_not_capable(
    looking: GraphReader, world: World
) -> None:
    allowed.change(world.directory, "Voice", {"state": "enabled", "include": ["everybody"], "office_phones": False})
    assert "policy-forbids" in codes((await typed(looking, "+46 8 465 004 12", "office"))[cast.DAN])


async def test_an_alternate_phone_needs_a_mobile_one(looking: GraphReader, world: World) -> None:
    assert why((await typed(looking, OTHERS, "alternate"))[cast.DAN]) == "needs-mobile"
    portal.register_phone(world, world.person("dan"), MINE)
    assert change((await typed(looking, OTHERS, "alternate"))[cast.DAN]).after == f"alternateMobile {OTHERS}"


async def test_what_is_known_otherwise_is_shown(looking: GraphReader, memory: Remembered) -> None:
    memory.say(Kind.LISTED, cast.DAN, OTHERS, source="HR")
    assert "sources-differ" in codes((await typed(looking, MINE))[cast.DAN])


async def test_never_for_role_holders(looking: GraphReader) -> None:
    assert why((await typed(looking, MINE, who=cast.MIA))[cast.MIA]) == "role-holder-never"


async def test_nothing_is_overwritten_by_default(looking: GraphReader, world: World) -> None:
    portal.register_phone(world, world.person("dan"), OTHERS)
    assert why((await typed(looking, MINE))[cast.DAN]) == "another-number"
    action = PhoneSet(who=person(cast.DAN), number=TypedNumber.parse(MINE), overwrite=Yes(("yes",)))
    found = change((await planned(action, looking))[cast.DAN])
    assert (found.before, found.after) == (f"mobile {OTHERS}", f"mobile {MINE}")


async def test_whose_number_it_is_besides_is_for_the_approver_to_see(looking: GraphReader, world: World) -> None:
    free(world, "1740605", "1740607")
    world.person("eve").mobile, world.person("eve").location = "070-174 06 05", "SE"
    found = (await typed(looking, MINE))[cast.DAN]
    assert change(found).after == f"mobile {MINE}; preferred sms"
    assert warning(found, "shared-number").facts == {"name": "Eve Lind", "count": "1"}
    assert "shared-number" not in codes((await typed(looking, "+46 701740607"))[cast.DAN])


@pytest.mark.parametrize("who", [person(cast.DAN, cast.EVE), group(cast.PHONE_PILOT)])
async def test_one_number_is_one_persons(looking: GraphReader, who: object) -> None:
    with pytest.raises(Refusal, match="one-person-only"):
        await planned(PhoneSet(who=who, number=TypedNumber.parse(MINE)), looking)  # type: ignore[arg-type] # parametrised


async def test_one_number_is_one_phone(looking: GraphReader) -> None:
    with pytest.raises(Refusal, match="one-type-only"):
        await typed(looking, MINE, "mobile office")


# --- phone remove ----------------------------------------------------------------------------------------------------


async def test_all_phones_go_and_the_last_method_is_warned_of(looking: GraphReader, world: World) -> None:
    number = numbers(world, "grace")["mobile"]
    portal.register_phone(world, world.person("grace"), OTHERS, "alternateMobile")
    found = change((await planned(PhoneRemove(who=person(cast.GRACE)), looking))[cast.GRACE])
    assert (found.before, found.after) == (f"mobile {number}; alternateMobile {OTHERS}", None)
    assert codes(found) == {"last-method"}


async def test_of_a_mobile_phone_alone_the_alternate_one_moves_up(looking: GraphReader, world: World) -> None:
    number = numbers(world, "grace")["mobile"]
    portal.register_phone(world, world.person("grace"), OTHERS, "alternateMobile")
    action = PhoneRemove(who=person(cast.GRACE), type=PhoneTypes.parse("mobile"))
    found = change((await planned(action, looking))[cast.GRACE])
    assert (found.before, found.after) == (f"mobile {number}; alternateMobile {OTHERS}", f"mobile {OTHERS}")
    assert codes(found) == {"alternate-moves-up", "theirs-again"}


async def test_the_first_choice_moves_to_the_strongest_that_is_left(looking: GraphReader, world: World) -> None:
    number = numbers(world, "grace")["mobile"]
    world.register("grace", "softwareOath")
    portal.prefer(world.person("grace"), "sms")
    found = change((await planned(PhoneRemove(who=person(cast.GRACE)), looking))[cast.GRACE])
    assert (found.before, found.after) == (f"mobile {number}; preferred sms", "preferred oath")
    assert codes(found) == set()


async def test_a_phone_that_microsoft_would_keep_is_no_row_that_fails(looking: GraphReader, world: World) -> None:
    world.register("grace", "fido2")
    portal.prefer(world.person("grace"), "sms")
    assert why((await planned(PhoneRemove(who=person(cast.GRACE)), looking))[cast.GRACE]) == "phone-is-default"


async def test_who_has_none_loses_none(looking: GraphReader) -> None:
    assert why((await planned(PhoneRemove(who=person(cast.DAN)), looking))[cast.DAN]) == "no-phone"


async def test_phones_of_many_are_not_removed(looking: GraphReader) -> None:
    with pytest.raises(Refusal, match="too-many-to-weaken"):
        await planned(PhoneRemove(who=group(cast.WAVE_200)), looking)


# --- phone retire ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_a_phone_goes_where_something_stronger_was_used_lately(looking: GraphReader, world: World) -> None:
    for key in ("kim", "juergen", "eve"):
        portal.register_phone(world, world.person(key), f"+46 7017406{len(key):02}")
    found = await planned(PhoneRetire(who=person(cast.KIM, cast.JUERGEN, cast.EVE, cast.DAN)), looking)
    assert change(found[cast.KIM]).after is None
    assert warning(found[cast.KIM], "stronger-used") == Reason("stronger-used", {"methods": "Microsoft Authenticator"})
    assert why(found[cast.JUERGEN]) == "stronger-not-used"
    assert why(found[cast.EVE]) == "no-stronger"
    assert why(found[cast.DAN]) == "no-phone"


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_what_was_set_for_them_is_no_reason_to_take_the_phone(
    looking: GraphReader, world: World, memory: Remembered
) -> None:
    portal.register_phone(world, world.person("kim"), MINE)
    for method in world.person("kim").methods.true:
        memory.say(Kind.SET_FOR_THEM, cast.KIM, key=method.id)
    assert why((await planned(PhoneRetire(who=person(cast.KIM)), looking))[cast.KIM]) == "no-stronger"


async def test_without_p1_nobody_can_know(looking: GraphReader, world: World) -> None:
    portal.register_phone(world, world.person("kim"), MINE)
    with pytest.raises(Refusal, match="no-one-knows"):
        await planned(PhoneRetire(who=person(cast.KIM)), looking)


# --- phone show ------------------------------------------------------------------------------------------------------


async def shown(tenant: GraphReader, id_: str) -> Finding:
    [found] = [each async for each in PhoneShow(who=person(id_)).findings(tenant)]
    return found


async def test_a_phone_is_shown_in_full_with_what_else_is_known(
    looking: GraphReader, world: World, memory: Remembered
) -> None:
    number = str(numbers(world, "grace")["mobile"])
    world.person("grace").mobile = "06 12345678 / 020 1234567"
    memory.say(Kind.LISTED, cast.GRACE, OTHERS, source="HR")
    found = await shown(looking, cast.GRACE)
    assert (found.state, found.title.code) == (FindingState.PASS, "phone-registered")
    assert Reason("phone", {"type": "mobile", "number": number}) in found.evidence
    known = {each.facts["source"]: dict(each.facts) for each in found.evidence if each.code.startswith("known")}
    assert known["list"]["number"] == OTHERS
    assert known["directory"]["doubt"] == "two-numbers"
    assert "1234" not in known["directory"]["text"]


async def test_a_phone_that_was_set_for_them_is_marked(looking: GraphReader, world: World, memory: Remembered) -> None:
    method = next(each for each in world.person("grace").methods.true if each.kind == "phone")
    memory.say(Kind.SET_FOR_THEM, cast.GRACE, key=method.id)
    assert Reason("set-for-them") in (await shown(looking, cast.GRACE)).evidence


async def test_a_phone_that_the_policy_forbids_fails_and_none_is_not_applicable(
    looking: GraphReader, world: World
) -> None:
    assert (await shown(looking, cast.DAN)).state is FindingState.NOT_APPLICABLE
    allowed.change(world.directory, "Sms", {"state": "disabled"})
    allowed.change(world.directory, "Voice", {"state": "disabled"})
    assert (await shown(looking, cast.GRACE)).title.code == "policy-forbids"


def set_until(said: str = "") -> PhoneSet:
    until = Until.parse(said) if said else Until()
    return PhoneSet(who=person(cast.DAN), number=TypedNumber(MINE), until=until)


def test_the_notes_need_no_plan() -> None:
    notes = set_until().notes(datetime(2026, 11, 23, tzinfo=UTC))
    assert [each.code for each in notes] == ["restricted-by-nist", "fails-cisa-aad-3-5", "microsoft-ends-text-messages"]


def test_one_number_too_can_have_an_end_and_its_asker_is_told_then() -> None:
    added, now = row(cast.DAN, None, f"mobile {MINE}"), datetime(2026, 11, 23, tzinfo=UTC)
    assert set_until("2027-01-15").notes(now)[-1] == Reason("bridge-until", {"date": "2027-01-15"})
    told = [each for each in set_until("2027-01-15").then(added, now) if isinstance(each, Tell)]
    assert [each.at for each in told] == [datetime(2027, 1, 15, 9, tzinfo=UTC)]
    assert not any(isinstance(each, Tell) for each in set_until().then(added, now)), "no end was said"
    taken_back = row(cast.DAN, f"mobile {MINE}", None)
    assert not any(isinstance(each, Tell) for each in set_until("2027-01-15").then(taken_back, now))
