"""The registration report of some people: a few at once, a small tenant in a page, a large one not read on."""

import pytest
from aiohttp import web

from demo.seed import cast
from demo.world import World
from tenant.graph.reader import GraphReader
from tenant.graph.registration import registration, registrations
from tenant.graph.wire import Thing
from tenant.trouble import Forbidden, Unlicensed
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted
from tests.tenant.test_resources import NOBODY, all_of

LIST = "userRegistrationDetails?"


@pytest.fixture
def scenario() -> str:
    return "conditional-access"


def asked(world: World, part: str) -> int:
    return len([each for each in world.recorder.requests if part in each.path])


async def test_a_few_are_asked_for_by_name(reader: GraphReader, world: World) -> None:
    rows = {row.user_id: row for row in await all_of(reader.registrations([cast.ANA, cast.DAN, NOBODY, cast.ANA]))}
    assert set(rows) == {cast.ANA, cast.DAN} and rows[cast.ANA].registered and not rows[cast.DAN].registered
    assert asked(world, LIST) == 0 and asked(world, "userRegistrationDetails/") == 3


async def test_more_are_found_in_the_list(reader: GraphReader, world: World) -> None:
    wanted = [*list(world.directory.people)[:30], NOBODY]
    rows = await all_of(reader.registrations(wanted))
    assert sorted(row.user_id for row in rows) == sorted(wanted[:-1])
    assert asked(world, LIST) == 1 and asked(world, "userRegistrationDetails/") == 0


async def test_whether_a_phone_also_resets_the_password(reader: GraphReader) -> None:
    rows = await all_of(reader.registrations())
    assert {row.resets_password for row in rows} == {True, False}
    assert registration({"id": "1"}).resets_password is None, "not told is not no"


async def test_the_permission_for_one_is_that_for_all(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "AuditLog.Read.All")
    with pytest.raises(Forbidden) as caught:
        await all_of(reader.registrations([cast.ANA]))
    assert caught.value.scope == "AuditLog.Read.All"


class TestWithoutALicence:
    @pytest.fixture
    def scenario(self) -> str:
        return "no-p1"

    @pytest.mark.parametrize("count", [1, 10])
    async def test_the_report_cannot_be_read(self, reader: GraphReader, world: World, count: int) -> None:
        with pytest.raises(Unlicensed):
            await all_of(reader.registrations(list(world.directory.people)[:count]))


@pytest.mark.parametrize(
    ("wanted", "lists", "singles"), [(range(10), 1, 0), (range(2990, 3003), 1, 13), (range(990, 1020), 2, 0)]
)
async def test_a_large_report_is_not_read_on_for_a_few(
    clock: JumpingClock, wanted: range, lists: int, singles: int
) -> None:
    """Three thousand people: whom the first page does not hold is asked for, unless they are many."""
    seen = {"lists": 0, "singles": 0}

    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("$batch"):
            items = (await request.json())["requests"]
            seen["singles"] += len(items)
            return web.json_response({"responses": [_single(item) for item in items]})
        seen["lists"] += 1
        at = int(request.query.get("$skiptoken", "0"))
        link = str(request.url.with_query({"$skiptoken": str(at + 999)}))
        rows = [{"id": str(number)} for number in range(at, min(3000, at + 999))]
        return web.json_response({"value": rows} | ({"@odata.nextLink": link} if at + 999 < 3000 else {}))

    async with scripted(clock, answer) as session:
        found = await all_of(registrations(session, [str(number) for number in wanted]))
    assert sorted(int(row.user_id) for row in found) == [number for number in wanted if number < 3000]
    assert seen == {"lists": lists, "singles": singles}


def _single(item: dict[str, str]) -> Thing:
    name = item["url"].rpartition("/")[2]
    known = int(name) < 3000
    return {"id": item["id"], "status": 200 if known else 404, "body": {"id": name} if known else {}}


# --- SharePoint -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scenario", "on"), [("no-p1", True), ("conditional-access", False)])
async def test_sharepoints_switch(reader: GraphReader, on: bool) -> None:
    assert await reader.sharepoint_legacy() is on


async def test_sharepoints_permission_is_named(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "SharePointTenantSettings.Read.All")
    with pytest.raises(Forbidden) as caught:
        await reader.sharepoint_legacy()
    assert caught.value.scope == "SharePointTenantSettings.Read.All"
