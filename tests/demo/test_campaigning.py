"""What transcripts and other programs can order about people while a campaign runs."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from demo import acts, campaigning, moments
from demo.clock import SteppedClock
from demo.seed import cast
from demo.seed.methods import is_strong
from demo.sign_in import ASKED
from demo.wire import stamp
from demo.world import World
from tests.demo.plain import Plain


@pytest.fixture
def wide() -> World:
    return World(scenario="worldwide", users=300, clock=SteppedClock())


def order(world: World, *said: str) -> None:
    for one in said:
        fitting = [form for form in acts.DIRECTIVES if re.fullmatch(form, one)]
        assert len(fitting) == 1, (one, fitting)
        campaigning.order(world, one)


def ready(world: World, group: str) -> int:
    people = world.directory.everyone_in(group)
    return sum(1 for person in people if any(map(is_strong, world.person(person.id).methods.true)))


def test_people_move_and_work_otherwise(world: World) -> None:
    order(world, "eve lives in America/New_York", "eve works sunday to thursday, 07:30 to 15:00", "eve speaks nl-NL")
    eve = world.person("eve")
    assert (eve.mailbox.iana, eve.mailbox.days[0], len(eve.mailbox.days)) == ("America/New_York", "sunday", 5)
    assert (f"{eve.mailbox.starts:%H:%M}", eve.language) == ("07:30", "nl-NL")
    order(world, "eve lives in Tokyo Standard Time")
    assert (eve.mailbox.zone, eve.mailbox.iana) == ("Tokyo Standard Time", "Asia/Tokyo")
    with pytest.raises(ValueError, match="no time zone is called 'Middle Earth'"):
        order(world, "eve lives in Middle Earth")


def test_somebody_is_away_until_their_own_morning(world: World) -> None:
    order(world, "dan lives in Asia/Tokyo", "dan is away until 2027-01-04")
    away = world.person("dan").mailbox.away
    assert away is not None
    assert away.until is not None
    assert stamp(away.until) == "2027-01-03T15:00:00Z"
    order(world, "dan is away")
    assert world.person("dan").mailbox.away is not None
    order(world, "dan is back")
    assert world.person("dan").mailbox.away is None


async def test_teams_is_taken_away_and_given_back(client: Plain, world: World) -> None:
    before = world.person("dan").skus
    order(world, "dan has no Teams")
    plans = (await client.get(f"/v1.0/users/{cast.DAN}?$select=assignedPlans")).body["assignedPlans"]
    assert {plan["service"] for plan in plans} == {"exchange"}
    assert cast.DAN in world.reach.without_app
    assert (await client.get(f"/v1.0/users/{cast.DAN}/mailboxSettings")).status == 200
    order(world, "dan has Teams")
    assert (world.person("dan").skus, cast.DAN in world.reach.without_app) == (before, False)


def test_a_phone_takes_the_place_of_the_one_before(world: World) -> None:
    order(world, "dan uses iOS 15.8", "dan uses Android 15.0")
    assert [one.version for one in world.person("dan").devices if one.system != "Windows"] == ["15.0"]
    order(world, "dan uses no phone")
    assert [one.system for one in world.person("dan").devices] == ["Windows"]


def test_vain_tries_lie_within_a_day_and_are_about_mfa(wide: World) -> None:
    order(wide, "dan cannot sign in", "30 people of Finance cannot sign in")
    rows = [*wide.sign_ins.newest_first(wide.now() - timedelta(hours=24))]
    failed = {row.person for row in rows if row.error in ASKED}
    assert len(failed) >= 31
    assert all(sum(1 for row in rows if row.person == one and row.error) >= 3 for one in failed)
    order(wide, "20 people of Finance sign in")
    now = [row.person for row in wide.sign_ins.newest_first(wide.now() - timedelta(hours=24)) if not row.error]
    assert len(set(now) & failed) == 20
    with pytest.raises(ValueError, match="enabled people, not 900"):
        order(wide, "900 people of Finance sign in")


def test_a_group_loses_its_methods_and_registers_again(wide: World) -> None:
    order(wide, 'nobody of "Finance" registered anything')
    assert ready(wide, cast.FINANCE) == 0
    order(wide, "5 people of Finance register authenticator")
    assert ready(wide, cast.FINANCE) == 5
    order(wide, "everybody of Finance registers passkey")
    assert ready(wide, cast.FINANCE) == sum(1 for _ in wide.directory.everyone_in(cast.FINANCE))
    assert campaigning.kind_of("phone") == "phone"


async def test_somebody_new_is_there_with_everything(client: Plain, world: World) -> None:
    order(world, "Nina New joins Finance")
    found = (await client.get("/v1.0/users/nina.new@contoso.com?$select=id,createdDateTime")).body
    assert found["createdDateTime"] == stamp(world.now())
    members = (await client.get(f"/v1.0/groups/{cast.FINANCE}/transitiveMembers?$select=id")).value
    assert found["id"] in {row["id"] for row in members}
    assert (await client.get(f"/v1.0/users/{found['id']}/mailboxSettings")).status == 200


def test_the_bot_is_blocked_and_the_app_is_gone(world: World) -> None:
    order(world, "bot blocked by dan")
    assert world.reach.blocked == {cast.DAN}
    order(world, "bot unblocked by dan", "nobody has the app")
    assert not world.reach.blocked
    assert {cast.DAN, cast.GRACE} <= world.reach.without_app
    assert not {cast.ANA, cast.BEA, cast.OLGA, cast.MIA} & world.reach.without_app


async def test_other_programs_order_the_same(client: Plain, world: World) -> None:
    changed = await client.control("state", {"order": ["bot blocked by dan", "eve lives in Asia/Kolkata"]})
    assert changed.status == 200
    assert (world.reach.blocked, world.person("eve").mailbox.iana) == ({cast.DAN}, "Asia/Kolkata")
    refused = await client.control("state", {"order": "eve dances"})
    assert (refused.status, "eve dances" in refused.body["error"]) == (400, True)


@pytest.mark.parametrize(
    "said, utc",
    [
        ("monday 09:00", "2026-11-23T08:00:00Z"),
        ("friday", "2026-11-19T23:00:00Z"),
        ("tomorrow 07:00", "2026-11-19T06:00:00Z"),
        ("wednesday", "2026-11-24T23:00:00Z"),
        ("2027-03-26", "2027-03-25T23:00:00Z"),
        ("2027-03-29 09:00", "2027-03-29T07:00:00Z"),
        ("2027-03-28 02:30", "2027-03-28T01:30:00Z"),
        ("2027-03-29 09:00 in America/New_York", "2027-03-29T13:00:00Z"),
    ],
)
def test_moments_are_local_ones(said: str, utc: str) -> None:
    wednesday = datetime(2026, 11, 18, 12, tzinfo=UTC)
    found = re.fullmatch(moments.MOMENT, said)
    assert found is not None
    assert stamp(moments.meant(found, wednesday, zone="Europe/Berlin")) == utc


@pytest.mark.parametrize("said", ["2026-11-17", "someday"])
def test_what_is_past_or_no_day_is_refused(said: str) -> None:
    found = re.fullmatch(moments.MOMENT, said)
    assert found is not None
    with pytest.raises(ValueError, match=r"is not ahead|no day is called"):
        moments.meant(found, datetime(2026, 11, 18, 12, tzinfo=UTC), zone="UTC")
