"""Counting what reached whom: every message once, with the moment on that person's clock, page by page."""

from datetime import timedelta

from demo import campaigning
from demo.clock import SteppedClock, WallClock
from demo.connector.people import find
from demo.seed import cast
from demo.world import World
from tests.demo.echo_bot import scenery
from tests.demo.plain import Plain


async def test_each_message_counts_once_and_an_edit_does_not() -> None:
    world = World(users=60, clock=SteppedClock())
    campaigning.order(world, "eve lives in America/New_York")
    async with scenery(world) as scene:
        chat = scene.chats.personal(world.person("eve"))
        _, sent, _ = await scene.bot.say(chat.id, "one")
        await scene.bot.call("PUT", f"/{chat.id}/activities/{sent['id']}", {"type": "message", "text": "two"})
        await scene.bot.say(scene.chats.group("Approvals", [world.person("ana")]).id, "one")
    first, second = (row.as_json(number) for number, row in enumerate(world.deliveries.made, 1))
    assert first | {"digest": ""} == {
        "n": 1,
        "how": "chat",
        "person": cast.EVE,
        "at": "2026-11-23T08:00:00Z",
        "local": "2026-11-23T03:00:00-05:00",
        "digest": "",
    }
    assert first["digest"] == second["digest"]
    assert (second["how"], second["person"], second["n"]) == ("group", "Approvals", 2)


async def test_mail_and_notes_count_too(client: Plain, world: World) -> None:
    await client.sign_in(client_id=cast.BOT_APP_ID, client_secret=cast.BOT_SECRET)
    to = [{"emailAddress": {"address": "dan@contoso.com"}}]
    mail = {"message": {"subject": "MFA", "body": {"contentType": "text", "content": "x"}, "toRecipients": to}}
    await client.post(f"/v1.0/users/{cast.INFO_MAILBOX}/sendMail", mail)
    topic = {"source": "text", "value": "MFA", "webUrl": "https://teams.microsoft.com/l/chat/0/0"}
    note = {"topic": topic, "activityType": "reminder", "previewText": {"content": "x"}}
    await client.post(f"/v1.0/users/{cast.DAN}/teamwork/sendActivityNotification", note)
    found = (await client.control("deliveries", method="GET")).body
    assert [(row["how"], row["person"]) for row in found["deliveries"]] == [("mail", cast.DAN), ("feed", cast.DAN)]
    assert (found["next"], found["total"], found["throttled"]) == (2, 2, 0)


async def test_pages_hold_everything_once_and_stay_quick(client: Plain, world: World) -> None:
    people = [*world.directory.people.values()]
    for number in range(200_000):
        world.deliveries.to(people[number % 60], "chat", at=world.now() + timedelta(seconds=number), what="x")
    wall, pages, spent = WallClock(), [], []
    for start in (0, 195_000):
        begun = wall.elapsed()
        pages.append((await client.control(f"deliveries?after={start}&limit=2500", method="GET")).body)
        spent.append(wall.elapsed() - begun)
    last = pages[-1]
    assert (last["next"], last["total"], last["deliveries"][0]["n"]) == (197_500, 200_000, 195_001)
    assert [len(page["deliveries"]) for page in pages] == [2_500, 2_500]
    assert spent[1] < 10 * spent[0] + 0.1


async def test_a_forgetful_world_keeps_the_newest_and_counts_all() -> None:
    world = World(users=60, clock=SteppedClock(), forgetful=True, limits="off")
    async with scenery(world) as scene:
        chat = scene.chats.personal(world.person("ana"))
        for number in range(6):
            assert (await scene.bot.say(chat.id, f"message {number}"))[0] == 201
        assert len(chat.messages) == 2
        assert not scene.chats.log
    assert len(world.deliveries.made) == 6


def test_who_is_who_is_found_at_once_among_very_many() -> None:
    wall, world = WallClock(), World(users=10_000, clock=SteppedClock())
    begun = wall.elapsed()
    found = [find(world, person.upn).id == person.id for person in world.directory.people.values()]
    assert all(found)
    assert wall.elapsed() - begun < 5
