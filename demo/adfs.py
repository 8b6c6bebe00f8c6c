"""A server that does nothing but show a TLS certificate, where AD FS would answer."""

import asyncio
import ssl
import tempfile
from pathlib import Path

from demo import certificates
from demo.federation import HOST, Federation
from demo.world import World


class Adfs:
    """One listener per federation, on 127.0.0.1 at any free port."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._servers: list[asyncio.Server] = []

    async def serve(self, world: World) -> None:
        """Answer for every federation of the world, and again for those after a reset."""
        for federation in world.federations.values():
            await self.listen(federation)
        ports = {name: federation.port for name, federation in world.federations.items()}
        world.on_reset.append(lambda: _keep(world, ports))

    async def listen(self, federation: Federation) -> None:
        """Answer for this federation; its ``port`` says where from now on."""
        loop = asyncio.get_running_loop()
        context = _context(federation)
        context.sni_callback = lambda socket, name, known: _renew(socket, federation)
        server = await loop.create_server(asyncio.Protocol, HOST, 0, ssl=context)
        self._servers.append(server)
        federation.port = server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop."""
        for server in self._servers:
            server.close()
            await server.wait_closed()


def _keep(world: World, ports: dict[str, int]) -> None:
    for name, federation in world.federations.items():
        federation.port = ports.get(name, 0)


def _renew(socket: ssl.SSLObject, federation: Federation) -> None:
    """The certificate of this moment: the story may have changed it. A name need not be sent for that."""
    socket.context = _context(federation)


def _context(federation: Federation) -> ssl.SSLContext:
    """Python reads certificates from files only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "service.pem"
        path.write_bytes(certificates.service(federation.name, federation.service_ends))
        context.load_cert_chain(path)
    return context
