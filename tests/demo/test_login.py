from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import jwt
import msal
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from demo import apps
from demo.clock import WallClock
from demo.keys import Keys, now
from demo.login import tokens
from demo.world import World
from tests.demo.plain import Plain


def claims(token: str) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return found


async def test_a_token_says_who_asks_and_what_is_allowed(client: Plain, world: World) -> None:
    got = (await client.token()).body
    said = claims(got["access_token"])
    assert said["aud"] == "https://graph.microsoft.com"
    assert said["tid"] == world.tenant_id
    assert "Policy.ReadWrite.AuthenticationMethod" in said["roles"]
    assert got["expires_in"] == 3600
    assert abs(said["exp"] - now() - 3600) < 30


@pytest.mark.parametrize(
    ("form", "status", "number"),
    [
        ({"client_secret": "wrong"}, 401, 7000215),
        ({"client_id": "00000000-0000-0000-0000-00000000dead"}, 400, 700016),
        ({"grant_type": "password"}, 400, 70003),
        ({"scope": "https://vault.azure.net/.default"}, 400, 500011),
        ({"scope": "User.Read"}, 400, 1002012),
    ],
)
async def test_no_token_without_the_right_proof(client: Plain, form: dict[str, str], status: int, number: int) -> None:
    got = await client.token(**form)
    assert got.status == status
    assert got.body["error_codes"] == [number]
    assert got.body["error_description"].startswith(f"AADSTS{number}: ")


async def test_another_tenant_is_unknown(client: Plain) -> None:
    client.facts["tenant_id"] = "00000000-0000-0000-0000-00000000beef"
    assert (await client.token()).body["error_codes"] == [90002]


async def test_a_bot_token_carries_no_graph_permission(client: Plain, world: World) -> None:
    got = await client.token(
        scope="https://api.botframework.com/.default", client_id=world.bot_app_id, client_secret=world.bot_secret
    )
    said = claims(got.body["access_token"])
    assert said["aud"] == "https://api.botframework.com"
    assert "roles" not in said


async def test_graph_refuses_what_is_not_a_good_token(client: Plain, world: World) -> None:
    app = world.apps[world.client_id]
    bad = {
        "": "empty",
        "garbage": "Signature validation failed",
        tokens.issue(world, app, apps.GRAPH, lifetime=-10): "expired",
        tokens.issue(world, app, apps.BOT): "Invalid audience",
    }
    for token, words in bad.items():
        reply = await client.get("/v1.0/users", headers={"Authorization": f"Bearer {token}"})
        assert reply.status == 401
        assert reply.code == "InvalidAuthenticationToken"
        assert words in reply.body["error"]["message"]


async def test_the_metadata_leads_to_the_keys(client: Plain, world: World) -> None:
    base = f"{client.facts['login']}/{world.tenant_id}"
    metadata = (await client.ask("GET", f"{base}/v2.0/.well-known/openid-configuration")).body
    assert metadata["token_endpoint"].endswith(f"/{world.tenant_id}/oauth2/v2.0/token")
    keys = (await client.ask("GET", f"{base}/discovery/v2.0/keys")).body["keys"]
    public = jwt.PyJWK(keys[0])
    token = (await client.token()).body["access_token"]
    assert jwt.decode(token, public, algorithms=["RS256"], audience="https://graph.microsoft.com")["idtyp"] == "app"


def certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "muster")])
    today = WallClock().now()
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today)
        .not_valid_after(today + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )


class HostRewriter:
    """What a program hands to MSAL so that it finds the login service elsewhere; keeps the last request."""

    def __init__(self, login: str) -> None:
        self.login = login
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    def get(self, url: str, **more: object) -> "HostRewriter":
        self.asked.append(("GET", url, {}))
        return self

    def post(self, url: str, *, data: dict[str, str | bytes], **more: object) -> "HostRewriter":
        texts = {k: v.decode() if isinstance(v, bytes) else v for k, v in data.items()}
        self.asked.append(("POST", url, texts))
        return self

    status_code = 200
    headers: Mapping[str, str] = MappingProxyType({})

    @property
    def text(self) -> str:
        base = "https://login.microsoftonline.com/t"
        return (
            f'{{"issuer": "{base}/v2.0", "token_endpoint": "{base}/oauth2/v2.0/token", "authorization_endpoint": "x",'
            ' "access_token": "t", "expires_in": 3600, "token_type": "Bearer"}'
        )

    def raise_for_status(self) -> None: ...

    def close(self) -> None: ...


async def test_a_certificate_proves_it_as_msal_does(client: Plain, world: World) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    found = certificate(key)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    wire = HostRewriter(client.facts["login"])
    application = msal.ConfidentialClientApplication(
        world.client_id,
        authority="https://login.microsoftonline.com/t",
        client_credential={"private_key": pem, "thumbprint": found.fingerprint(hashes.SHA1()).hex()},
        http_client=wire,
        instance_discovery=False,
    )
    application.acquire_token_for_client(["https://graph.microsoft.com/.default"])
    form = wire.asked[-1][2]
    url = f"{client.facts['login']}/{world.tenant_id}/oauth2/v2.0/token"
    assert (await client.ask("POST", url, data=form)).body["error_codes"] == [700027]
    apps.trust(world.apps[world.client_id], found.public_bytes(serialization.Encoding.PEM).decode())
    assert (await client.ask("POST", url, data=form)).status == 200


async def test_a_machine_gets_a_token_without_any_secret(client: Plain) -> None:
    url = f"{client.facts['login']}/metadata/identity/oauth2/token?resource=https://graph.microsoft.com"
    got = await client.ask("GET", url, headers={"Metadata": "true"})
    assert claims(got.body["access_token"])["aud"] == "https://graph.microsoft.com"
    assert (await client.ask("GET", url)).status == 400


async def channel_key(client: Plain, token: str) -> jwt.PyJWK | None:
    base = f"{client.facts['login']}/botframework/v1"
    metadata = (await client.ask("GET", f"{base}/.well-known/openidconfiguration")).body
    assert metadata["issuer"] == "https://api.botframework.com"
    keys = (await client.ask("GET", metadata["jwks_uri"])).body["keys"]
    assert keys[0]["endorsements"] == ["msteams"]
    kid = jwt.get_unverified_header(token)["kid"]
    return next((jwt.PyJWK(key) for key in keys if key["kid"] == kid), None)


def judged(token: str, key: jwt.PyJWK, app_id: str) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(
        token, key, algorithms=["RS256"], audience=app_id, issuer="https://api.botframework.com"
    )
    return found


async def test_the_channel_signs_as_the_real_one_does(client: Plain, world: World) -> None:
    keys: Keys = world.keys
    good = keys.channel_token("bot", "http://x/")
    key = await channel_key(client, good)
    assert key is not None
    assert judged(good, key, "bot")["serviceurl"] == "http://x/"
    with pytest.raises(jwt.InvalidSignatureError):
        judged(keys.channel_token("bot", "http://x/", forged=True), key, "bot")
    with pytest.raises(jwt.ExpiredSignatureError):
        judged(keys.channel_token("bot", "http://x/", exp=now() - 600), key, "bot")
    with pytest.raises(jwt.InvalidAudienceError):
        judged(keys.channel_token("bot", "http://x/", aud="other"), key, "bot")
    assert await channel_key(client, keys.channel_token("bot", "http://x/", kid="nobody")) is None


async def test_a_rotated_key_replaces_the_old_one(client: Plain, world: World) -> None:
    old = world.keys.channel_token("bot", "http://x/")
    world.keys.rotate()
    new = world.keys.channel_token("bot", "http://x/")
    assert await channel_key(client, old) is None
    assert await channel_key(client, new) is not None
