"""``python -m bench.echo``: the bot to compare with, as Bot Framework's own sample 02.echo-bot writes it in Python.

https://github.com/microsoft/BotBuilder-Samples/tree/main/samples/python/02.echo-bot (app.py, bots/echo_bot.py)

Authentication is on. The sample asks Microsoft by name for keys and tokens; ``BENCH_MICROSOFT`` says on which local
port somebody answers to those names. The names are looked up there, and nothing else of the SDK is touched.
"""

import asyncio
import os
import socket
from typing import Any

from aiohttp import web
from botbuilder.core import ActivityHandler, MessageFactory, TurnContext
from botbuilder.core.integration import aiohttp_error_middleware
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import ChannelAccount

from bench.microsoft import NAMES

_look_up = socket.getaddrinfo


class DefaultConfig:
    """Bot Configuration."""

    def __init__(self) -> None:
        """From the environment, as in the sample."""
        self.PORT = 0
        self.APP_ID = os.environ.get("MICROSOFTAPPID", "")
        self.APP_PASSWORD = os.environ.get("MICROSOFTAPPPASSWORD", "")
        self.APP_TYPE = os.environ.get("MICROSOFTAPPTYPE", "MultiTenant")
        self.APP_TENANTID = os.environ.get("MICROSOFTAPPTENANTID", "")


class EchoBot(ActivityHandler):  # type: ignore[misc] # the SDK has no types
    """Says what it hears."""

    async def on_members_added_activity(self, members_added: list[ChannelAccount], turn_context: TurnContext) -> None:
        """Greet."""
        for member in members_added:
            if member.id != turn_context.activity.recipient.id:
                await turn_context.send_activity("Hello and welcome!")

    async def on_message_activity(self, turn_context: TurnContext) -> Any:  # noqa: ANN401 - the SDK has no types
        """Echo."""
        return await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


def application() -> web.Application:
    """The sample's web application."""
    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(DefaultConfig())), EchoBot()

    async def messages(request: web.Request) -> Any:  # noqa: ANN401 - the SDK has no types
        return await adapter.process(request, bot)

    app = web.Application(middlewares=[aiohttp_error_middleware])
    app.router.add_post("/api/messages", messages)
    return app


def redirect(port: int) -> None:
    """Microsoft's names lead to this port of this machine."""

    def look_up(host: Any, *more: Any, **named: Any) -> Any:  # noqa: ANN401 - as socket.getaddrinfo
        if host in NAMES:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        return _look_up(host, *more, **named)

    socket.getaddrinfo = look_up


async def serve() -> None:
    """Listen on any free port, say which, and go on until SIGTERM ends the process."""
    runner = web.AppRunner(application(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    redirect(int(os.environ["BENCH_MICROSOFT"]))
    asyncio.run(serve())
