"""Files that people send to the bot, and those that they take from it: kept as their OneDrive would, each behind an
address that soon ends.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 and, for the pieces of an upload,
https://learn.microsoft.com/graph/api/driveitem-createuploadsession
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from aiohttp import web

from demo.clock import Clock
from demo.directory import Person
from demo.keys import stable_id
from demo.wire import JsonObject

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
PIECE = 320 * 1024
"""Every piece of an upload but the last is a multiple of this."""
MOST_PIECE = 60 * 1024 * 1024
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


@dataclass(slots=True, kw_only=True)
class Session:
    """A file on its way to somebody's OneDrive, piece by piece."""

    id: str
    owner: str
    name: str
    pass_: str
    until: float
    content: bytearray

    def put(self, where: str, piece: bytes) -> int:
        """Take the next piece; the answer is an HTTP status: 202 while more is to come, 201 at the end."""
        said = RANGE.fullmatch(where)
        if said is None or len(piece) > MOST_PIECE:
            return 400
        first, last, size = (int(number) for number in said.groups())
        if first != len(self.content):
            return 416
        if last - first + 1 != len(piece) or (last + 1 != size and len(piece) % PIECE):
            return 400
        self.content += piece
        return 201 if len(self.content) == size else 202


class Files:
    """All files that were sent, and all that were taken."""

    def __init__(self, clock: Clock) -> None:
        """None yet."""
        self._clock = clock
        self._kept: dict[str, Kept] = {}
        self._sessions: dict[str, Session] = {}
        self.taken: dict[str, bytes] = {}  # by name: what the bot put into somebody's OneDrive, the newest of a name

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

    def session(self, owner: str, name: str) -> Session:
        """Where the bot may put one file, for a while."""
        number = str(len(self._sessions) + 1)
        opened = Session(
            id=stable_id("upload", number, name),
            owner=owner,
            name=name,
            pass_=stable_id("upload pass", number, name),
            until=self._clock.elapsed() + GOOD_FOR.total_seconds(),
            content=bytearray(),
        )
        self._sessions[opened.id] = opened
        return opened

    async def put(self, request: web.Request) -> web.Response:
        """A piece of a file from whoever has its address."""
        session = self._sessions.get(request.match_info["file"])
        if "Authorization" in request.headers:
            return web.Response(status=400, text="Only one authentication method is accepted.")
        if session is None or request.query.get("tempauth") != session.pass_:
            return web.Response(status=401)
        if self._clock.elapsed() > session.until:
            return web.Response(status=404, text="The upload session was not found.")
        status = session.put(request.headers.get("Content-Range", ""), await request.read())
        if status == 201:
            self.taken[session.name] = bytes(session.content)
        return web.json_response({"nextExpectedRanges": [f"{len(session.content)}-"]}, status=status)


def place(session: Session, service_url: str, person: Person) -> JsonObject:
    """Where a file may be put, as the answer to its offer tells the bot."""
    return {
        "contentUrl": _in_one_drive(person, session.name),
        "name": session.name,
        "uploadUrl": f"{service_url}uploads/{session.id}?tempauth={session.pass_}",
        "uniqueId": session.id,
        "fileType": session.name.rpartition(".")[2],
    }


def problems(attached: JsonObject) -> list[str]:
    """What is wrong with an offer, or with the word that a file was put; empty where nothing is."""
    content = attached.get("content")
    inside = content if isinstance(content, dict) else {}
    wanted = ("uniqueId", "fileType") if attached.get("contentType") == INFO else ("description", "acceptContext")
    missing = [name for name in wanted if not inside.get(name)] + ([] if attached.get("name") else ["name"])
    if attached.get("contentType") == CONSENT and not isinstance(inside.get("sizeInBytes"), int):
        missing.append("sizeInBytes")
    return [f"a file's card lacks {', '.join(missing)}"] if missing else []


def _in_one_drive(person: Person, name: str) -> str:
    folder = "".join(letter if letter.isalnum() else "_" for letter in person.upn)
    return f"https://contoso-my.sharepoint.com/personal/{folder}/Documents/{quote(name)}"


def attachment(file: Kept, service_url: str, person: Person) -> JsonObject:
    """The file as a message to the bot carries it."""
    return {
        "contentType": DOWNLOAD,
        "contentUrl": _in_one_drive(person, file.name),
        "name": file.name,
        "content": {
            "downloadUrl": f"{service_url}files/{file.id}?tempauth={file.pass_}",
            "uniqueId": file.id,
            "fileType": file.name.rpartition(".")[2],
        },
    }
