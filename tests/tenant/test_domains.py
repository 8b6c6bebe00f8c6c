"""Domains, how the federated ones sign in, and until when the certificates are good that no API tells."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from demo import certificates
from demo.world import World
from tenant.graph import tls
from tenant.graph.domains import certificate, federated, federation
from tenant.graph.reader import GraphReader
from tenant.model import FederatedMfa
from tenant.trouble import Forbidden, Refused, Unavailable
from tests.tenant.clocks import JumpingClock
from tests.tenant.scripted import scripted

ENDS = datetime(2027, 3, 1, 12, tzinfo=UTC)
PAST = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def scenario() -> str:
    return "catalogue"


@asynccontextmanager
async def serving(ends: datetime, folder: Path) -> AsyncIterator[int]:
    """A server with a certificate of its own making, for a name that is not its address."""
    pem = folder / "server.pem"
    pem.write_bytes(certificates.service("sts.contoso.com", ends))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    async with await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


async def test_managed_and_federated(reader: GraphReader) -> None:
    found = {one.name: one for one in await reader.domains()}
    assert found["contoso.com"].default and not found["contoso.com"].federated
    assert [one.name for one in found.values() if one.initial] == ["contoso.onmicrosoft.com"]
    [away] = [one for one in found.values() if one.federated]
    assert await reader.federation("contoso.com") is None
    settings = await reader.federation(away.name)
    assert settings is not None and settings.domain == away.name and settings.sign_in_host
    assert settings.certificate is not None and len(settings.certificate.thumbprint) == 40
    assert (settings.certificate.not_after - reader.now()).days == 20


async def test_without_the_permission_it_is_named(reader: GraphReader, world: World) -> None:
    for app in world.apps.values():
        app.roles -= {"Domain.Read.All", "Directory.Read.All"}
    with pytest.raises(Forbidden) as caught:
        await reader.domains()
    assert caught.value.scope == "Domain.Read.All"


@pytest.mark.parametrize("status", [404, 200])
async def test_a_managed_domain_has_no_federation(clock: JumpingClock, status: int) -> None:
    async with scripted(clock, lambda request: web.json_response({"value": []}, status=status)) as session:
        assert await federation(session, "contoso.com") is None


def test_a_certificate_by_its_date_and_its_name_in_windows() -> None:
    der = certificates.signing("sts.contoso.com", ENDS)
    found = certificate(base64.b64encode(der).decode())
    assert found is not None and found.not_after == ENDS
    assert found.thumbprint == found.thumbprint.upper() and len(found.thumbprint) == 40


@pytest.mark.parametrize("encoded", ["", "not base64!", base64.b64encode(b"no certificate").decode()])
def test_what_is_no_certificate(encoded: str) -> None:
    assert certificate(encoded) is None


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("https://sts.contoso.com/adfs/ls/", "sts.contoso.com", 443),
        ("https://sts.contoso.com:8443/adfs/ls/", "sts.contoso.com", 8443),
        ("http://sts.contoso.com/adfs/ls/", "", 443),
        ("file:///etc/passwd", "", 443),
        ("https://[::1", "", 443),
        ("https://sts.contoso.com:99999/", "", 443),
        ("", "", 443),
    ],
)
def test_where_people_are_sent(address: str, host: str, port: int) -> None:
    found = federated("contoso.com", {"passiveSignInUri": address})
    assert (found.sign_in_host, found.sign_in_port) == (host, port)


@pytest.mark.parametrize(
    ("said", "mfa"),
    [("rejectMfaByFederatedIdp", FederatedMfa.REJECT), (None, None), ("somethingNew", None)],
)
def test_who_does_mfa(said: str | None, mfa: FederatedMfa | None) -> None:
    assert federated("contoso.com", {"federatedIdpMfaBehavior": said}).mfa is mfa


@pytest.mark.parametrize("ends", [ENDS, PAST], ids=["good", "expired"])
async def test_the_certificate_of_a_server_is_read_whether_it_is_trusted_or_not(tmp_path: Path, ends: datetime) -> None:
    async with serving(ends, tmp_path) as port:
        assert await tls.certificate_of("127.0.0.1", port) == ends


async def test_a_server_that_is_not_there(unused_tcp_port: int) -> None:
    with pytest.raises(Unavailable):
        await tls.certificate_of("127.0.0.1", unused_tcp_port)


async def test_a_server_that_speaks_no_tls() -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hello\r\n")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        with pytest.raises(Unavailable):
            await tls.certificate_of("127.0.0.1", server.sockets[0].getsockname()[1])


async def test_a_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "PATIENCE", 0.05)
    held: list[Any] = []
    async with await asyncio.start_server(lambda *both: held.append(both), "127.0.0.1", 0) as server:
        with pytest.raises(Unavailable):
            await tls.certificate_of("127.0.0.1", server.sockets[0].getsockname()[1])
        for _, writer in held:
            writer.close()


async def test_only_a_host_that_federation_settings_named_is_asked(reader: GraphReader, tmp_path: Path) -> None:
    async with serving(ENDS, tmp_path) as port:
        with pytest.raises(Refused) as caught:
            await reader.certificate_of("127.0.0.1", port)
    assert caught.value.detail == "host-unknown"


async def test_the_sign_in_server_of_the_tenant(reader: GraphReader, world: World, tmp_path: Path) -> None:
    [name] = world.federations
    async with serving(ENDS, tmp_path) as port:
        world.federations[name].port = port
        settings = await reader.federation(name)
        assert settings is not None
        assert await reader.certificate_of(settings.sign_in_host, settings.sign_in_port) == ENDS
