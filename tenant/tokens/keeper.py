"""Tokens for one credential in one tenant, without ever blocking the event loop."""

import asyncio
import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from tenant.cloud import Cloud
from tenant.credentials import Credential
from tenant.ports import Clock
from tenant.tokens.application import Ask, open_application
from tenant.trouble import SignInFailed, Unavailable

# MSAL keeps the tokens and knows when to renew them; asking it means a thread, so it is asked once a minute.
_TRUST = 60.0
# A 403 may mean that a permission was granted after our token was made. Looking again is cheap, hammering is not.
_SECOND_LOOK = 300.0


@dataclass(frozen=True, slots=True)
class _Held:
    token: str
    until: float


class Tokens:
    """``await tokens.token(scope)`` from one long-lived MSAL application.

    Raises SignInFailed (a wrong secret or certificate), Throttled or Unavailable (the login service). MSAL itself
    repeats a refused answer from memory for 60 seconds, so a mended secret may need a minute to count.
    """

    def __init__(self, credential: Credential, tenant_id: str, cloud: Cloud, clock: Clock) -> None:
        """Costs nothing: the first token builds the application."""
        self._credential, self._tenant_id, self._cloud, self._clock = credential, tenant_id, cloud, clock
        self._ask: Ask | None = None
        self._held: dict[str, _Held] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._opening = asyncio.Lock()
        self._second_look_at = float("-inf")

    async def token(self, scope: str) -> str:
        """A token for this scope, valid now as far as MSAL knows."""
        async with self._locks.setdefault(scope, asyncio.Lock()):
            held = self._held.get(scope)
            if held is None or held.until <= self._clock.elapsed():
                held = await self._fetch(scope)
                self._held[scope] = held
            return held.token

    def forget(self, stale: str = "") -> None:
        """Drop every token, so that the next one is fetched with the roles granted by then.

        With ``stale``: only while that very token is still the one in use, so that ten failed calls renew it once.
        """
        if not stale or any(held.token == stale for held in self._held.values()):
            self._held.clear()
            self._ask = None

    def second_look(self, stale: str) -> bool:
        """After a 403 with this token: is it worth asking again with another?

        Yes where it has been renewed meanwhile; else the tokens are dropped, at most once in five minutes.
        """
        if not any(held.token == stale for held in self._held.values()):
            return True
        now = self._clock.elapsed()
        if now - self._second_look_at < _SECOND_LOOK:
            return False
        self._second_look_at = now
        self.forget()
        return True

    async def _fetch(self, scope: str) -> _Held:
        ask = await self._application()
        result = await asyncio.to_thread(ask, scope)
        return _Held(_token(result), self._clock.elapsed() + min(_TRUST, _lifetime(result)))

    async def _application(self) -> Ask:
        async with self._opening:
            if self._ask is None:
                self._ask = await asyncio.to_thread(open_application, self._credential, self._tenant_id, self._cloud)
            return self._ask


def _token(result: Mapping[str, object]) -> str:
    token = result.get("access_token")
    if isinstance(token, str):
        return token
    if result.get("error") == "temporarily_unavailable":
        raise Unavailable("the login service is temporarily unavailable")
    raise SignInFailed(f"no token: {result.get('error')}", detail=_number(result))


def _number(result: Mapping[str, object]) -> str:
    found = re.search(r"AADSTS\d+", str(result.get("error_description", "")))
    return found.group() if found else str(result.get("error", ""))


def _lifetime(result: Mapping[str, object]) -> float:
    seconds = result.get("expires_in")
    return float(seconds) if isinstance(seconds, int | float | str) else 0.0


def roles_in(token: str) -> frozenset[str] | None:
    """The application permissions that a token carries, or None where it cannot be read.

    Microsoft calls Graph's tokens opaque, so this only helps to explain a 403; nothing is allowed because of it.
    """
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        return frozenset(map(str, claims["roles"])) if isinstance(claims.get("roles"), list) else None
    except (IndexError, ValueError, binascii.Error, AttributeError):
        return None
