"""Files that people take: written to a temporary file line by line, then put where Teams says, piece by piece.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 and, for the pieces of an upload session,
https://learn.microsoft.com/graph/api/driveitem-createuploadsession : each a multiple of 320 KiB, no token beside the
address. The address opens somebody's OneDrive, so it is not kept: after a crash the offer is still there to be taken.
"""

import json
import logging
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

import aiohttp
from yarl import URL

from bot.cards import draw
from bot.connector import ConnectorTrouble
from bot.courier import Courier
from bot.heard import Consent
from bot.message import OutgoingMessage
from bot.upload import fetchable
from bot.wire import Json
from dialogs import Dialogs, Said, Text, Tone
from engine import CardRef
from tenant.ports import Clock

_log = logging.getLogger(__name__)

INFO = "application/vnd.microsoft.teams.card.file.info"
PIECE = 10 * 320 * 1024
TRIES = 4
TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10)
_DONE = frozenset({200, 201, 202})


class NotTaken(Exception):
    """OneDrive did not take it; the message is for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Hands files over. ``local``: a make-believe OneDrive on this machine may take them, too."""

    dialogs: Dialogs
    courier: Courier
    http: aiohttp.ClientSession
    clock: Clock
    local: bool

    async def hand_over(self, said: Said, consent: Consent) -> OutgoingMessage | None:
        """After the answer to the offer: write, upload, and answer what is to be said; None where that is all said."""
        if not consent.accepted:
            await self._replace(consent.offer, "The file was not sent.")
            return None
        with TemporaryFile(prefix="muster-", suffix=".csv") as file:
            refused = await self.dialogs.write(said, file.write) or await self._uploaded(consent, file)
        if refused is not None:
            return draw(refused)
        await self._replace(consent.offer, f"{consent.name} is in your OneDrive.")
        return _info(consent)

    async def _uploaded(self, consent: Consent, file: IO[bytes]) -> Text | None:
        try:
            await self._upload(consent.upload_url, file)
        except NotTaken as trouble:
            _log.warning("a file was not taken: %s", trouble)
            line = "OneDrive did not take the file. Nothing is lost: press Allow once more, or ask for it again."
            return Text(lines=(line,), next=("help",), tone=Tone.BAD)
        return None

    async def _upload(self, url: str, file: IO[bytes]) -> None:
        if not fetchable(url, local=self.local):
            raise NotTaken("an address where Teams keeps no files")
        size, at = file.tell(), 0
        file.seek(0)
        while piece := file.read(PIECE):
            await self._put(url, piece, f"bytes {at}-{at + len(piece) - 1}/{size}")
            at += len(piece)

    async def _put(self, url: str, piece: bytes, where: str) -> None:
        """One piece; the same piece again is the same piece."""
        trouble = ""
        for attempt in range(TRIES):
            if attempt:
                await self.clock.sleep(2.0**attempt)
            status, trouble = await self._put_once(url, piece, where)
            if status in _DONE:
                return
            if status and status != 429 and status < 500:
                break
        raise NotTaken(trouble)

    async def _put_once(self, url: str, piece: bytes, where: str) -> tuple[int, str]:
        headers = {"Content-Range": where, "Content-Type": "application/octet-stream"}
        try:
            async with self.http.put(
                URL(url, encoded=True), data=piece, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as answer:
                return answer.status, f"{answer.status} for {where}"
        except (aiohttp.ClientError, TimeoutError) as error:
            return 0, f"{type(error).__name__} for {where}"

    async def _replace(self, offer: CardRef | None, line: str) -> None:
        """An offer that was answered offers nothing any more."""
        if offer is None:
            return
        try:
            await self.courier.edit(offer, OutgoingMessage(text=line))
        except ConnectorTrouble as trouble:
            _log.info("an offer was not replaced: %s", trouble)


def _info(consent: Consent) -> OutgoingMessage:
    """Where the file is now."""
    content: Json = {"uniqueId": consent.unique_id, "fileType": consent.file_type}
    attachment = {"contentType": INFO, "contentUrl": consent.content_url, "name": consent.name, "content": content}
    return OutgoingMessage(attachment=json.dumps(attachment), summary=consent.name[:200])
