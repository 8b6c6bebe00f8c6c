"""Planning numbers: who is believed, what is doubted, what the approver is told."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions.args import People, Until, Yes
from actions.phone.prepopulate import PhonePrepopulate
from actions.phone.value import METHOD_IDS
from actions.spec import Already, Cannot, Change, Reason, Refusal, Remember, Tell, TellThem
from demo import allowed, portal
from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.model import Kind, PhoneType, Rules
from tests.actions.phone.conftest import Remembered
from tests.actions.phone.steps import Rows, change, codes, free, group, numbers, person, planned, row, warning, why

trusting = pytest.mark.parametrize("rules", [Rules(trust_directory_phones=True)])
MINE, OTHERS = "+46 701740605", "+46 701740606"


def put(world: World, key: str, mobile: str | None, location: str | None = "SE") -> None:
    """What the directory says of somebody."""
    world.person(key).mobile, world.person(key).location = mobile, location


@pytest.fixture(autouse=True)
def _numbers(world: World) -> None:
    free(world, *(f"1740{place}" for place in range(605, 620)), "1740699")
    put(world, "dan", "070-174 06 05")
    put(world, "eve", "070-174 06 06")


async def fill(tenant: GraphReader, *ids: str, overwrite: bool = False) -> Rows:
    who = person(*(ids or (cast.DAN,)))
    return await planned(PhonePrepopulate(who=who, overwrite=Yes(("yes",)) if overwrite else Yes()), tenant)


# --- who is believed --------------------------------------------------------------------------------------------------


async def test_a_number_of_the_directory_is_not_believed_so_the_person_is_to_be_asked(looking: GraphReader) -> None:
    found = (await fill(looking))[cast.DAN]
    assert isinstance(found, Cannot)
    assert (found.why, found.after) == (Reason("not-confirmed", {"number": "+46 ••• 05"}), f"mobile {MINE}")


@trusting
async def test_an_owner_may_trust_the_directory(looking: GraphReader) -> None:
    found = change((await fill(looking))[cast.DAN])
    assert (found.before, found.after) == (None, f"mobile {MINE}; preferred sms")
    assert warning(found, "number-source").facts == {"source": "directory"}


async def test_a_list_is_believed_with_its_name_and_age(looking: GraphReader, memory: Remembered) -> None:
    memory.say(Kind.LISTED, cast.DAN, "0701 74 06 07", source="HR July", days=12)
    found = change((await fill(looking))[cast.DAN])
    assert found.after == "mobile +46 701740607; preferred sms"
    facts = warning(found, "number-source").facts
    assert (facts["source"], facts["name"], facts["age_days"]) == ("list", "HR July", "12")


async def test_the_persons_own_yes_is_believed_even_where_the_directory_changed_since(
    looking: GraphReader, world: World, memory: Remembered
) -> None:
    put(world, "eve", None)
    memory.say(Kind.CONFIRMED, cast.DAN, f"mobile {OTHERS}", days=3)
    found = change((await fill(looking))[cast.DAN])
    assert found.after == f"mobile {OTHERS}; preferred sms"
    assert warning(found, "number-source").facts["age_days"] == "3"
    assert warning(found, "sources-differ").facts == {"source": "directory", "number": "+46 ••• 05"}


@trusting
async def test_of_two_that_differ_the_list_wins_and_it_is_shown(
    looking: GraphReader, world: World, memory: Remembered
) -> None:
    put(world, "eve", None)
    memory.say(Kind.LISTED, cast.DAN, OTHERS, source="HR")
    found = (await fill(looking))[cast.DAN]
    assert change(found).after == f"mobile {OTHERS}; preferred sms"
    assert "sources-differ" in codes(found)


async def test_a_list_that_cannot_be_read_is_a_doubt_and_nothing_else_is_taken_instead(
    looking: GraphReader, memory: Remembered
) -> None:
    memory.say(Kind.CONFIRMED, cast.DAN, f"mobile {MINE}")
    memory.say(Kind.LISTED, cast.DAN, "see HR", source="HR")
    assert why((await fill(looking))[cast.DAN]) == "unreadable"


@pytest.mark.parametrize("second", [OTHERS, "ask HR"])
async def test_a_list_that_says_two_things_of_one_person_vouches_for_neither(
    looking: GraphReader, memory: Remembered, second: str
) -> None:
    memory.say(Kind.LISTED, cast.DAN, second, source="HR", days=2)
    memory.say(Kind.LISTED, cast.DAN, MINE, key="2", source="HR", days=1)
    found = (await fill(looking))[cast.DAN]
    assert isinstance(found, Cannot) and found.after is None, "nobody is asked about it, either"
    shown = "+46 ••• 06" if second == OTHERS else "ask HR"
    assert found.why == Reason("listed-twice", {"text": f"+46 ••• 05, {shown}"})


async def test_one_listed_number_in_two_spellings_is_one(looking: GraphReader, memory: Remembered) -> None:
    memory.say(Kind.LISTED, cast.DAN, "0701 74 06 05", source="HR", days=2)
    memory.say(Kind.LISTED, cast.DAN, MINE, key="2", source="HR", days=1)
    found = change((await fill(looking))[cast.DAN])
    assert warning(found, "number-source").facts["age_days"] == "1"
    assert "sources-differ" not in codes(found)


@pytest.mark.parametrize("kind", [Kind.LISTED, None])
async def test_what_the_person_disowned_is_never_written(
    looking: GraphReader, memory: Remembered, kind: Kind | None
) -> None:
    memory.say(Kind.DISOWNED, cast.DAN, key="46701740605")
    if kind:
        memory.say(kind, cast.DAN, MINE, source="HR")
    assert why((await fill(looking))[cast.DAN]) == "disowned"


async def test_who_cannot_be_asked_is_not_asked(looking: GraphReader, world: World) -> None:
    put(world, "dan", None)
    put(world, "eve", None)
    put(world, "gus_fabrikam.com#EXT#@contoso.onmicrosoft.com", MINE)
    put(world, "lea", OTHERS)
    found = await fill(looking, cast.GUS, cast.LEA)
    assert [why(found[cast.GUS]), why(found[cast.LEA])] == ["guest", "disabled"]


# --- who is never, and what is not overwritten -----------------------------------------------------------------------


@trusting
async def test_never_for_role_holders_and_role_assignable_groups_even_when_named(
    looking: GraphReader, world: World
) -> None:
    keeper = cast.generated(1)
    world.person("ana").mobile = world.person("mia").mobile = world.directory.people[keeper].mobile = MINE
    found = await fill(looking, cast.MIA, keeper, cast.generated(3))
    assert [why(each) for each in found.values()] == [
        "role-holder-never",
        "role-assignable-never",
        "role-assignable-never",  # its owner
    ]


@trusting
async def test_the_same_number_is_there_already_another_one_stays(looking: GraphReader, world: World) -> None:
    portal.register_phone(world, world.person("dan"), MINE)
    portal.register_phone(world, world.person("eve"), "+46 701740699")
    found = await fill(looking, cast.DAN, cast.EVE)
    assert isinstance(found[cast.DAN], Already)
    assert found[cast.EVE] == Cannot(found[cast.EVE].subject, Reason("another-number", {"number": "+46 ••• 99"}))


@trusting
async def test_only_overwrite_replaces_and_says_so(looking: GraphReader, world: World) -> None:
    portal.register_phone(world, world.person("eve"), "+46 701740699")
    found = change((await fill(looking, cast.EVE, overwrite=True))[cast.EVE])
    assert (found.before, found.after) == ("mobile +46 701740699", f"mobile {OTHERS}")
    assert warning(found, "replaces").facts == {"number": "+46 ••• 99"}


# --- doubts about several people -------------------------------------------------------------------------------------


@trusting
async def test_a_number_of_two_people_is_nobodys(looking: GraphReader, world: World) -> None:
    put(world, "eve", "+46 (0)70 174 06 05")
    found = await fill(looking, cast.DAN, cast.EVE)
    shared = Reason("shared-number", {"name": "Eve Lind", "count": "1"})
    assert found[cast.DAN] == Cannot(found[cast.DAN].subject, shared)
    assert why(found[cast.EVE]) == "shared-number"


@trusting
async def test_a_number_that_somebody_else_has_registered_is_doubted(looking: GraphReader, world: World) -> None:
    """Even where that person's own row has nothing to do with it."""
    put(world, "eve", None)
    portal.register_phone(world, world.person("eve"), MINE, "office")
    found = await fill(looking, cast.DAN, cast.EVE)
    assert [why(found[cast.DAN]), why(found[cast.EVE])] == ["shared-number", "no-number"]


@trusting
async def test_a_number_that_another_source_says_of_somebody_else_is_doubted(
    looking: GraphReader, memory: Remembered
) -> None:
    memory.say(Kind.LISTED, cast.EVE, MINE, source="HR")
    found = await fill(looking, cast.DAN, cast.EVE)
    assert {why(each) for each in found.values()} == {"shared-number"}


@pytest.mark.parametrize(
    ("kind", "value", "key"),
    [
        (Kind.LISTED, "0701 74 06 05", ""),
        (Kind.CONFIRMED, f"mobile {MINE}", ""),
        (Kind.SET_FOR_THEM, f"office {MINE}", METHOD_IDS[PhoneType.OFFICE]),
        (None, "+46 (0)701 74-06-05", ""),
        (None, "\u0660\u0667\u0660-\u0661\u0667\u0664 \u0660\u0666 \u0660\u0665", ""),
    ],
)
async def test_a_number_of_somebody_who_is_not_in_the_plan_is_doubted_too(
    looking: GraphReader, world: World, memory: Remembered, *, kind: Kind | None, value: str, key: str
) -> None:
    put(world, "eve", None if kind else value)
    if kind:
        memory.say(kind, cast.EVE, value, key=key, source="HR")
    memory.say(Kind.LISTED, cast.DAN, MINE, source="HR")
    found = (await fill(looking))[cast.DAN]
    assert found == Cannot(found.subject, Reason("shared-number", {"name": "Eve Lind", "count": "1"}))


async def test_what_ends_alike_and_what_else_was_set_for_people_is_no_shared_number(
    looking: GraphReader, world: World, memory: Remembered
) -> None:
    put(world, "eve", "+45 31740605")
    memory.say(Kind.SET_FOR_THEM, cast.EVE, "a pass", key="some-pass")
    memory.say(Kind.LISTED, cast.DAN, "+45 20740605", source="HR")
    assert isinstance((await fill(looking))[cast.DAN], Change)


# --- what goes with it -----------------------------------------------------------------------------------------------


@trusting
async def test_something_stronger_stays_the_first_choice(looking: GraphReader, world: World) -> None:
    world.register("dan", "microsoftAuthenticator")
    found = change((await fill(looking))[cast.DAN])
    assert found.after == f"mobile {MINE}"
    assert warning(found, "stronger-there").facts == {"methods": "Microsoft Authenticator"}
    assert not codes(found) & {"prefers-sms", "may-use-instead"}


@trusting
async def test_a_stronger_method_that_was_set_for_them_is_not_theirs(
    looking: GraphReader, world: World, memory: Remembered
) -> None:
    method = world.register("dan", "softwareOath")
    memory.say(Kind.SET_FOR_THEM, cast.DAN, key=method.id)
    assert "stronger-there" not in codes((await fill(looking))[cast.DAN])


@trusting
async def test_where_microsoft_chooses_a_first_choice_is_not_written_and_that_is_said(
    looking: GraphReader, world: World
) -> None:
    allowed.change(world.directory, "system_preferred", {"state": "enabled"})
    found = change((await fill(looking))[cast.DAN])
    assert found.after == f"mobile {MINE}"
    assert "preference-without-effect" in codes(found)


@trusting
async def test_registered_is_not_capable_where_the_policy_forbids_both(looking: GraphReader, world: World) -> None:
    allowed.change(world.directory, "Sms", {"state": "disabled"})
    allowed.change(world.directory, "Voice", {"state": "disabled"})
    found = change((await fill(looking))[cast.DAN])
    assert found.after == f"mobile {MINE}", "text messages that may not be sent are nobody's first choice"
    assert "policy-forbids" in codes(found)


@trusting
async def test_without_p1_nobody_knows_whether_the_phone_resets_the_password(looking: GraphReader) -> None:
    assert "resets-password-unknown" in codes((await fill(looking))[cast.DAN])


@trusting
@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_with_p1_it_is_said_only_of_those_who_may(looking: GraphReader, world: World) -> None:
    ids = [cast.DAN, cast.EVE, cast.BOB, cast.QUINN]
    for place, id_ in enumerate(ids):
        world.directory.people[id_].mobile, world.directory.people[id_].location = f"070-174 06 1{place}", "SE"
    found = await fill(looking, *ids)
    known = {each.user_id: each.resets_password async for each in looking.registrations(ids)}
    said = {id_: "also-resets-password" in codes(each) for id_, each in found.items() if isinstance(each, Change)}
    assert said == {id_: known[id_] for id_ in said}
    assert set(said.values()) == {True, False}


@trusting
async def test_where_it_comes_from_is_said(looking: GraphReader, world: World) -> None:
    put(world, "henk", "+46 701740608")
    found = await fill(looking, cast.DAN, cast.HENK)
    assert ("cloud-only" in codes(found[cast.DAN]), "synced" in codes(found[cast.HENK])) == (True, True)


@pytest.mark.parametrize("rules", [Rules(trust_directory_phones=True, default_region="SE")])
async def test_the_default_country_serves_who_has_none(looking: GraphReader, world: World) -> None:
    put(world, "dan", "070-174 06 05", None)
    assert change((await fill(looking))[cast.DAN]).after == f"mobile {MINE}; preferred sms"


# --- the whole -------------------------------------------------------------------------------------------------------


@trusting
async def test_two_hundred_people_and_every_doubt_is_a_row(looking: GraphReader) -> None:
    found = await planned(PhonePrepopulate(who=group(cast.PHONE_ROLLOUT)), looking)
    kinds = Counter("ready" if isinstance(each, Change) else each.why.code for each in found.values())
    assert len([kind for kind in kinds if kind != "ready"]) >= 12, kinds


async def test_skipped_people_are_not_planned_and_an_empty_group_is_refused(looking: GraphReader) -> None:
    action = PhonePrepopulate(who=person(cast.DAN, cast.EVE), skip=person(cast.EVE))
    assert set(await planned(action, looking)) == {cast.DAN}
    with pytest.raises(Refusal, match="nobody-there"):
        await planned(PhonePrepopulate(who=group(cast.EMPTY_GROUP)), looking)


def bridge(until: str = "") -> PhonePrepopulate:
    who = People.parse('group:"Phone Pilot"')
    return PhonePrepopulate(who=who, until=Until.parse(until)) if until else PhonePrepopulate(who=who)


def test_the_plan_says_what_standards_and_microsoft_say_and_when_the_bridge_ends() -> None:
    now = datetime(2026, 11, 21, 8, tzinfo=UTC)
    notes = bridge("2 weeks").notes(now)
    ends = "microsoft-ends-text-messages"
    assert [each.code for each in notes] == ["restricted-by-nist", "fails-cisa-aad-3-5", ends, "bridge-until"]
    assert [each.facts for each in notes[2:]] == [{"date": "2027-02-01"}, {"date": "2026-12-05"}]


@pytest.mark.parametrize(
    ("now", "until", "ends"),
    [
        ("2026-10-01", "", "2026-12-30"),  # 90 days
        ("2026-11-21", "", "2027-01-31"),  # not beyond what Microsoft does
        ("2027-01-30", "", "2027-01-31"),
        ("2027-02-01", "", "2027-05-02"),  # behind us
        ("2026-11-21", "90 days", "2027-02-19"),  # said, so obeyed
    ],
)
def test_an_end_that_nobody_said_lies_before_microsofts(now: str, until: str, ends: str) -> None:
    planned, added = datetime.fromisoformat(f"{now}T08:00:00Z"), row(cast.DAN, None, f"mobile {MINE}")
    said = replace(Until.parse(until), at=Until.parse(until).end(planned)) if until else None
    action = replace(bridge(), until=said) if said else bridge()
    notes = {each.code: each.facts["date"] for each in action.notes(planned) if "date" in each.facts}
    assert notes["bridge-until"] == ends
    assert [each.at.date().isoformat() for each in action.then(added, planned) if isinstance(each, Tell)] == [ends]
    assert ("bridge-beyond-microsoft" in notes) == bool(until)
    assert ("microsoft-ended-text-messages" in notes) == (now >= "2027-02-01")


def bridge_end(now: datetime) -> datetime:
    return min(now + timedelta(days=90), datetime(2027, 1, 31, 9, tzinfo=UTC))


def test_a_done_row_tells_the_person_remembers_it_and_reminds_the_asker(looking: GraphReader) -> None:
    action = PhonePrepopulate(who=People.parse('group:"Phone Pilot"'))
    added = row(cast.DAN, None, f"mobile {MINE}; preferred sms")
    left = action.then(added, looking.now())
    assert [type(each) for each in left] == [TellThem, Remember, Tell]
    end = next(each for each in left if isinstance(each, Tell))
    assert (end.at, end.facts) == (bridge_end(looking.now()), {"command": 'phone retire group:"Phone Pilot"'})
    taken_back = action.then(row(cast.DAN, added.after, None), looking.now())
    assert [type(each) for each in taken_back] == [TellThem, Remember]


def test_nothing_is_written_by_planning(world: World) -> None:
    assert numbers(world, "dan") == {}
