"""Phones and preferences at the wire: what is said to be there is changed, what is not is added, nothing is guessed."""

import pytest
from aiohttp import web

from demo import allowed
from demo.seed import cast
from demo.wire import Json
from demo.world import World
from tenant.graph import GraphTenants
from tenant.graph.phones import METHOD_IDS, set_phones
from tenant.graph.preferences import preference, preferences
from tenant.graph.reader import GraphReader
from tenant.graph.writer import GraphWriter
from tenant.model import PhoneType, PhoneWish, Preference, PreferenceWish
from tenant.ports import Area, Priority, Purpose, Written
from tenant.trouble import Conflict, Forbidden, LostAnswer, NotFound, Protected, Refused, Unavailable
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted
from tests.tenant.test_resources import NOBODY, all_of

MOBILE, ALTERNATE, OFFICE = PhoneType.MOBILE, PhoneType.ALTERNATE, PhoneType.OFFICE
NUMBER, OTHER = "+31 612345678", "+31 687654321"


def numbers(world: World, key: str) -> dict[str, Json]:
    """What somebody's phones truly are, by type."""
    phones = [one for one in world.person(key).methods.true if one.kind == "phone"]
    return {str(one.detail("phoneType")): one.detail("phoneNumber") for one in phones}


async def fate(writer: GraphWriter, *wishes: PhoneWish) -> Written:
    [written] = await all_of(writer.set_phones(wishes))
    return written


async def test_a_phone_is_added_changed_and_removed(phones: GraphWriter, world: World, reader: GraphReader) -> None:
    assert (await fate(phones, PhoneWish(cast.DAN, MOBILE, NUMBER))).trouble is None
    assert numbers(world, "dan") == {"mobile": NUMBER}
    [(_, found)] = await all_of(reader.methods([cast.DAN]))
    assert METHOD_IDS[MOBILE] in {one.id for one in found}, "the same id for everybody"
    assert (await fate(phones, PhoneWish(cast.DAN, MOBILE, OTHER, had=NUMBER))).trouble is None
    assert numbers(world, "dan") == {"mobile": OTHER}
    assert (await fate(phones, PhoneWish(cast.DAN, MOBILE, None, had=OTHER))).trouble is None
    assert numbers(world, "dan") == {}
    assert {write.app for write in world.recorder.writes} == {cast.METHODS_WRITER_ID}


async def test_each_type_has_its_place(phones: GraphWriter, world: World) -> None:
    for kind, number in ((MOBILE, NUMBER), (ALTERNATE, OTHER), (OFFICE, "+31 201234567x12")):
        assert (await fate(phones, PhoneWish(cast.DAN, kind, number))).trouble is None
    assert numbers(world, "dan") == {"mobile": NUMBER, "alternateMobile": OTHER, "office": "+31 201234567x12"}
    for kind, number in ((OFFICE, "+31 201234567x12"), (ALTERNATE, OTHER), (MOBILE, NUMBER)):
        assert (await fate(phones, PhoneWish(cast.DAN, kind, None, had=number))).trouble is None
    assert numbers(world, "dan") == {}


async def test_many_are_one_batch_and_each_has_a_fate(phones: GraphWriter, world: World) -> None:
    wishes = [
        PhoneWish(cast.DAN, MOBILE, NUMBER),
        PhoneWish(cast.EVE, MOBILE, "nonsense"),
        PhoneWish(NOBODY, MOBILE, None),
    ]
    written = {one.user_id: one.trouble for one in await all_of(phones.set_phones([*wishes]))}
    assert written[cast.DAN] is None and isinstance(written[cast.EVE], Refused)
    assert written[NOBODY] is None, "what is not there need not be removed"
    assert len([r for r in world.recorder.requests if r.path.endswith("$batch")]) == 1


async def test_where_a_phone_stood_unseen_it_is_not_overwritten(phones: GraphWriter, world: World) -> None:
    before = numbers(world, "grace")
    assert before["mobile"]
    assert isinstance((await fate(phones, PhoneWish(cast.GRACE, MOBILE, NUMBER))).trouble, Refused)
    assert numbers(world, "grace") == before


async def test_a_phone_that_went_away_is_not_added_by_changing_it(phones: GraphWriter, world: World) -> None:
    assert isinstance((await fate(phones, PhoneWish(cast.DAN, MOBILE, NUMBER, had=OTHER))).trouble, NotFound)
    assert numbers(world, "dan") == {}


async def test_removing_twice_is_done(phones: GraphWriter) -> None:
    assert (await fate(phones, PhoneWish(cast.DAN, OFFICE, None, had="+31 201234567"))).trouble is None


async def test_a_number_that_is_a_sign_in_name_elsewhere_conflicts_and_may_be_saved(
    phones: GraphWriter, world: World
) -> None:
    allowed.change(world.directory, "Sms", {"state": "enabled", "include": ["everybody"], "sign_in": True})
    assert (await fate(phones, PhoneWish(cast.EVE, MOBILE, NUMBER))).trouble is None
    assert isinstance((await fate(phones, PhoneWish(cast.DAN, MOBILE, NUMBER))).trouble, Conflict)
    assert numbers(world, "dan") == {"mobile": NUMBER}, "so it is looked at, not believed"


@pytest.mark.parametrize("had", [None, OTHER])
async def test_a_lost_answer_is_told_and_nothing_is_written_twice(
    phones: GraphWriter, world: World, had: str | None
) -> None:
    if had:
        await fate(phones, PhoneWish(cast.DAN, MOBILE, had))
    world.faults.declare([{"path": "phoneMethods", "effect": "lost"}])
    before = len(world.recorder.writes)
    assert isinstance((await fate(phones, PhoneWish(cast.DAN, MOBILE, NUMBER, had))).trouble, LostAnswer)
    assert len(world.recorder.writes) == before + 1 and numbers(world, "dan") == {"mobile": NUMBER}


async def test_an_addition_is_never_repeated_a_change_is_when_it_was_turned_away(clock: JumpingClock) -> None:
    sent: list[str] = []

    async def busy(request: web.Request) -> web.Response:
        items = (await request.json())["requests"]
        sent.extend(item["method"] for item in items)
        return web.json_response({"responses": [{"id": item["id"], "status": 503, "body": {}} for item in items]})

    wishes = [
        PhoneWish("dan", MOBILE, NUMBER),
        PhoneWish("eve", MOBILE, NUMBER, had=OTHER),
        PhoneWish("kim", MOBILE, None),
    ]
    async with scripted(clock, busy) as session:
        written = await all_of(set_phones(session, wishes))
    assert all(isinstance(one.trouble, Unavailable) for one in written) and len(written) == 3
    assert sent.count("POST") == 1 and sent.count("PATCH") > 1 and sent.count("DELETE") > 1


async def test_one_account_that_is_shut_is_protected(phones: GraphWriter, world: World) -> None:
    world.faults.declare([{"path": f"{cast.GINA}/", "status": 403, "batch": True, "method": "POST"}])
    wishes = [PhoneWish(cast.GINA, ALTERNATE, NUMBER), PhoneWish(cast.DAN, MOBILE, NUMBER)]
    written = {one.user_id: one.trouble for one in await all_of(phones.set_phones(wishes))}
    assert isinstance(written[cast.GINA], Protected) and written[cast.DAN] is None


async def test_a_missing_permission_is_named(phones: GraphWriter, world: World) -> None:
    world.revoke(cast.METHODS_WRITER_ID, "UserAuthenticationMethod.ReadWrite.All")
    trouble = (await fate(phones, PhoneWish(cast.DAN, MOBILE, NUMBER))).trouble
    assert isinstance(trouble, Forbidden) and trouble.scope == "UserAuthMethod-Phone.ReadWrite.All"


@pytest.mark.parametrize(
    "wishes",
    [
        [PhoneWish(cast.ANA, MOBILE, NUMBER), PhoneWish(cast.ANA, OFFICE, OTHER)],
        [PhoneWish(cast.ANA, MOBILE, NUMBER), PhoneWish(cast.ANA, MOBILE, None)],
        [PhoneWish(str(number), MOBILE, None) for number in range(21)],
    ],
)
async def test_wishes_that_make_no_sense_are_not_sent(
    phones: GraphWriter, world: World, wishes: list[PhoneWish]
) -> None:
    with pytest.raises(ValueError, match="wish"):
        await all_of(phones.set_phones(wishes))
    assert not world.recorder.requests


@pytest.mark.parametrize("area", [Area.MFA, Area.METHODS, Area.POLICIES, Area.EXCHANGE])
async def test_a_writer_of_another_area_writes_no_phone(tenants: GraphTenants, world: World, area: Area) -> None:
    other = tenants.writer(cast.TENANT_ID, Purpose("another run", writes=area))
    with pytest.raises(Forbidden):
        other.set_phones([PhoneWish(cast.ANA, MOBILE, NUMBER)])
    with pytest.raises(Forbidden):
        other.set_preferences([PreferenceWish(cast.ANA, "sms")])
    assert not world.recorder.requests


# --- preferences ------------------------------------------------------------------------------------------------------


async def test_preferences_are_written_and_read(phones: GraphWriter, reader: GraphReader) -> None:
    [written] = await all_of(phones.set_preferences([PreferenceWish(cast.GRACE, "sms")]))
    assert written.trouble is None
    found = dict(await all_of(reader.preferences([cast.GRACE, cast.DAN, cast.GRACE, NOBODY])))
    assert found == {cast.GRACE: Preference("sms", system=False), cast.DAN: Preference(None, system=False)}


@pytest.mark.parametrize("scenario", ["conditional-access"])
async def test_where_microsoft_chooses_it_is_said(reader: GraphReader) -> None:
    [(_, found)] = await all_of(reader.preferences([cast.ANA]))
    assert found.system


async def test_a_preference_for_what_is_not_registered_is_refused(phones: GraphWriter) -> None:
    [written] = await all_of(phones.set_preferences([PreferenceWish(cast.DAN, "sms")]))
    assert isinstance(written.trouble, Refused)


async def test_one_account_kept_from_us_is_left_out(reader: GraphReader, world: World) -> None:
    world.faults.declare([{"path": f"{cast.GINA}/", "status": 403, "batch": True}])
    assert {who for who, _ in await all_of(reader.preferences([cast.GINA, cast.ANA]))} == {cast.ANA}


async def test_all_accounts_kept_from_us_are_a_missing_permission(tenants: GraphTenants, world: World) -> None:
    world.revoke(cast.READER_ID, "UserAuthenticationMethod.Read.All")
    reader = tenants.reader(cast.TENANT_ID, Purpose("later", Priority.PERSON))
    with pytest.raises(Forbidden) as caught:
        await all_of(reader.preferences([cast.ANA]))
    assert caught.value.scope == "UserAuthenticationMethod.Read.All"


async def test_other_trouble_is_no_answer(clock: JumpingClock) -> None:
    async def down(request: web.Request) -> web.Response:
        items = (await request.json())["requests"]
        return web.json_response({"responses": [{"id": item["id"], "status": 400, "body": {}} for item in items]})

    async with scripted(clock, down) as session:
        with pytest.raises(Refused):
            await all_of(preferences(session, ["ana"]))


def test_what_is_not_said_is_no_preference() -> None:
    assert preference({}) == Preference() == preference({"userPreferredMethodForSecondaryAuthentication": "none"})
