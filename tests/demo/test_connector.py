"""The make-believe Teams, seen from a bot that nobody of Muster wrote."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from demo import campaigning
from demo.clock import SteppedClock
from demo.connector import buttons, people
from demo.connector.chats import What
from demo.connector.teams import Forgery
from demo.seed import cast
from demo.world import World
from tests.demo.echo_bot import Scenery, scenery
from tests.demo.plain import plain

CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {"type": "TextBlock", "text": "Approve?", "wrap": True},
        {"type": "Input.Text", "id": "reason", "label": "Reason"},
    ],
    "actions": [
        {"type": "Action.Execute", "title": "Approve", "verb": "approve", "data": {"request": "1"}},
        {"type": "Action.Submit", "title": "Old", "data": {"old": True}},
        {"type": "Action.OpenUrl", "title": "Page", "url": "https://example.com"},
    ],
}


def card_message(**changes: object) -> dict[str, Any]:
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD | changes}
    return {"type": "message", "attachments": [attachment]}


@pytest.fixture
async def scene(world: World) -> AsyncIterator[Scenery]:
    async with scenery(world) as found:
        yield found


async def open_chat(scene: Scenery, person: str) -> tuple[int, Any, dict[str, str]]:
    body = {
        "bot": {"id": f"28:{cast.BOT_APP_ID}"},
        "members": [{"id": person}],
        "tenantId": cast.TENANT_ID,
    }
    return await scene.bot.call("POST", "", body)


async def test_a_chat_is_opened_by_object_id_and_is_always_the_same(scene: Scenery) -> None:
    status, first, _ = await open_chat(scene, cast.DAN)
    again = await open_chat(scene, people.mri(scene.world, scene.world.person("dan")))
    assert status == 201
    assert first["id"].startswith("a:")
    assert again[1]["id"] == first["id"]


async def test_a_chat_with_nobody_known_or_of_another_tenant_is_refused(scene: Scenery) -> None:
    unknown = await open_chat(scene, "dan@contoso.com")
    elsewhere = await scene.bot.call("POST", "", {"members": [{"id": cast.DAN}], "tenantId": cast.APP_ID})
    assert (unknown[0], elsewhere[0]) == (400, 400)


async def test_a_message_is_sent_edited_and_deleted(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    _, sent, _ = await scene.bot.say(chat.id, "one")
    await scene.bot.call("PUT", f"/{chat.id}/activities/{sent['id']}", {"type": "message", "text": "two"})
    seen = chat.messages[sent["id"]].for_viewer(cast.ANA)
    gone = await scene.bot.call("DELETE", f"/{chat.id}/activities/{sent['id']}")
    assert seen is not None
    assert seen.activity["text"] == "two"
    assert [event.what for event in scene.chats.log] == [What.SENT, What.EDITED, What.DELETED]
    assert gone[0] == 200
    assert chat.messages[sent["id"]].for_viewer(cast.ANA) is None


async def test_what_is_not_there_is_404(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    no_chat = await scene.bot.say("a:nobody", "hello")
    no_message = await scene.bot.call("PUT", f"/{chat.id}/activities/1", {"type": "message", "text": "x"})
    assert (no_chat[0], no_message[0]) == (404, 404)
    assert no_chat[1]["error"]["code"] == "ConversationNotFound"


async def test_only_the_bot_with_a_token_for_the_connector_gets_in(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    await scene.bot.sign_in(scope="https://graph.microsoft.com/.default")
    other_audience = await scene.bot.say(chat.id, "x")
    await scene.bot.sign_in(client_id=cast.APP_ID, client_secret=cast.APP_SECRET)
    other_app = await scene.bot.say(chat.id, "x")
    scene.bot.token = "nonsense"
    nonsense = await scene.bot.say(chat.id, "x")
    assert (other_audience[0], other_app[0], nonsense[0]) == (401, 401, 401)


async def test_people_without_the_app_and_people_who_block_the_bot(scene: Scenery) -> None:
    scene.chats.without_app.add(cast.DAN)
    scene.chats.blocked.add(cast.EVE)
    lacking = await open_chat(scene, cast.DAN)
    eve = await open_chat(scene, cast.EVE)
    blocking = await scene.bot.say(eve[1]["id"], "hello")
    assert (lacking[0], lacking[1]["error"]["code"]) == (403, "BotNotInConversationRoster")
    assert (blocking[0], blocking[1]["error"]["code"]) == (403, "MessageWritesBlocked")


async def test_a_bot_that_is_blocked_is_told_so_in_teams_own_number(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("eve"))
    campaigning.order(scene.world, "bot blocked by eve")
    assert (await scene.bot.say(chat.id, "x"))[1]["errorCode"] == 209


async def test_an_app_that_graph_installed_opens_the_chat(scene: Scenery) -> None:
    campaigning.order(scene.world, "nobody has the app")
    before = await open_chat(scene, cast.DAN)
    async with plain(scene.world) as graph:
        await graph.sign_in(client_id=cast.BOT_APP_ID, client_secret=cast.BOT_SECRET)
        app = f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{cast.TEAMS_APP}"
        await graph.post(f"/v1.0/users/{cast.DAN}/teamwork/installedApps", {"teamsApp@odata.bind": app})
    after = await open_chat(scene, cast.DAN)
    assert (before[1]["error"]["code"], after[0]) == ("BotNotInConversationRoster", 201)


async def test_a_brake_stops_everybody_for_so_long(scene: Scenery) -> None:
    chats = [scene.chats.personal(scene.world.person(key)) for key in ("ana", "dan")]
    campaigning.order(scene.world, "brake 60 s")
    refused = [await scene.bot.say(chat.id, "x") for chat in chats]
    assert [(one[0], one[2]["Retry-After"]) for one in refused] == [(429, "60"), (429, "60")]
    assert isinstance(scene.world.clock, SteppedClock)
    await scene.world.clock.advance(timedelta(seconds=60))
    assert (await scene.bot.say(chats[0].id, "x"))[0] == 201
    assert scene.world.deliveries.throttled == 2


async def test_an_answer_is_lost_and_the_message_is_there(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    campaigning.order(scene.world, "answer of the Connector is lost")
    with pytest.raises(aiohttp.ClientError):
        await scene.bot.say(chat.id, "one")
    assert (await scene.bot.say(chat.id, "two"))[0] == 201
    assert len(scene.world.deliveries.made) == len(chat.messages) == 2


async def test_the_eighth_message_of_a_second_is_refused_and_passes_when_told(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    statuses = [(await scene.bot.say(chat.id, "hello"))[0] for _ in range(7)]
    refused = await scene.bot.say(chat.id, "hello")
    clock = scene.world.clock
    assert isinstance(clock, SteppedClock)
    await clock.advance(timedelta(seconds=int(refused[2]["Retry-After"])))
    assert statuses == [201] * 7
    assert refused[0] == 429
    assert (await scene.bot.say(chat.id, "hello"))[0] == 201


async def test_a_message_over_100_kb_is_too_big(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    assert (await scene.bot.say(chat.id, "x" * 51_000))[0] == 201
    assert (await scene.bot.say(chat.id, "x" * 52_000))[0] == 413


@pytest.mark.parametrize(
    "text, entities",
    [
        ("hello <at>Dan</at>", []),
        ("hello Dan", [{"type": "mention", "mentioned": {"id": "29:1"}, "text": "<at>Dan</at>"}]),
    ],
)
async def test_mentions_must_agree_with_the_text(scene: Scenery, text: str, entities: list[Any]) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    body = {"type": "message", "text": text, "entities": entities}
    assert (await scene.bot.call("POST", f"/{chat.id}/activities", body))[0] == 400


async def test_the_roster_is_paged_and_finds_one(scene: Scenery) -> None:
    everybody = list(scene.world.directory.people.values())
    chat = scene.chats.group("Everybody", everybody)
    _, first, _ = await scene.bot.call("GET", f"/{chat.id}/pagedmembers?pageSize=1")
    _, second, _ = await scene.bot.call("GET", f"/{chat.id}/pagedmembers?pageSize=1&continuationToken=50")
    _, dan, _ = await scene.bot.call("GET", f"/{chat.id}/members/{cast.DAN}")
    nobody = await scene.bot.call("GET", f"/{chat.id}/members/{cast.APP_ID}")
    assert len(first["members"]) == 50  # Teams never gives fewer
    assert first["continuationToken"] == "50"
    assert len(second["members"]) == len(everybody) - 50
    assert dan["userPrincipalName"] == "dan@contoso.com"
    assert nobody[0] == 404


async def test_a_typed_line_arrives_as_from_teams_and_signed(scene: Scenery) -> None:
    ana = scene.world.person("ana")
    delivery = await scene.teams.say(ana, scene.chats.personal(ana), "help")
    heard = scene.bot.heard[0]
    assert delivery.status == 200
    assert heard["text"] == "help"
    assert heard["from"]["aadObjectId"] == cast.ANA
    assert heard["recipient"]["id"] == f"28:{cast.BOT_APP_ID}"
    assert heard["conversation"]["conversationType"] == "personal"
    assert heard["channelData"]["tenant"]["id"] == cast.TENANT_ID
    assert scene.bot.claims()["serviceurl"] == heard["serviceUrl"]


async def test_in_a_group_the_bot_is_mentioned_first_and_people_by_name(scene: Scenery) -> None:
    ana = scene.world.person("ana")
    chat = scene.chats.group("Approvals", [ana])
    await scene.teams.say(ana, chat, "mfa status @[Bob]")
    heard = scene.bot.heard[0]
    mentioned = [one["mentioned"]["id"] for one in heard["entities"] if one["type"] == "mention"]
    assert heard["text"].startswith("<at>Muster</at> mfa status <at>Bob &lt;b&gt;")
    assert mentioned == [f"28:{cast.BOT_APP_ID}", people.mri(scene.world, scene.world.person("bob"))]
    assert heard["conversation"]["isGroup"] is True


async def press(scene: Scenery, number: int, **inputs: str) -> What | None:
    """Ana presses a button of the newest card in her chat; what she saw then."""
    ana = scene.world.person("ana")
    chat = scene.chats.personal(ana)
    mark = len(scene.chats.log)
    await scene.teams.press(ana, chat, buttons.seen(chat, ana)[0][number - 1], inputs=inputs)
    return scene.chats.log[-1].what if len(scene.chats.log) > mark else None


async def test_a_pressed_execute_is_an_invoke_with_inputs_merged_into_its_data(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    _, sent, _ = await scene.bot.call("POST", f"/{chat.id}/activities", card_message())
    assert await press(scene, 1, reason="agreed") is None
    heard = scene.bot.heard[0]
    assert heard["type"] == "invoke"
    assert heard["name"] == "adaptiveCard/action"
    assert heard["replyToId"] == sent["id"]
    assert heard["value"]["action"]["verb"] == "approve"
    assert heard["value"]["action"]["data"] == {"request": "1", "reason": "agreed"}


@pytest.mark.parametrize(
    "kind, value, seen",
    [
        ("application/vnd.microsoft.card.adaptive", CARD | {"actions": []}, What.ANSWERED),
        ("application/vnd.microsoft.activity.message", "not yours", What.TOAST),
        ("application/vnd.microsoft.error", {"code": "x", "message": "broken"}, What.REFUSED),
    ],
)
async def test_the_answer_to_a_press_is_shown_to_the_one_who_pressed(
    scene: Scenery, kind: str, value: object, seen: What
) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    await scene.bot.call("POST", f"/{chat.id}/activities", card_message())
    status = 500 if seen is What.REFUSED else 200
    scene.bot.answer = lambda activity: (200, {"statusCode": status, "type": kind, "value": value})
    assert await press(scene, 1) is seen
    assert scene.chats.log[-1].viewer == cast.ANA


async def test_a_submit_is_a_message_with_a_value_and_a_page_is_only_opened(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    await scene.bot.call("POST", f"/{chat.id}/activities", card_message())
    await press(scene, 2, reason="x")
    assert await press(scene, 3) is What.TOAST
    assert [activity["type"] for activity in scene.bot.heard] == ["message"]
    assert scene.bot.heard[0]["value"] == {"old": True, "reason": "x"}


async def test_an_input_that_the_card_has_not_is_an_error_of_the_test(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    await scene.bot.call("POST", f"/{chat.id}/activities", card_message())
    with pytest.raises(KeyError, match="no input 'because'"):
        await press(scene, 1, because="x")


async def test_a_5xx_is_delivered_again_and_a_4xx_is_not() -> None:
    async with scenery(World(users=60, clock=Hurried())) as scene:
        ana = scene.world.person("ana")
        statuses = iter([401, 503, 500, 200])
        scene.bot.answer = lambda activity: (next(statuses), None)
        refused = await scene.teams.say(ana, scene.chats.personal(ana), "help")
        repeated = await scene.teams.say(ana, scene.chats.personal(ana), "help")
    assert (refused.status, refused.attempts) == (401, 1)
    assert (repeated.status, repeated.attempts) == (200, 3)
    assert len({activity["id"] for activity in scene.bot.heard[1:]}) == 1


class Hurried(SteppedClock):
    """Sleeping takes no time."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(0)


async def test_forgeries_differ_as_ordered(scene: Scenery) -> None:
    ana = scene.world.person("ana")
    chat = scene.chats.personal(ana)
    await scene.teams.say(ana, chat, "x", forgery=Forgery(unsigned=True))
    await scene.teams.say(ana, chat, "x", forgery=Forgery(change=lambda activity: activity | {"channelId": "webchat"}))
    assert scene.bot.tokens[0] == ""
    assert scene.bot.heard[1]["channelId"] == "webchat"


async def test_the_same_activity_again(scene: Scenery) -> None:
    ana = scene.world.person("ana")
    await scene.teams.say(ana, scene.chats.personal(ana), "help")
    await scene.teams.again()
    assert scene.bot.heard[0] == scene.bot.heard[1]


async def test_faults_reach_the_connector(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    scene.world.faults.declare([{"path": "/connector/", "status": 502, "times": 1}])
    assert (await scene.bot.say(chat.id, "x"))[0] == 502
    assert (await scene.bot.say(chat.id, "x"))[0] == 201


async def test_cards_are_linted_as_they_pass(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    await scene.bot.call("POST", f"/{chat.id}/activities", card_message())
    assert scene.chats.problems == []
    await scene.bot.call("POST", f"/{chat.id}/activities", card_message(version="1.6"))
    assert scene.chats.problems == ["a card says version '1.6'; Teams shows 1.5"]


async def test_a_reset_forgets_the_chats(scene: Scenery) -> None:
    chat = scene.chats.personal(scene.world.person("ana"))
    await scene.bot.say(chat.id, "x")
    scene.world.reset()
    assert scene.chats.log == []
    assert (await scene.bot.say(chat.id, "x"))[0] == 404
