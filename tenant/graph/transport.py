"""One HTTP exchange with Graph: pooled, with time-outs, certificates always verified, redirects never followed."""

import json
from collections.abc import Mapping

import aiohttp
from yarl import URL

from tenant.graph.call import Answer, Call
from tenant.graph.wire import NOTHING, Thing
from tenant.trouble import LostAnswer, Trouble, Unavailable

_CONNECT = 15.0
_WHOLE = 100.0


class Transport:
    """Owns the pool of connections unless one is lent to it; a pool is opened by the first request."""

    def __init__(
        self,
        base: str,
        *,
        lent: aiohttp.ClientSession | None = None,
        direct: bool = False,
        silence: float = 30.0,
    ) -> None:
        """``base``: Graph's address without a version. ``direct``: pass by the proxies of the environment.

        ``silence``: seconds without a word after which nobody waits on.
        """
        self.base = base
        self._timeout = aiohttp.ClientTimeout(total=_WHOLE, sock_connect=_CONNECT, sock_read=silence)
        self._lent, self._direct = lent, direct
        self._own: aiohttp.ClientSession | None = None

    async def exchange(self, call: Call, headers: Mapping[str, str]) -> Answer:
        """Send and read. Raises Unavailable where nothing was done, LostAnswer where a write may have been."""
        body = None if call.body is None else json.dumps(call.body).encode()
        sent = {**headers, "Content-Type": "application/json"} if body else headers
        url = URL(call.url(self.base), encoded=True)
        try:
            async with self._pool().request(
                call.method, url, data=body, headers=sent, timeout=self._timeout, allow_redirects=False
            ) as response:
                return _answer(response, await response.read())
        except (aiohttp.ClientError, OSError) as error:  # a time-out is an OSError
            raise _broken(call, error) from error

    async def close(self) -> None:
        """Close what was opened here."""
        if self._own is not None:
            await self._own.close()
            self._own = None

    def _pool(self) -> aiohttp.ClientSession:
        if self._lent is not None:
            return self._lent
        if self._own is None:
            self._own = aiohttp.ClientSession(trust_env=not self._direct)
        return self._own


def _broken(call: Call, error: Exception) -> Trouble:
    """A refused connection carried nothing; after that nobody knows."""
    never_sent = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    kind = LostAnswer if call.is_write and not never_sent else Unavailable
    return kind(f"{type(error).__name__} on {call.method} {call.path}")


def _answer(response: aiohttp.ClientResponse, raw: bytes) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(status=response.status, headers=headers, body=_body(raw))


def _body(raw: bytes) -> Thing:
    """An object as it is, plain text such as a ``$count`` as an empty one."""
    try:
        body = json.loads(raw) if raw else NOTHING
    except ValueError:
        return NOTHING
    return body if isinstance(body, dict) else NOTHING
