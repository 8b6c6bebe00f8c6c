"""The HTTP client that MSAL is given: its documented ``http_client`` interface, over the standard library.

MSAL insists on an https authority, so this is also the seam for a login service at another address: requests to
the authority go to the configured base, and that base is called the authority again in what comes back.
(https://learn.microsoft.com/entra/msal/python/, ``http_client`` and ``instance_discovery``.)
"""

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlencode, urlsplit

from tenant.trouble import Throttled, Unavailable

_TIMEOUT = 20.0  # seconds; a token takes well under one


@dataclass(frozen=True, slots=True)
class LoginAnswer:
    """What MSAL reads of an answer."""

    status_code: int
    text: str
    headers: Mapping[str, str]

    def raise_for_status(self) -> None:
        """Raise Unavailable for a server's failure; MSAL judges the 4xx itself."""
        if self.status_code >= 500:
            raise Unavailable(f"login answered {self.status_code}")


class LoginHttp:
    """``get``, ``post`` and ``close``, as MSAL calls them, from a worker thread.

    Raises Unavailable when the login service cannot be reached or fails, Throttled on 429.
    """

    def __init__(self, aliases: Mapping[str, str]) -> None:
        """``aliases``: address that MSAL believes in → address really called."""
        self._aliases = aliases
        # Another login address is this machine's own demo: a company's proxy does not know it.
        proxies = urllib.request.ProxyHandler({} if aliases else None)
        self._open = urllib.request.build_opener(proxies)

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> LoginAnswer:
        """GET, query from ``params``."""
        return self._send(_with_query(url, params), None, headers)

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | str | None = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> LoginAnswer:
        """POST a form."""
        form = data if isinstance(data, str) else urlencode(data or {})
        return self._send(_with_query(url, params), form.encode(), headers)

    def close(self) -> None:
        """Nothing is kept open."""

    def _send(self, url: str, form: bytes | None, headers: Mapping[str, str] | None) -> LoginAnswer:
        request = urllib.request.Request(self._real(url), data=form, headers=dict(headers or {}))  # noqa: S310
        return _judged(self._believed(_exchange(request, self._open)))

    def _real(self, url: str) -> str:
        for believed, real in self._aliases.items():
            if url.startswith(believed + "/"):
                url = real + url.removeprefix(believed)
        if urlsplit(url).scheme not in ("https", "http"):
            raise Unavailable("login address is neither https nor http")
        return url

    def _believed(self, answer: LoginAnswer) -> LoginAnswer:
        text = answer.text
        for believed, real in self._aliases.items():
            text = text.replace(real, believed)
        return LoginAnswer(answer.status_code, text, answer.headers)


def _with_query(url: str, params: Mapping[str, str] | None) -> str:
    return f"{url}?{urlencode(params)}" if params else url


def _exchange(request: urllib.request.Request, opener: urllib.request.OpenerDirector) -> LoginAnswer:
    try:
        with opener.open(request, timeout=_TIMEOUT) as response:
            return _answer(response.status, response.read(), response.headers)
    except urllib.error.HTTPError as error:
        with error:
            return _answer(error.code, error.read(), error.headers)
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable(f"login not reachable: {type(error).__name__}") from error


def _answer(status: int, body: bytes, headers: Message) -> LoginAnswer:
    return LoginAnswer(status, body.decode("utf-8", "replace"), dict(headers.items()))


def _judged(answer: LoginAnswer) -> LoginAnswer:
    if answer.status_code == 429:
        raise Throttled("login throttles", retry_after=_seconds(answer.headers.get("Retry-After")))
    answer.raise_for_status()
    return answer


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isdigit() else None
