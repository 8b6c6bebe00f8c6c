"""Mailboxes, devices, the app catalogue, the activity feed and mail, as another program meets them."""

from datetime import timedelta
from typing import Any

import pytest

from demo.clock import SteppedClock
from demo.mailbox import Away, Device, Mailbox
from demo.seed import cast
from demo.world import World
from tests.demo.plain import Plain

SETTINGS = "/v1.0/users/{}/mailboxSettings"
APPS = "/v1.0/users/{}/teamwork/installedApps"
FEED = "/v1.0/users/{}/teamwork/sendActivityNotification"
BOUND = {"teamsApp@odata.bind": f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{cast.TEAMS_APP}"}


def note(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a body
    topic = {"source": "text", "value": "MFA", "webUrl": "https://teams.microsoft.com/l/chat/0/0"}
    return {"topic": topic, "activityType": "reminder", "previewText": {"content": "Two minutes."}} | changes


def letter(*to: str) -> dict[str, Any]:
    recipients = [{"emailAddress": {"address": one}} for one in to]
    body = {"contentType": "text", "content": "Two minutes."}
    return {"message": {"subject": "MFA", "body": body, "toRecipients": recipients}, "saveToSentItems": False}


async def later(world: World, *, seconds: float) -> None:
    assert isinstance(world.clock, SteppedClock)
    await world.clock.advance(timedelta(seconds=seconds))


@pytest.fixture
async def bot(client: Plain) -> Plain:
    """The bot's own registration, with the few permissions that reaching people takes."""
    return await client.sign_in(client_id=cast.BOT_APP_ID, client_secret=cast.BOT_SECRET)


async def test_a_mailbox_names_its_zone_its_hours_and_its_language(client: Plain, world: World) -> None:
    world.person("dan").mailbox = Mailbox(zone="Asia/Kolkata", days=("sunday", "monday"), hours_zone="UTC")
    found = (await client.get(SETTINGS.format(cast.DAN))).body
    assert found["timeZone"] == "Asia/Kolkata"
    assert found["workingHours"] == {
        "daysOfWeek": ["sunday", "monday"],
        "startTime": "08:00:00.0000000",
        "endTime": "17:00:00.0000000",
        "timeZone": {"name": "UTC"},
    }
    assert found["language"]["locale"] == "en-US"
    assert found["automaticRepliesSetting"]["status"] == "disabled"


async def test_automatic_replies_have_an_end_or_none(client: Plain, world: World) -> None:
    person, now = world.person("dan"), world.now()
    person.mailbox = Mailbox(away=Away(since=now, until=now + timedelta(days=3)))
    found = (await client.get(SETTINGS.format(cast.DAN))).body["automaticRepliesSetting"]
    assert found["status"] == "scheduled"
    assert found["scheduledEndDateTime"] == {"dateTime": "2026-11-26T08:00:00.0000000", "timeZone": "UTC"}
    person.mailbox = Mailbox(away=Away(since=now))
    found = (await client.get(SETTINGS.format(cast.DAN))).body["automaticRepliesSetting"]
    assert found["status"] == "alwaysEnabled"


@pytest.mark.parametrize("who", [cast.GUS, cast.SVC_BACKUP, cast.BREAK_GLASS_1])
async def test_who_has_no_mailbox_has_no_settings_of_one(client: Plain, who: str) -> None:
    refused = await client.get(SETTINGS.format(who))
    assert (refused.status, refused.code) == (404, "MailboxNotEnabledForRESTAPI")


async def test_a_shared_mailbox_has_settings_too(client: Plain) -> None:
    assert (await client.get(SETTINGS.format(cast.INFO_MAILBOX))).body["userPurpose"] == "shared"


async def test_mailboxes_in_a_batch_fail_alone(client: Plain) -> None:
    urls = [f"/users/{who}/mailboxSettings" for who in (cast.DAN, cast.GUS)]
    items = [{"id": str(number), "method": "GET", "url": url} for number, url in enumerate(urls)]
    found = (await client.post("/v1.0/$batch", {"requests": items})).body["responses"]
    assert {row["id"]: row["status"] for row in found} == {"0": 200, "1": 404}


async def test_owned_devices_are_a_part_of_the_registered_ones(client: Plain, world: World) -> None:
    phone = Device(id=cast.ANA, name="Phone", system="iOS", version="15.8", seen=world.now())
    shared = Device(id=cast.BEA, name="Shared PC", system="Windows", version="10.0.19045", owned=False)
    world.person("dan").devices = (phone, shared)
    owned = await client.get(f"/v1.0/users/{cast.DAN}/ownedDevices")
    registered = await client.get(f"/v1.0/users/{cast.DAN}/registeredDevices?$select=id,operatingSystem")
    assert [(row["operatingSystem"], row["operatingSystemVersion"]) for row in owned.value] == [("iOS", "15.8")]
    assert owned.value[0]["@odata.type"] == "#microsoft.graph.device"
    assert [row["operatingSystem"] for row in registered.value] == ["iOS", "Windows"]


async def test_permissions_are_asked_for_each(bot: Plain) -> None:
    assert (await bot.get(SETTINGS.format(cast.DAN))).status == 403
    assert (await bot.get(f"/v1.0/users/{cast.DAN}/ownedDevices")).status == 403
    await bot.sign_in(client_id=cast.READER_ID, client_secret=cast.READER_SECRET)
    assert (await bot.get(SETTINGS.format(cast.DAN))).status == 200
    assert (await bot.post(APPS.format(cast.DAN), BOUND)).status == 403
    assert (await bot.post(FEED.format(cast.DAN), note())).status == 403
    assert (await bot.post(f"/v1.0/users/{cast.INFO_MAILBOX}/sendMail", letter("dan@contoso.com"))).status == 403


async def test_the_app_is_found_by_the_id_in_its_manifest(bot: Plain) -> None:
    found = await bot.get("/v1.0/appCatalogs/teamsApps", params={"$filter": f"externalId eq '{cast.BOT_APP_ID}'"})
    assert [row["id"] for row in found.value] == [cast.TEAMS_APP]
    none = await bot.get("/v1.0/appCatalogs/teamsApps", params={"$filter": f"externalId eq '{cast.DAN}'"})
    assert none.value == []


async def test_an_app_is_installed_once(bot: Plain, world: World) -> None:
    world.reach.without_app.add(cast.DAN)
    query = {"$expand": "teamsApp", "$filter": f"teamsApp/id eq '{cast.TEAMS_APP}'"}
    before = await bot.get(APPS.format(cast.DAN), params=query)
    first, again = [await bot.post(APPS.format(cast.DAN), BOUND) for _ in range(2)]
    after = await bot.get(APPS.format(cast.DAN), params=query)
    assert (before.value, len(after.value)) == ([], 1)
    assert after.value[0]["teamsApp"]["externalId"] == cast.BOT_APP_ID
    assert (first.status, first.body, again.status, again.code) == (201, "", 409, "Conflict")
    assert after.value[0]["id"] in first.headers["Location"]
    assert world.reach.installs == [cast.DAN]


@pytest.mark.parametrize("who", [cast.GUS, cast.SVC_BACKUP, cast.LEA])
async def test_who_has_no_teams_gets_no_app(bot: Plain, who: str) -> None:
    assert (await bot.post(APPS.format(who), BOUND)).status == 403


async def test_another_registration_may_install_its_own_app_only(client: Plain, world: World) -> None:
    other = world.register_app("other", roles=["TeamsAppInstallation.ReadWriteSelfForUser.All"])
    world.reach.without_app.add(cast.DAN)
    await client.sign_in(client_id=other.client_id, client_secret="secret-of-other")
    assert (await client.post(APPS.format(cast.DAN), BOUND)).status == 403
    unknown = {"teamsApp@odata.bind": "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/nothing"}
    assert (await client.post(APPS.format(cast.DAN), unknown)).status == 404


async def test_a_note_needs_the_app_a_declared_type_and_a_short_text(bot: Plain, world: World) -> None:
    assert (await bot.post(FEED.format(cast.DAN), note())).status == 204
    for wrong in (
        note(activityType="surprise"),
        note(previewText={"content": "x" * 151}),
        note(topic={"source": "text", "value": "MFA", "webUrl": "https://example.com"}),
        note(topic={"source": "entityUrl", "value": "https://example.com"}),
    ):
        assert (await bot.post(FEED.format(cast.DAN), wrong)).status == 400
    await later(world, seconds=2)
    world.reach.without_app.add(cast.DAN)
    assert (await bot.post(FEED.format(cast.DAN), note())).status == 403
    assert [(one.person, one.preview) for one in world.reach.notes] == [(cast.DAN, "Two minutes.")]


async def test_the_sixth_note_of_a_second_is_too_fast(bot: Plain, world: World) -> None:
    statuses = [(await bot.post(FEED.format(cast.DAN), note())).status for _ in range(6)]
    assert statuses == [204] * 5 + [429]
    await later(world, seconds=2)
    assert (await bot.post(FEED.format(cast.DAN), note())).status == 204


async def test_mail_is_accepted_for_each_who_is_named(bot: Plain, world: World) -> None:
    path = "/v1.0/users/info@contoso.com/sendMail"
    assert (await bot.post(path, letter("dan@contoso.com", "eve@contoso.com"))).status == 202
    assert (await bot.post(path, letter())).status == 400
    assert (await bot.post(f"/v1.0/users/{cast.SVC_BACKUP}/sendMail", letter("dan@contoso.com"))).status == 404
    assert [(one.to, one.subject) for one in world.reach.mails] == [
        ("dan@contoso.com", "MFA"),
        ("eve@contoso.com", "MFA"),
    ]
