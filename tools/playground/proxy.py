"""What the Bot Connector service does between Teams and a bot: it signs. The Playground sends no token.

So the bot's authentication stays on: every activity gets a token of the demo's channel, for the bot's app id and the
activity's own serviceUrl. An activity that lacks what Teams always sends (tenant, directory id of the person) gets it;
nothing else is touched.
"""

import json
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from demo.connector.people import mri
from demo.wire import Json, JsonObject
from demo.world import World

_LARGEST = 1024 * 1024  # bytes; the bot has its own, smaller limit, and shall be the one who says no
_PASSED_ON = ("Content-Type", "Retry-After")


@dataclass(frozen=True, slots=True)
class SigningProxy:
    """Passes activities on to ``bot`` (the address of /api/messages), and its answers back."""

    world: World
    bot: str
    http: aiohttp.ClientSession

    async def pass_on(self, request: web.Request) -> web.Response:
        """One activity: completed, signed, sent; the bot's status, body and type come back as they are."""
        activity = completed(await request.json(), self.world)
        headers = {"Authorization": f"Bearer {self._token(activity)}", "Content-Type": "application/json"}
        body = json.dumps(activity, ensure_ascii=False).encode()
        async with self.http.post(self.bot, data=body, headers=headers) as answer:
            kept = {name: answer.headers[name] for name in _PASSED_ON if name in answer.headers}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)

    def _token(self, activity: JsonObject) -> str:
        return self.world.keys.channel_token(self.world.bot_app_id, str(activity.get("serviceUrl", "")))

    def app(self) -> web.Application:
        """The web application, to be listened with."""
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_post("/api/messages", self.pass_on)
        return app


def completed(activity: JsonObject, world: World) -> JsonObject:
    """The activity with the tenant's id and the person's directory id, where they were left out."""
    channel, sender = _part(activity, "channelData"), _part(activity, "from")
    tenant = {"id": world.tenant_id} | _part(channel, "tenant")
    named = next((each.id for each in world.directory.people.values() if mri(world, each) == sender.get("id")), "")
    known: JsonObject = {"aadObjectId": named} if named else {}
    return activity | {"channelData": channel | {"tenant": tenant}} | ({"from": known | sender} if sender else {})


def _part(of: JsonObject, name: str) -> dict[str, Json]:
    found = of.get(name)
    return found if isinstance(found, dict) else {}
