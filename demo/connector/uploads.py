"""Files that people send to the bot: kept as their OneDrive would, and handed out under an address that soon ends.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from aiohttp import web

from demo.clock import Clock
from demo.directory import Person
from demo.keys import stable_id
from demo.wire import JsonObject

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
GOOD_FOR = timedelta(minutes=10)
"""How long a pre-authenticated address works. Microsoft says "a few minutes"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One file; ``pass_`` is the part of the address that opens it, until ``until`` (the clock's seconds)."""

    id: str
    name: str
    content: bytes
    pass_: str
    until: float


class Files:
    """All files that were sent."""

    def __init__(self, clock: Clock) -> None:
        """None yet."""
        self._clock = clock
        self._kept: dict[str, Kept] = {}

    def keep(self, name: str, content: bytes) -> Kept:
        """A new file, whatever others of its name there are."""
        number = str(len(self._kept) + 1)
        file = Kept(
            id=stable_id("file", number, name),
            name=name,
            content=content,
            pass_=stable_id("pass", number, name),
            until=self._clock.elapsed() + GOOD_FOR.total_seconds(),
        )
        self._kept[file.id] = file
        return file

    def fetched(self, request: web.Request) -> web.Response:
        """The file to whoever has its address: a token beside it is refused, so that no bot gives its own away."""
        file = self._kept.get(request.match_info["file"])
        if "Authorization" in request.headers:
            return web.Response(status=400, text="Only one authentication method is accepted.")
        if file is None or request.query.get("tempauth") != file.pass_:
            return web.Response(status=401)
        if self._clock.elapsed() > file.until:
            return web.Response(status=403, text="The access token has expired.")
        return web.Response(body=file.content, content_type="application/octet-stream")


def attachment(file: Kept, service_url: str, person: Person) -> JsonObject:
    """The file as a message to the bot carries it."""
    folder = "".join(letter if letter.isalnum() else "_" for letter in person.upn)
    return {
        "contentType": DOWNLOAD,
        "contentUrl": f"https://contoso-my.sharepoint.com/personal/{folder}/Documents/{quote(file.name)}",
        "name": file.name,
        "content": {
            "downloadUrl": f"{service_url}files/{file.id}?tempauth={file.pass_}",
            "uniqueId": file.id,
            "fileType": file.name.rpartition(".")[2],
        },
    }
