"""Keys and signed tokens: those of the login service, and those of the channel that talks to bots.

Tokens are signed and judged on real time, whatever clock drives the demo: the programs on the other side judge them so.
"""

import base64
import hashlib
import uuid
from collections.abc import Mapping
from functools import cache, lru_cache

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from demo.clock import WallClock
from demo.wire import Json, JsonObject

CHANNEL_ISSUER = "https://api.botframework.com"
LIFETIME = 3600
"""Seconds that a token is good for."""


@cache
def _private_key(name: str) -> rsa.RSAPrivateKey:
    """One key per name and process: making one costs a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def now() -> int:
    """Real seconds since 1970: what tokens are judged by."""
    return int(WallClock().now().timestamp())


class Keys:
    """The signing keys of one make-believe Microsoft. ``rotate`` changes the channel's key."""

    def __init__(self) -> None:
        """Start with the first generation of both keys."""
        self._generation = 1
        self._known: dict[str, Mapping[str, Json]] = {}

    @property
    def channel_key(self) -> str:
        """The key id with which the channel signs now."""
        return f"channel-{self._generation}"

    def rotate(self) -> None:
        """Sign with a new key from now on; the old one is published no longer."""
        self._generation += 1

    def reset(self) -> None:
        """Go back to the first generation."""
        self._generation = 1

    def login_keys(self) -> JsonObject:
        """The login service's public keys (JWKS)."""
        return {"keys": [_public("login-1")]}

    def channel_keys(self) -> JsonObject:
        """The channel's public keys, each with the channels that it may speak for."""
        return {"keys": [_public(self.channel_key) | {"endorsements": ["msteams"]}]}

    def access_token(self, claims: Mapping[str, Json], *, lifetime: int = LIFETIME) -> str:
        """A token of the login service with these claims and the usual times."""
        return _sign("login-1", {**_times(lifetime), **claims})

    def read(self, token: str) -> Mapping[str, Json]:
        """The claims of a token that this login service signed and that has not expired; raises jwt's errors."""
        known = self._known.get(token)
        if known is not None and int(str(known["exp"])) > now():
            return known
        claims = _verify(token)
        self._known[token] = claims
        return claims

    def channel_token(self, app_id: str, service_url: str, **overrides: Json) -> str:
        """A token as the channel sends it to a bot.

        ``overrides`` replace claims (``aud``, ``iss``, ``exp``, ``serviceurl``, ...; None removes one); ``kid`` signs
        under another key id, and ``forged=True`` signs with a key that nobody published.
        """
        kid = str(overrides.pop("kid", self.channel_key))
        key = "forger" if overrides.pop("forged", False) else self.channel_key
        claims: JsonObject = {"iss": CHANNEL_ISSUER, "aud": app_id, "serviceurl": service_url, **_times(LIFETIME)}
        claims |= overrides
        return _sign(key, {name: value for name, value in claims.items() if value is not None}, kid=kid)


def _times(lifetime: int) -> JsonObject:
    return {"nbf": now() - 300, "iat": now() - 300, "exp": now() + lifetime}


def _sign(key: str, claims: Mapping[str, Json], *, kid: str | None = None) -> str:
    return jwt.encode(dict(claims), _private_key(key), algorithm="RS256", headers={"kid": kid or key})


def _verify(token: str) -> Mapping[str, Json]:
    public = _private_key("login-1").public_key()
    claims: Mapping[str, Json] = jwt.decode(token, public, algorithms=["RS256"], options={"verify_aud": False})
    return claims


def _public(name: str) -> JsonObject:
    numbers = _private_key(name).public_key().public_numbers()
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": name,
        "n": _base64(numbers.n),
        "e": _base64(numbers.e),
    }


def _base64(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def pem_public_key(key: rsa.RSAPrivateKey) -> str:
    """The public half as PEM, as an app registration keeps it."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


@lru_cache(maxsize=4096)  # the people of a small tenant, who are made again and again
def stable_id(*parts: str) -> str:
    """A GUID that is always the same for the same words."""
    return str(uuid.UUID(bytes=hashlib.sha256("/".join(parts).encode()).digest()[:16], version=4))
