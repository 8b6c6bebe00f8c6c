"""When people work, as their mailboxes say; and the devices they own."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from demo.mailbox import Away, Device, Mailbox
from demo.seed import cast
from demo.wire import Json, JsonObject
from demo.world import World
from tenant import model
from tenant.graph.devices import device, devices
from tenant.graph.mailbox_settings import hours
from tenant.graph.reader import GraphReader
from tenant.graph.wire import Json as Wire
from tenant.graph.zones import iana, zone
from tenant.model import WORKWEEK, WorkingHours
from tenant.trouble import Forbidden, Unavailable
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted
from tests.tenant.test_resources import NOBODY, all_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BATCH = "/v1.0/$batch"


async def of(reader: GraphReader, *ids: str) -> Mapping[str, WorkingHours]:
    return dict(await all_of(reader.working_hours(ids)))


async def test_a_mailbox_tells_zone_days_and_hours(reader: GraphReader, world: World) -> None:
    world.person("dan").language = "nl-NL"
    world.person("dan").mailbox = Mailbox(days=("sunday", "monday"), starts=time(7, 30), ends=time(15))
    found = (await of(reader, cast.DAN))[cast.DAN]
    assert found == WorkingHours(
        zone="Europe/Berlin", days=frozenset({7, 1}), starts=time(7, 30), ends=time(15), language="nl-NL"
    )


@pytest.mark.parametrize(
    ("zone", "hours_zone", "told"),
    [
        ("W. Europe Standard Time", "", "Europe/Berlin"),
        ("Europe/Amsterdam", "", "Europe/Amsterdam"),
        ("W. Europe Standard Time", "Eastern Standard Time", "America/New_York"),
        ("India Standard Time", "Customized Time Zone", "Asia/Calcutta"),
        ("Customized Time Zone", "Customized Time Zone", None),
        ("UTC", "", "UTC"),
        ("", "", None),
    ],
)
async def test_the_zone_of_the_working_hours_comes_first(
    reader: GraphReader, world: World, zone: str, hours_zone: str, told: str | None
) -> None:
    world.person("dan").mailbox = Mailbox(zone=zone, hours_zone=hours_zone)
    assert (await of(reader, cast.DAN))[cast.DAN].zone == told


async def test_who_is_away(reader: GraphReader, world: World) -> None:
    now = world.now().replace(microsecond=0)
    world.person("dan").mailbox = Mailbox(away=Away(since=now - DAY, until=now + 3 * DAY))
    world.person("eve").mailbox = Mailbox(away=Away(since=now - DAY))
    world.person("grace").mailbox = Mailbox(away=Away(since=now + DAY, until=now + 2 * DAY))
    found = await of(reader, cast.DAN, cast.EVE, cast.GRACE)
    assert (found[cast.DAN].away, found[cast.DAN].away_until) == (True, now + 3 * DAY)
    assert (found[cast.EVE].away, found[cast.EVE].away_until) == (True, None)
    assert (found[cast.GRACE].away, found[cast.GRACE].away_until) == (False, None), "not yet"


async def test_who_has_no_mailbox_is_left_out(reader: GraphReader, world: World) -> None:
    guest = next(each.id for each in world.directory.people.values() if each.user_type == "Guest")
    assert set(await of(reader, cast.DAN, guest, NOBODY)) == {cast.DAN}


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "ErrorAccessDenied"), (400, "ErrorInvalidMailbox"), (404, "ErrorInvalidUser")],
)
async def test_one_odd_mailbox_hides_no_other(reader: GraphReader, world: World, status: int, code: str) -> None:
    """An application access policy answers 403, though the permission is there."""
    world.faults.declare([{"path": f"{cast.EVE}/mailboxSettings", "batch": True, "status": status, "code": code}])
    assert set(await of(reader, cast.DAN, cast.EVE)) == {cast.DAN}


async def test_without_the_permission_it_is_named(reader: GraphReader, world: World) -> None:
    world.revoke(cast.READER_ID, "MailboxSettings.Read")
    with pytest.raises(Forbidden) as caught:
        await of(reader, cast.DAN)
    assert caught.value.scope == "MailboxSettings.Read"


async def test_an_outage_is_not_silence(reader: GraphReader, world: World) -> None:
    world.faults.declare([{"path": "mailboxSettings", "batch": True, "status": 503}])
    with pytest.raises(Unavailable):
        await of(reader, cast.DAN)


async def test_many_mailboxes_are_twenty_a_request(reader: GraphReader, world: World) -> None:
    people = [each.id for each in world.directory.people.values() if each.user_type == "Member"][:50]
    found = await of(reader, *people)
    batches = [each for each in world.recorder.requests if each.path.endswith(BATCH)]
    assert len(batches) == 3 and len(found) > 40


# --- what a mailbox says ----------------------------------------------------------------------------------------------


def test_a_mailbox_that_says_nothing_has_the_usual_hours() -> None:
    assert hours({}, NOW) == WorkingHours() and WorkingHours().days == WORKWEEK


def test_hours_that_cannot_be_read_are_the_usual_ones() -> None:
    said: dict[str, Wire] = {"daysOfWeek": ["someday"], "startTime": "early", "endTime": None}
    assert hours({"workingHours": said}, NOW) == WorkingHours()


def replies(start: JsonObject | None, end: JsonObject | None) -> JsonObject:
    return {"status": "scheduled", "scheduledStartDateTime": start, "scheduledEndDateTime": end}


def at(moment: str, named: str) -> JsonObject:
    return {"dateTime": moment, "timeZone": named}


@pytest.mark.parametrize(
    ("said", "away", "until"),
    [
        ({"status": "disabled"}, False, None),
        ({"status": "alwaysEnabled", "scheduledEndDateTime": at("2026-12-01T09:00:00", "UTC")}, True, None),
        # 13:00 in Berlin is 12:00 UTC: the end is not among the days away, the start is.
        (replies(at("2026-11-19T09:00:00.0000000", "UTC"), at("2026-11-20T13:00:00.0000000", "Europe/Berlin")),
         False, None),
        (replies(at("2026-11-20T13:00:00.0000000", "W. Europe Standard Time"), at("2026-11-21T08:00:00", "UTC")),
         True, datetime(2026, 11, 21, 8, tzinfo=UTC)),
        (replies(at("2026-11-20T12:00:01", "UTC"), at("2026-11-21T08:00:00", "UTC")), False, None),
        (replies(None, at("2026-11-21T08:00:00", "Mars/Olympus")), True, datetime(2026, 11, 21, 8, tzinfo=UTC)),
        (replies(at("2026-11-19T09:00:00", "UTC"), at("whenever", "UTC")), True, None),
        (replies(at("0001-01-01T00:00:00", "Asia/Tokyo"), at("9999-12-31T23:59:59", "America/New_York")), True, None),
    ],
)  # fmt: skip
def test_automatic_replies_are_on_between_their_moments(said: Json, away: bool, until: datetime | None) -> None:
    found = hours({"automaticRepliesSetting": said}, NOW)
    assert (found.away, found.away_until) == (away, until)
    assert found.away_until is None or found.away_until.tzinfo is UTC


@given(st.text(max_size=20))
def test_any_name_of_a_zone_is_harmless(name: str) -> None:
    known = iana(name)
    assert zone(name) == ZoneInfo(known or "UTC")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/localtime", "Europe", "", ".", "posixrules"])
def test_a_name_is_never_a_path(name: str) -> None:
    assert iana(name) is None and zone(name).key == "UTC"


@given(starts=st.times(), ends=st.times(), days=st.sets(st.integers(1, 7), min_size=1))
def test_whatever_hours_are_set_are_read(starts: time, ends: time, days: set[int]) -> None:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    said: dict[str, Wire] = {
        "daysOfWeek": [names[day - 1].title() for day in days],
        "startTime": f"{starts:%H:%M:%S}.0000000",
        "endTime": f"{ends:%H:%M:%S}.0000000",
    }
    found = hours({"workingHours": said}, NOW)
    cut = [each.replace(microsecond=0) for each in (starts, ends)]
    assert [found.starts, found.ends] == cut and set(found.days) == days


# --- devices ----------------------------------------------------------------------------------------------------------

PHONE = Device(id="d1", name="Dan's phone", system="iOS", version="17.4", seen=NOW)
OLD = Device(id="d2", name="Drawer", system="Android", version="9", enabled=False)


async def test_the_devices_that_somebody_owns(reader: GraphReader, world: World) -> None:
    world.person("dan").devices = (PHONE, OLD, replace(PHONE, id="d3", owned=False))
    world.person("eve").devices = ()
    found = dict(await all_of(reader.devices([cast.DAN, cast.EVE, NOBODY])))
    assert found == {
        cast.DAN: (
            model.Device(id="d1", name="Dan's phone", system="iOS", version="17.4", seen=NOW),
            model.Device(id="d2", name="Drawer", system="Android", version="9", enabled=False),
        ),
        cast.EVE: (),
    }


async def test_devices_need_their_own_permission(reader: GraphReader, world: World) -> None:
    for role in ("Device.Read.All", "Directory.Read.All"):
        world.revoke(cast.READER_ID, role)
    with pytest.raises(Forbidden) as caught:
        await all_of(reader.devices([cast.DAN]))
    assert caught.value.scope == "Device.Read.All"


async def test_what_is_no_device_is_passed_over_and_all_pages_are_read(clock: JumpingClock) -> None:
    def answer(request: web.Request) -> web.Response:
        if request.path.endswith("$batch"):
            link = f"{request.scheme}://{request.host}/v1.0/more"
            page: JsonObject = {
                "value": [
                    {"id": "1", "@odata.type": "#microsoft.graph.device"},
                    {"id": "2", "@odata.type": "#x.endpoint"},
                ],
                "@odata.nextLink": link,
            }
            return web.json_response({"responses": [{"id": "0", "status": 200, "body": page}]})
        return web.json_response({"value": [{"id": "3"}]})

    async with scripted(clock, answer) as session:
        [(_, found)] = await all_of(devices(session, ["dan"]))
    assert [each.id for each in found] == ["1", "3"]


def test_a_device_counts_as_usable_unless_microsoft_says_no() -> None:
    assert device({}).enabled and device({"accountEnabled": None}).enabled
    assert not device({"accountEnabled": False}).enabled
