"""The channel's signing keys: fetched without blocking, kept when a refresh fails, fetched again for an unknown key id.

The SDK's own cache blocks the event loop, has no timeout, and does not pick up a rotated key for a day; an object with
the same `get(kid)` in `JwtTokenExtractor.metadataCache` takes its place.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from bot.wire import Json, inside, objects, text
from tenant.ports import Clock

_log = logging.getLogger(__name__)

DAY = 24 * 3600.0
TIMEOUT = aiohttp.ClientTimeout(total=10)
FETCHES, WITHIN = 5, 300.0  # at most so many fetches in so many seconds, however many unknown key ids come in


class KeysUnavailable(Exception):
    """Nobody can tell whether the token is good: the caller answers 5xx, so that Teams delivers again."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the SDK reads it: without endorsements it asks no more, we have checked them."""

    public_key: RSAPublicKey
    endorsements: tuple[str, ...] = ()


class SigningKeys:
    """The keys published at one OpenID address, those that speak for Teams only."""

    def __init__(self, url: str, http: aiohttp.ClientSession, clock: Clock) -> None:
        """Nothing is fetched before the first `get` or `refresh`."""
        self._url, self._http, self._clock = url, http, clock
        self._keys: Mapping[str, Key] = {}
        self._fetched_at: float | None = None
        self._tries: deque[float] = deque(maxlen=FETCHES)
        self._lock = asyncio.Lock()

    @property
    def ready(self) -> bool:
        """Is there any key to judge by?"""
        return bool(self._keys)

    async def get(self, kid: str | None) -> Key:
        """The key of this id. Raises PermissionError for one that nobody published, KeysUnavailable without any."""
        if self._stale or kid not in self._keys:
            await self.refresh(wanted=kid)
        if not self._keys:
            raise KeysUnavailable(self._url)
        key = self._keys.get(kid or "")
        if key is None:
            raise PermissionError("signed with a key that the channel has not published")
        return key

    async def refresh(self, *, wanted: str | None = None) -> None:
        """Fetch the keys again, unless that was done too often just now. Old keys stay if it fails."""
        async with self._lock:
            if (not self._stale and wanted in self._keys) or not self._may_try():
                return
            self._tries.append(self._clock.elapsed())
            try:
                self._keys = await self._fetch()
                self._fetched_at = self._clock.elapsed()
            except (aiohttp.ClientError, TimeoutError, ValueError, InvalidKeyError) as error:
                _log.warning("signing keys are not to be had: %s", type(error).__name__)

    @property
    def _stale(self) -> bool:
        return self._fetched_at is None or self._clock.elapsed() - self._fetched_at > DAY

    def _may_try(self) -> bool:
        if not self._keys and not self._tries:
            return True
        return len(self._tries) < FETCHES or self._clock.elapsed() - self._tries[0] > WITHIN

    async def _fetch(self) -> Mapping[str, Key]:
        where = text(await self._json(self._url), "jwks_uri")
        published = await self._json(where)
        keys = {text(each, "kid"): _key(each) for each in objects(published, "keys") if _for_teams(each)}
        if not keys:
            raise ValueError("no key for Teams is published")
        return keys

    async def _json(self, url: str) -> Json:
        async with self._http.get(url, timeout=TIMEOUT, raise_for_status=True) as answer:
            return inside(json.loads(await answer.text()))


def _key(published: Json) -> Key:
    key = RSAAlgorithm.from_jwk(json.dumps(published))
    if not isinstance(key, RSAPublicKey):
        raise ValueError("a private key was published")
    return Key(key)


def _for_teams(published: Json) -> bool:
    """A key with endorsements may speak for the channels it names; government clouds publish keys without any."""
    endorsed = published.get("endorsements")
    return text(published, "kty") == "RSA" and (not isinstance(endorsed, list) or not endorsed or "msteams" in endorsed)
