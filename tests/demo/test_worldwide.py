"""Contoso all over the world, and what it leaves alone in the other scenarios."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from demo import reach
from demo.directory import Directory
from demo.seed import build, cast
from demo.seed.contoso import MONDAY
from demo.seed.methods import is_strong
from demo.world import World
from tests.demo.plain import plain


def looks(directory: Directory) -> list[tuple[object, ...]]:
    return [
        (p.id, p.location, p.language, p.mailbox, p.devices, p.last_sign_in, p.manager, p.skus, p.methods.true)
        for p in directory.people.values()
    ]


def test_the_same_seed_makes_the_same_world() -> None:
    assert looks(build("worldwide", users=300)) == looks(build("worldwide", users=300))


def test_every_zone_is_one_that_can_be_read() -> None:
    people = build("worldwide", users=300).people.values()
    zones = {person.mailbox.iana for person in people}
    assert len(zones) >= 8
    assert all(MONDAY.astimezone(ZoneInfo(zone)).tzinfo for zone in zones)
    assert {person.mailbox.zone for person in people} >= {"W. Europe Standard Time", "Europe/Berlin"}


def test_languages_and_countries_are_spread() -> None:
    people = [person for person in build("worldwide", users=300).people.values() if person.user_type == "Member"]
    languages = Counter((person.language or "").partition("-")[0] for person in people)
    countries = Counter(person.location for person in people)
    assert all(languages[wanted] >= 15 for wanted in ("nl", "de", "fr", "es", "en"))
    assert all(countries[wanted] >= 15 for wanted in ("NL", "DE", "FR", "ES", "US", "GB", "IN", "JP"))


def test_those_who_are_named_are_as_described() -> None:
    directory = build("worldwide", users=90)
    by_id = directory.people
    pilot = [by_id[key] for key in directory.groups[cast.CAMPAIGN_PILOT].members]
    without = [person.given for person in pilot if not any(map(is_strong, person.methods.true))]
    assert without == ["Dan", "Eve", "Quinn", "Aiko", "Priya", "Noor", "Hugo", "Pierre", "Inga", "Sofia"]
    assert [person.mailbox.iana for person in pilot[:4]] == [
        "Europe/Berlin",
        "America/New_York",
        "Europe/Paris",
        "Asia/Tokyo",
    ]
    assert (by_id[cast.DAN].location, by_id[cast.DAN].language) == ("NL", "nl-NL")
    away = {person.given: person.mailbox.away.until for person in pilot if person.mailbox.away}
    assert away == {"Noor": MONDAY + timedelta(days=14), "Hugo": None}
    assert [person.given for person in pilot if not reach.has_teams(directory, person)] == ["Pierre"]
    assert reach.has_mailbox(directory, by_id[cast.PIERRE])
    assert by_id[cast.INGA].last_sign_in == MONDAY - timedelta(days=40)
    assert {device.version for device in by_id[cast.EVE].devices} >= {"12"}


def test_there_are_people_of_every_kind_among_the_others() -> None:
    directory = build("worldwide", users=300)
    people = [p for p in directory.people.values() if p.enabled and p.user_type == "Member" and p.given]
    kinds = {
        "no method": [p for p in people if not any(map(is_strong, p.methods.true))],
        "away": [p for p in people if p.mailbox.away],
        "idle": [p for p in people if p.last_sign_in and p.last_sign_in < MONDAY - timedelta(days=30)],
        "no Teams": [p for p in people if not reach.has_teams(directory, p) and p.skus],
        "managed by their own": [p for p in people if p.manager not in (None, cast.GRACE, cast.OLGA)],
        "part-time": [p for p in people if len(p.mailbox.days) == 4],
    }
    assert {kind: len(found) >= 3 for kind, found in kinds.items()} == dict.fromkeys(kinds, True)
    assert len(kinds["no method"]) > 90


def test_the_other_scenarios_stay_in_the_office() -> None:
    for scenario in ("no-p1", "conditional-access"):
        directory = build(scenario, users=60)
        assert {person.mailbox.iana for person in directory.people.values()} == {"Europe/Berlin"}
        assert cast.CAMPAIGN_PILOT not in directory.groups


async def test_who_has_no_teams_has_no_app_there() -> None:
    world = World(scenario="worldwide", users=90)
    assert cast.PIERRE in world.reach.without_app
    assert cast.DAN not in world.reach.without_app
    async with plain(world) as client:
        settings = await client.get(f"/v1.0/users/{cast.PIERRE}/mailboxSettings")
        assert (settings.status, settings.body["timeZone"]) == (200, "Romance Standard Time")
