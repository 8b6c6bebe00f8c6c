"""Tokens from the make-believe login service, with the real sign-in library."""

import asyncio
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from demo.apps import trust
from demo.clock import START
from demo.seed import cast
from demo.server import Running
from demo.world import World
from tenant.cloud import CLOUDS, Cloud, custom
from tenant.credentials import Certificate, Credential, Credentials, ManagedIdentity, Secret
from tenant.ports import TokenSource
from tenant.tokens import Tokens
from tenant.tokens.keeper import roles_in
from tenant.trouble import SignInFailed, Throttled, Trouble, Unavailable
from tests.tenant.clocks import JumpingClock
from tests.tenant.conftest import READER


def keeper(cloud: Cloud, clock: JumpingClock, credential: Credential = READER) -> Tokens:
    return Tokens(credential, cast.TENANT_ID, cloud, clock)


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def certificate(world: World, key: rsa.RSAPrivateKey) -> Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Muster")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = builder.serial_number(1).not_valid_before(START).not_valid_after(START.replace(year=2036))
    signed = made.sign(key, hashes.SHA256())
    trust(world.apps[cast.READER_ID], signed.public_bytes(serialization.Encoding.PEM).decode())
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    return Certificate(client_id=cast.READER_ID, private_key=pem, thumbprint=signed.fingerprint(hashes.SHA1()).hex())


async def test_a_secret_gives_a_token_with_the_roles(cloud: Cloud, clock: JumpingClock) -> None:
    token = await keeper(cloud, clock).token(cloud.graph_scope)
    assert "User.Read.All" in (roles_in(token) or ())


async def test_a_certificate_gives_a_token(cloud: Cloud, clock: JumpingClock, certificate: Certificate) -> None:
    assert roles_in(await keeper(cloud, clock, certificate).token(cloud.graph_scope))


async def test_a_managed_identity_gives_a_token(cloud: Cloud, clock: JumpingClock) -> None:
    assert roles_in(await keeper(cloud, clock, ManagedIdentity()).token(cloud.graph_scope))


async def test_a_certificate_nobody_trusts(cloud: Cloud, clock: JumpingClock, certificate: Certificate) -> None:
    stranger = replace(certificate, thumbprint="00" * 20)
    with pytest.raises(SignInFailed) as caught:
        await keeper(cloud, clock, stranger).token(cloud.graph_scope)
    assert caught.value.detail.startswith("AADSTS")


async def test_the_bot_has_a_token_of_its_own(cloud: Cloud, clock: JumpingClock) -> None:
    tokens = keeper(cloud, clock, Secret(cast.BOT_APP_ID, cast.BOT_SECRET))
    assert await tokens.token(cloud.bot_scope) != await tokens.token(cloud.graph_scope)


async def test_a_token_is_fetched_once_for_all_who_ask(cloud: Cloud, clock: JumpingClock) -> None:
    tokens = keeper(cloud, clock)
    first = await tokens.token(cloud.graph_scope)
    await clock.sleep(300)
    assert await tokens.token(cloud.graph_scope) == first


async def test_ten_failed_calls_renew_the_token_once(cloud: Cloud, clock: JumpingClock) -> None:
    tokens = keeper(cloud, clock)
    stale = await tokens.token(cloud.graph_scope)
    tokens.forget(stale)
    renewed = await tokens.token(cloud.graph_scope)
    tokens.forget(stale)
    assert stale != renewed == await tokens.token(cloud.graph_scope)


async def test_a_second_look_is_taken_once_in_five_minutes(cloud: Cloud, clock: JumpingClock) -> None:
    tokens = keeper(cloud, clock)
    first = await tokens.token(cloud.graph_scope)
    assert tokens.second_look(first)
    second = await tokens.token(cloud.graph_scope)
    assert tokens.second_look(first), "whoever still held the old one may ask again"
    assert not tokens.second_look(second)
    await clock.sleep(301)
    assert tokens.second_look(second)


@pytest.mark.parametrize(
    "credential, tenant, detail",
    [
        (Secret(cast.READER_ID, "wrong"), cast.TENANT_ID, "AADSTS7000215"),
        (Secret("a9900000-0000-4000-8000-0000000000ff", "x"), cast.TENANT_ID, "AADSTS700016"),
        (READER, "c0450000-0000-4000-8000-0000000000ff", "setup"),
        (Certificate(client_id="x", private_key="no key", thumbprint="00"), cast.TENANT_ID, "setup"),
    ],
)
async def test_what_is_wrong_is_named_by_number(
    cloud: Cloud, clock: JumpingClock, credential: Credential, tenant: str, detail: str
) -> None:
    with pytest.raises(SignInFailed) as caught:
        await Tokens(credential, tenant, cloud, clock).token(cloud.graph_scope)
    assert caught.value.detail == detail
    assert "wrong" not in str(caught.value) and "no key" not in str(caught.value)


async def test_a_login_service_that_is_away_is_unavailable(running: Running, cloud: Cloud, clock: JumpingClock) -> None:
    await running.close()
    with pytest.raises(Unavailable):
        await keeper(cloud, clock).token(cloud.graph_scope)


async def test_no_secret_shows_itself() -> None:
    shown = repr(
        Credentials(
            read=Secret("app", "s3cret"),
            bot=Certificate(client_id="b", private_key="s3cret", thumbprint="t", passphrase="s3cret"),
        )
    )
    assert "s3cret" not in shown and "app" in shown


def test_tokens_that_are_none_carry_no_roles() -> None:
    assert roles_in("opaque") is roles_in("a.!.c") is roles_in("") is roles_in("a.bnVsbA.c") is None


def test_clouds() -> None:
    assert CLOUDS["gcc"].graph == CLOUDS["public"].graph
    assert CLOUDS["gcch"].login.endswith(".us") and CLOUDS["dod"].graph == "https://dod-graph.microsoft.us"
    assert not any(cloud.is_custom for cloud in CLOUDS.values())
    assert custom(graph="http://127.0.0.1:1/graph/", login="http://127.0.0.1:1/login/").graph.endswith("graph")


def test_every_trouble_has_its_own_code() -> None:
    codes = [kind.code for kind in Trouble.__subclasses__()]
    assert len(set(codes)) == len(codes) and Throttled.code in codes


async def test_the_event_loop_goes_on_while_a_token_is_fetched(cloud: Cloud, clock: JumpingClock) -> None:
    """The login service runs on this very loop: were the fetch to block it, nobody would answer."""
    tokens = keeper(cloud, clock)
    graph, bot = await asyncio.gather(tokens.token(cloud.graph_scope), tokens.token(cloud.bot_scope))
    assert graph != bot


async def test_a_token_fits_the_port(cloud: Cloud, clock: JumpingClock) -> None:
    source: TokenSource = keeper(cloud, clock)
    assert await source.token(cloud.graph_scope)
