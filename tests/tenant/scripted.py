"""A tiny HTTP server that answers what a test tells it to, for what the demo never does; and a session towards it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from tenant.cloud import Cloud
from tenant.credentials import Secret
from tenant.graph.pace import Pace
from tenant.graph.session import Outlet, Session
from tenant.graph.transport import Transport
from tenant.ports import Clock, Priority, Purpose
from tenant.tokens import Tokens

Handler = Callable[[web.Request], web.Response | Awaitable[web.Response]]


class TokenOnHand(Tokens):
    """Somebody who always has a token, for tests that are not about tokens."""

    async def token(self, scope: str) -> str:
        return "on-hand"


@asynccontextmanager
async def scripted(clock: Clock, handler: Handler) -> AsyncIterator[Session]:
    """A session whose Graph is this handler, at any path."""

    async def answer(request: web.Request) -> web.Response:
        answered = handler(request)
        return answered if isinstance(answered, web.Response) else await answered

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    transport = Transport(f"http://{host}:{port}", direct=True)
    try:
        yield session_over(clock, transport)
    finally:
        await transport.close()
        await runner.cleanup()


def session_over(clock: Clock, transport: Transport) -> Session:
    """A session that needs no login service."""
    tokens = TokenOnHand(Secret("app", "secret"), "tenant", Cloud(name="scripted"), clock)
    outlet = Outlet(tokens=tokens, pace=Pace(clock), transport=transport, clock=clock, scope="any")
    return Session(outlet, Purpose("a test", Priority.PERSON))
