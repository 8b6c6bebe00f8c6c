"""Posting to people and places: knows where a conversation is, opens personal chats, remembers where cards stand."""

import logging

from bot.connector import Connector, Leaving, NotReachable, Unreachable
from bot.message import Address, OutgoingMessage
from engine import CardRef, Person, Place, Store

_log = logging.getLogger(__name__)
_LAST_SERVICE = "muster:service-url"  # no conversation has such an id


class Courier:
    """Sends and edits by person or place. Raises ConnectorTrouble types."""

    def __init__(self, connector: Connector, store: Store, *, tenant_id: str, service_url: str) -> None:
        """``service_url``: where personal chats are opened before Teams has spoken; may be empty."""
        self._connector, self._store, self._tenant_id = connector, store, tenant_id
        self._service_url = service_url

    async def remember(self, place: Place, address: Address, person: Person | None = None) -> bool:
        """Keep a conversation's address; with ``person`` it is their personal chat. True if that chat is new to us."""
        personal = person if person and person.id and place.personal else None
        known = await self._store.address(self._tenant_id, place.key)
        chat = await self._store.personal_place(self._tenant_id, personal.id) if personal else place.key
        if known == address.as_json() and chat == place.key:
            return False
        async with self._store.change() as unit:
            await unit.save_address(self._tenant_id, place.key, address.as_json(), personal.id if personal else "")
            await unit.save_address(self._tenant_id, _LAST_SERVICE, address.service_url)
        return chat != place.key

    async def find(self, to: Person | Place) -> tuple[str, Address]:
        """The place's key and its address. Raises NotReachable where there can be none."""
        if isinstance(to, Place):
            return to.key, await self.address(to.key)
        known = await self._store.personal_place(self._tenant_id, to.id)
        if known is not None:
            return known, await self.address(known)
        opened = await self._connector.open_personal(await self._service(), to.id)
        await self.remember(Place(opened.conversation, personal=True), opened, to)
        return opened.conversation, opened

    async def address(self, key: str) -> Address:
        """Of a place; one that has never spoken is reached through the service that spoke last."""
        known = await self._store.address(self._tenant_id, key)
        return Address.from_json(known) if known else Address(await self._service(), key)

    async def post(self, to: Person | Place, message: OutgoingMessage, *, leaving: Leaving | None = None) -> CardRef:
        """Send a new message; the answer says where it stands. ``leaving``: see `Connector.send`. While the chat is
        only being opened, nothing was sent, whatever became of that.
        """
        try:
            key, address = await self.find(to)
        except Unreachable as late:
            raise Unreachable(str(late), retry_after=late.retry_after, throttled=late.throttled) from late
        return CardRef(key, await self._connector.send(address, message, leaving=leaving))

    async def say(self, address: Address, message: OutgoingMessage) -> None:
        """Send where the address is at hand; asks no database."""
        await self._connector.send(address, message)

    async def edit(self, card: CardRef, message: OutgoingMessage) -> None:
        """Change a message of ours in place."""
        await self._connector.update(await self.address(card.place), card.message, message)

    async def typing(self, place: Place) -> None:
        """Show that an answer is being written."""
        await self._connector.typing(await self.address(place.key))

    async def who(self, place: Place, teams_id: str) -> str:
        """The object id behind an id of Teams (``29:…``), or "" where it cannot be had."""
        return await self._connector.object_id(await self.address(place.key), teams_id)

    async def _service(self) -> str:
        url = await self._store.address(self._tenant_id, _LAST_SERVICE) or self._service_url
        if not url:
            raise NotReachable("nobody has spoken to Muster yet, so no service address is known")
        return url
