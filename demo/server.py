"""One HTTP server on 127.0.0.1 for all of the make-believe Microsoft."""

import asyncio
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from demo import control
from demo.adfs import Adfs
from demo.connector import routes as connector
from demo.exchange import http as exchange
from demo.graph import http as graph
from demo.graph.door import Hanging
from demo.login import http as login
from demo.recorder import Request
from demo.wire import Dropped, Json
from demo.world import World

MOST_BODY = 4 * 1024 * 1024


class Closing:
    """Set when the server stops, so that requests which shall never be answered end."""

    def __init__(self) -> None:
        """Not yet."""
        self.event = asyncio.Event()


CLOSING = web.AppKey("closing", Closing)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that listens. The addresses have no slash at the end."""

    base_url: str
    world: World
    runner: web.AppRunner
    closing: Closing
    adfs: Adfs

    @property
    def app(self) -> web.Application:
        """The application, for what its parts keep in it."""
        return self.runner.app

    @property
    def graph(self) -> str:
        """Stands for https://graph.microsoft.com."""
        return f"{self.base_url}/graph"

    @property
    def login(self) -> str:
        """Stands for https://login.microsoftonline.com."""
        return f"{self.base_url}/login"

    @property
    def openid(self) -> str:
        """Where a bot finds the keys of its callers."""
        return f"{self.base_url}/login/botframework/v1/.well-known/openidconfiguration"

    @property
    def exchange(self) -> str:
        """Stands for https://outlook.office365.com."""
        return f"{self.base_url}/exchange"

    @property
    def connector(self) -> str:
        """The serviceUrl of the make-believe Teams, with the slash that Teams puts at its end."""
        return f"{self.base_url}/connector/"

    async def close(self) -> None:
        """Stop listening; unanswered requests end."""
        self.closing.event.set()
        await self.adfs.close()
        await self.runner.cleanup()


def build(world: World) -> web.Application:
    """The application with every part mounted."""
    app = web.Application(middlewares=[_watched(world)], client_max_size=MOST_BODY)
    app[CLOSING] = Closing()
    app.router.add_route("*", "/graph/{path:.*}", _graph(world))
    app.router.add_route("*", "/exchange/{path:.*}", _exchange(world))
    login.add_routes(app, world)
    connector.add_routes(app, world)
    control.add_routes(app, world)
    return app


async def start(world: World, port: int = 0) -> Running:
    """Listen on 127.0.0.1; port 0 takes any that is free."""
    app = build(world)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    taken, adfs = runner.addresses[0][1], Adfs()
    await adfs.serve(world)
    return Running(f"http://127.0.0.1:{taken}", world, runner, app[CLOSING], adfs)


def _graph(world: World) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        return await graph.handle(world, request, f"http://{request.host}/graph")

    return handler


def _exchange(world: World) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        return await exchange.handle(world, request)

    return handler


def _watched(world: World) -> Middleware:
    """Count requests in flight, remember each one, and carry out what faults ask of the connection."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/_demo/"):
            return await handler(request)
        world.in_flight += 1
        try:
            response = await handler(request)
        except Hanging:
            return await _never_answer(world, request)
        except Dropped:
            return _hang_up(world, request)
        else:
            _record(world, request, response.status)
            return response
        finally:
            world.in_flight -= 1

    return middleware


async def _never_answer(world: World, request: web.Request) -> web.StreamResponse:
    world.in_flight -= 1  # nobody need wait for what never comes
    await request.app[CLOSING].event.wait()
    world.in_flight += 1
    return _hang_up(world, request)


def _hang_up(world: World, request: web.Request) -> web.StreamResponse:
    _record(world, request, 0)
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)


def _record(world: World, request: web.Request, status: int) -> None:
    body: Json = request.get(graph.SENT)
    world.saw(
        Request(
            method=request.method,
            path=request.raw_path,
            status=status,
            app=request.get(graph.CALLER, ""),
            at=world.now(),
            body=None if request.raw_path.endswith("/$batch") else body,
        )
    )
