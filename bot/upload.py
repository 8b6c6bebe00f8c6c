"""A file that somebody sent in their chat with Muster, as text.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 : the address in it needs no token and is
good for a few minutes. It comes from outside, so it is fetched only from where Teams keeps files, and never with a
token.
"""

import logging
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from actions.spec import Reason
from bot.wire import Json, objects, text

_log = logging.getLogger(__name__)

FILE = "application/vnd.microsoft.teams.file.download.info"
MOST = 2 * 1024 * 1024
TIMEOUT = aiohttp.ClientTimeout(total=10)
HOSTS = (".sharepoint.com", ".sharepoint.us")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
KINDS = frozenset({"csv", "tsv", "txt"})
_CHUNK = 64 * 1024


class NotFetched(Exception):
    """The file cannot be had; ``reason`` says why, for whoever sent it."""

    def __init__(self, code: str, **facts: str) -> None:
        """``code`` and ``facts`` make the reason."""
        super().__init__(code)
        self.reason = Reason(code, facts)


class Uploads:
    """Fetches files."""

    def __init__(self, http: aiohttp.ClientSession, *, local: bool) -> None:
        """``local``: files of a make-believe Teams on this machine may be fetched, too."""
        self._http, self._local = http, local

    async def text_of(self, raw: Json) -> str:
        """The text of the one file that came with this message; empty where none did. Raises NotFetched."""
        files = [each for each in objects(raw, "attachments") if text(each, "contentType") == FILE]
        if not files:
            return ""
        if len(files) > 1:
            raise NotFetched("file-several", count=str(len(files)))
        name = text(files[0], "name")
        kind = (text(files[0], "content", "fileType") or name.rpartition(".")[2]).casefold()
        if kind not in KINDS:
            raise NotFetched("file-kind", kind=kind[:10])
        return decoded(await self._fetched(text(files[0], "content", "downloadUrl")))

    async def _fetched(self, url: str) -> bytes:
        if not fetchable(url, local=self._local):
            raise NotFetched("file-elsewhere")
        try:
            async with self._http.get(URL(url, encoded=True), timeout=TIMEOUT, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise NotFetched("file-gone", status=str(answer.status))
                return await _read(answer)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            _log.info("an uploaded file could not be fetched: %s", type(error).__name__)
            raise NotFetched("file-not-fetched") from error


def fetchable(url: str, *, local: bool) -> bool:
    """Is this where Teams keeps files? Anything else could be a trick to make Muster ask a server inside the house."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").casefold(), parts.port
    except ValueError:
        return False
    if parts.username or parts.password:
        return False
    if local and host in LOOPBACK:
        return parts.scheme in ("http", "https")
    return parts.scheme == "https" and host.endswith(HOSTS) and port in (None, 443)


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 as Excel's "Unicode text", else the old Windows letters; raises NotFetched for what is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        read = content.decode("utf-16", errors="replace")
    else:
        try:
            read = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            read = content.decode("cp1252", errors="replace")
    if "\0" in read:
        raise NotFetched("file-no-text")
    if not read.strip():
        raise NotFetched("file-empty")
    return read


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    found = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        found += chunk
        if len(found) > MOST:
            raise NotFetched("file-too-large", most="2 MB")
    return bytes(found)
