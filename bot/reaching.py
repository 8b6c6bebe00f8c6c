"""How a message reaches somebody: their chat; else a chat after installing the app for them; else a note in their
activity feed; else mail. Each way only where it is permitted and configured.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.connector import ConnectorTrouble, Leaving, NotReachable, Unreachable
from bot.courier import Courier
from bot.message import OutgoingMessage
from engine import CHAT, FEED, MAIL, CardRef, Person, Store
from tenant.model import FeedNote, Mail
from tenant.ports import Area, Priority, Purpose, Tenants, TenantWriter
from tenant.trouble import LostAnswer, Throttled, Trouble, Unavailable

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in the forms that the ways need. ``lines``: of a mail; without them there is none. ``preview``: what
    stands by itself in the activity feed; without it, nothing of it goes there.
    """

    message: OutgoingMessage
    title: str
    lines: Sequence[str]
    preview: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """By which way, and where the card stands if it was a chat."""

    how: str
    card: CardRef | None = None


class Reaching:
    """Tries the ways in their order, each once. Raises NotReachable when none is left; Unreachable with ``sent`` where
    nobody can know whether it arrived, and without where it surely did not and may be tried again.
    """

    def __init__(self, courier: Courier, tenants: Tenants, store: Store, *, tenant_id: str) -> None:
        """``tenants`` opens the writer of `Area.MESSAGES`."""
        self._courier, self._tenants, self._store, self._tenant_id = courier, tenants, store, tenant_id

    async def reach(self, person: Person, letter: Letter, leaving: Leaving) -> Reached:
        """Once, by the first way that works; each asks ``leaving`` first."""
        try:
            return await self._chat(person, letter, leaving)
        except NotReachable as no:
            if Area.MESSAGES not in await self._store.writes_on(self._tenant_id):
                raise
            why = no
        writer = self._writer(person)
        ways: list[Callable[[], Awaitable[Reached]]] = [
            lambda: self._feed(writer, person, letter),
            lambda: self._mail(writer, person, letter),
        ]
        if writer.rules.install_app and not why.blocked:
            ways.insert(0, lambda: self._installed(writer, person, letter, leaving))
        for way in ways:
            await leaving()
            try:
                return await _told(way)
            except NotReachable as no:
                _log.info("%s", no)
                why = no
        raise why

    async def _chat(self, person: Person, letter: Letter, leaving: Leaving) -> Reached:
        return Reached(CHAT, await self._courier.post(person, letter.message, leaving=leaving))

    async def _installed(self, writer: TenantWriter, person: Person, letter: Letter, leaving: Leaving) -> Reached:
        try:
            await writer.install_app(person.id)
        except LostAnswer as lost:  # installed or not, nothing was said yet
            raise Unreachable(lost.code) from lost
        return await self._chat(person, letter, leaving)

    async def _feed(self, writer: TenantWriter, person: Person, letter: Letter) -> Reached:
        if not writer.rules.feed:
            raise NotReachable("the activity feed is not configured")
        if not letter.preview:
            raise NotReachable("a note in the activity feed would say nothing by itself")
        await writer.notify_feed(FeedNote(user_id=person.id, preview=letter.preview))
        return Reached(FEED)

    async def _mail(self, writer: TenantWriter, person: Person, letter: Letter) -> Reached:
        if not writer.rules.mail_sender:
            raise NotReachable("mail is not configured")
        if not letter.lines:
            raise NotReachable("nothing in it could be answered by mail")
        address = [user.mail or user.upn async for user in writer.users([person.id])]
        if not address:
            raise NotReachable("the directory has no address")
        text = "\n\n".join(letter.lines)
        await writer.send_mail(Mail(user_id=person.id, to=address[0], subject=letter.title, text=text))
        return Reached(MAIL)

    def _writer(self, person: Person) -> TenantWriter:
        purpose = Purpose(f"reach-{person.id}", Priority.NORMAL, Area.MESSAGES)
        return self._tenants.writer(self._tenant_id, purpose)


async def _told(way: Callable[[], Awaitable[Reached]]) -> Reached:
    """What Microsoft says of a way, in the words of a chat."""
    try:
        return await way()
    except ConnectorTrouble:
        raise
    except LostAnswer as lost:
        raise Unreachable(lost.code, sent=True) from lost
    except (Throttled, Unavailable) as later:
        raise Unreachable(later.code) from later
    except Trouble as no:
        raise NotReachable(f"{type(no).__name__}: {no.code}") from no
