"""The two names that a bot of the Bot Framework asks: a TLS server of the driver, with a certificate of its own.

It gives the channel's keys, and tokens at once: faster than Microsoft, in favour of whoever asks often.
"""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import certifi
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench.channel import Channel

LOGIN, KEYS = "login.microsoftonline.com", "login.botframework.com"
NAMES = frozenset({LOGIN, KEYS})


@dataclass(frozen=True, slots=True)
class Microsoft:
    """Where it listens, and whose word makes its certificate good."""

    port: int
    authority: Path
    tokens: list[int]

    @property
    def env(self) -> dict[str, str]:
        """What a process needs to find and to trust it, beside those whom the sample's libraries trust anyway."""
        return {"BENCH_MICROSOFT": str(self.port), "REQUESTS_CA_BUNDLE": str(self.authority)}


@asynccontextmanager
async def microsoft(channel: Channel, folder: Path) -> AsyncIterator[Microsoft]:
    """Listen on 127.0.0.1; ``tokens[0]`` counts the tokens given."""
    given = [0]
    runner = web.AppRunner(_application(channel, given), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    own = _certificate(channel, folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    trusted = folder / "trusted.pem"
    trusted.write_text(certifi.contents() + own.read_text())
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    try:
        yield Microsoft(runner.addresses[0][1], trusted, given)
    finally:
        await runner.cleanup()


def _application(channel: Channel, given: list[int]) -> web.Application:
    async def metadata(_request: web.Request) -> web.Response:
        return web.json_response({"issuer": "https://api.botframework.com", "jwks_uri": f"{channel.base_url}/keys"})

    async def authority(request: web.Request) -> web.Response:
        base = f"https://{LOGIN}/{request.match_info['tenant']}"
        ends = {f"{name}_endpoint": f"{base}/oauth2/v2.0/{name}" for name in ("authorization", "token")}
        return web.json_response({"issuer": f"{base}/v2.0", **ends})

    async def token(_request: web.Request) -> web.Response:
        given[0] += 1
        return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": "make-believe"})

    app = web.Application()
    app.router.add_get("/v1/.well-known/openidconfiguration", metadata)
    app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", authority)
    app.router.add_post("/{tenant}/oauth2/v2.0/token", token)
    return app


def _certificate(channel: Channel, folder: Path) -> Path:
    """Key and certificate in one PEM file; it vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, LOGIN)])
    names = x509.SubjectAlternativeName([x509.DNSName(each) for each in sorted(NAMES)])
    day, now = timedelta(days=1), channel.clock.now()
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    constrained = builder.add_extension(names, critical=False).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    path = folder / "microsoft.pem"
    form = serialization.PrivateFormat.PKCS8
    private = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    path.write_bytes(private + constrained.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path
