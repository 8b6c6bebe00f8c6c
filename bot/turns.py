"""One activity, from the door to its answer. Whoever speaks is whom the channel vouches for, never what a card says."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from weakref import WeakValueDictionary

from bot import heard
from bot.cards import draw
from bot.cards.dialog import broken, window
from bot.connector import ConnectorTrouble, NotReachable, Unreachable
from bot.courier import Courier
from bot.door import Answer
from bot.files import Files
from bot.last_resort import sorry
from bot.log import correlation
from bot.message import Address, OutgoingMessage
from bot.replies import Answered, answered, failed, shown
from bot.tracker import Tracker
from bot.upload import NotFetched, Uploads
from bot.wire import Json, text
from dialogs import Card, Dialogs, Later, Reply, Said, Text
from engine import CardRef, Errand, Place, SlotState, Store

_log = logging.getLogger(__name__)

_WAIT = OutgoingMessage(text="On it: the answer comes as a new message.")


class Turns:
    """Takes activities that the door let in, and posts what errands have brought."""

    def __init__(
        self,
        dialogs: Dialogs,
        courier: Courier,
        store: Store,
        *,
        uploads: Uploads,
        files: Files,
        tracker: Tracker,
        tenant_id: str,
    ) -> None:
        """``tracker`` knows how long a turn is under way."""
        self._dialogs, self._courier, self._store = dialogs, courier, store
        self._uploads, self._files, self._tracker, self._tenant_id = uploads, files, tracker, tenant_id
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(self, raw: Json) -> Answer:
        """Handle one activity; whatever happens, there is an answer."""
        turn = heard.turn_id(raw)
        correlation.set(correlation_of(turn))
        with self._tracker.busy():
            try:
                async with self._lock(turn):
                    return await self._handled(raw, turn)
            except Unreachable as trouble:
                _log.warning("the answer could not be delivered: %s", trouble)
                return Answer(502)
            except ConnectorTrouble as trouble:
                _log.warning("nobody is there to answer: %s", trouble)
                return Answer(200)
            except Exception:
                _log.exception("a turn failed")
                return await self._broken(raw)

    async def answer(self, errand: Errand) -> None:
        """Work on an errand and post its reply, once as far as the record knows.

        Raises ConnectorTrouble where another try is worth it.
        """
        correlation.set(correlation_of(errand.activity_id))
        key = f"{errand.activity_id}#answer"
        async with self._lock(key):
            kept = await self._kept(key) or await self._worked(self._errand(errand))
            try:
                await self._post(key, errand.place, kept)
            except NotReachable as trouble:
                _log.warning("nobody is there to answer: %s", trouble)

    async def _handled(self, raw: Json, turn: str) -> Answer:
        match heard.kind_of(raw):
            case "message" if heard.addressed(raw):
                return await self._said(raw, turn)
            case "submit":
                return await self._said(raw, turn)
            case "press":
                return await self._pressed(raw, turn)
            case "consent":
                return await self._consented(raw, turn)
            case "fetch":
                return await self._fetched(raw)
            case "installed":
                return await self._installed(raw, turn)
            case _:
                return Answer(200)

    async def _said(self, raw: Json, turn: str) -> Answer:
        await self._remember(raw)
        place, kept = heard.place_of(raw), await self._kept(turn)
        if kept is None:
            reply = await self._dialogs.turn(await self._read(raw))
            kept = self._later(place, reply) if isinstance(reply, Later) else answered(reply)
        await self._post(turn, place, kept)
        return Answer(200)

    async def _read(self, raw: Json) -> Said:
        if heard.kind_of(raw) == "submit":
            return heard.pressed(raw, self._tenant_id)
        said = heard.said(raw, self._tenant_id, await self._mentioned(raw))
        if not said.place.personal:
            return said
        try:
            return replace(said, attached=await self._uploads.text_of(raw))
        except NotFetched as trouble:
            return replace(said, unread=trouble.reason)

    async def _mentioned(self, raw: Json) -> Mapping[str, str]:
        """Teams' ids of the people who are mentioned → object ids. Teams does not send those with the mention."""
        us, place = text(raw, "recipient", "id"), heard.place_of(raw)
        wanted = {each.id for each in heard.mentions(raw) if each.id != us and not each.object_id}
        return {each: await self._courier.who(place, each) for each in sorted(wanted)}

    def _later(self, place: Place, later: Later) -> Answered:
        """The errand is recorded; a word or the typing sign says so."""
        if later.ack:
            return answered(Text(lines=(later.ack,)))
        self._tracker.spawn(self._courier.typing(place))
        return Answered(sent=True)

    async def _pressed(self, raw: Json, turn: str) -> Answer:
        await self._remember(raw)
        kept = await self._kept(turn)
        if kept is None:
            reply: Reply | Later = await self._dialogs.press(heard.pressed(raw, self._tenant_id))
            message = _acknowledged(reply) if isinstance(reply, Later) else draw(reply)
            if message.attachment:  # no answer to a press can carry it
                self._tracker.spawn(self._beside(heard.place_of(raw), message))
                message = _WAIT
            kept = Answered(sent=True, body=shown(message))
            await self._keep(turn, kept)
            self._refresh(raw, reply, message)
        return Answer(200, kept.body)

    async def _fetched(self, raw: Json) -> Answer:
        """A window of its own. Its answer may hold a secret, so it is not kept: asked again, the secret is gone."""
        await self._remember(raw)
        opened = await self._dialogs.open(heard.pressed(raw, self._tenant_id))
        if opened.instead is not None:
            self._refresh(raw, opened.instead, draw(opened.instead))
        return Answer(200, window(opened))

    async def _consented(self, raw: Json, turn: str) -> Answer:
        """Teams waits a few seconds only, so the file is made afterwards; once, however often this is delivered."""
        await self._remember(raw)
        if await self._kept(turn) is None:
            await self._keep(turn, Answered(sent=True))
            self._tracker.spawn(self._handed(*heard.consented(raw, self._tenant_id)))
        return Answer(200)

    async def _handed(self, said: Said, consent: heard.Consent) -> None:
        correlation.set(correlation_of(said.activity_id))
        told = await self._worked(self._file(said, consent))
        if told.message is not None:
            await self._beside(said.place, told.message)

    async def _beside(self, place: Place, message: OutgoingMessage) -> None:
        """A message besides the answer; where it is lost, what it was about can be asked for again."""
        try:
            await self._courier.post(place, message)
        except ConnectorTrouble as trouble:
            _log.warning("a message was not delivered: %s", trouble)

    async def _file(self, said: Said, consent: heard.Consent) -> Answered:
        return Answered(message=await self._files.hand_over(said, consent))

    def _refresh(self, raw: Json, reply: Reply | Later, message: OutgoingMessage) -> None:
        """The answer replaces the card for whoever pressed until they look again; in a personal chat it shall stay.

        Request cards are kept true by notices, wherever they stand.
        """
        place, replied = heard.place_of(raw), text(raw, "replyToId")
        if message.card and replied and place.personal and not isinstance(reply, Card):
            self._tracker.spawn(self._stay(CardRef(place.key, replied), message))

    async def _stay(self, card: CardRef, message: OutgoingMessage) -> None:
        try:
            await self._courier.edit(card, message)
        except ConnectorTrouble as trouble:
            _log.info("a pressed card was not replaced: %s", trouble)

    async def _installed(self, raw: Json, turn: str) -> Answer:
        """Whoever has the app because something is to be said to them hears that, and no greeting on top of it."""
        if await self._remember(raw) and not await self._spoken_to(raw) and await self._kept(turn) is None:
            await self._post(turn, heard.place_of(raw), answered(self._dialogs.greeting()))
        return Answer(200)

    async def _spoken_to(self, raw: Json) -> bool:
        """Is their message on its way, or about to be?"""
        who = heard.person_of(raw).id
        found = await self._store.slots(self._tenant_id, [who], since=date.min) if who else ()
        return any(each.state in (SlotState.QUEUED, SlotState.POSTING) for each in found)

    async def _remember(self, raw: Json) -> bool:
        place = heard.place_of(raw)
        return await self._courier.remember(place, Address(text(raw, "serviceUrl"), place.key), heard.person_of(raw))

    async def _errand(self, errand: Errand) -> Answered:
        """A daily check that found nothing new has no message."""
        reply = await self._dialogs.errand(errand)
        return Answered() if reply is None else answered(reply)

    async def _worked(self, work: Awaitable[Answered]) -> Answered:
        """The long part of a turn, whose asker hears of whatever went wrong."""
        try:
            return await work
        except Exception:
            _log.exception("the long part of a turn failed")
            return Answered(message=sorry(correlation.get()))

    async def _post(self, turn: str, place: Place, kept: Answered) -> None:
        """Keep the answer, send it, keep that it was sent: at least once, and rarely twice."""
        if kept.sent or kept.message is None:
            return
        await self._keep(turn, kept)
        card = await self._courier.post(place, kept.message)
        await self._keep(turn, replace(kept, sent=True), card)

    async def _keep(self, turn: str, kept: Answered, card: CardRef | None = None) -> None:
        async with self._store.change() as unit:
            await unit.save_reply(self._tenant_id, turn, kept.as_json())
            if card and kept.about:
                await unit.save_card(self._tenant_id, kept.about, card.place, card)

    async def _kept(self, turn: str) -> Answered | None:
        kept = await self._store.reply_to(self._tenant_id, turn)
        return Answered.from_json(kept) if kept is not None else None

    def _lock(self, turn: str) -> asyncio.Lock:
        return self._locks.setdefault(turn, asyncio.Lock())

    async def _broken(self, raw: Json) -> Answer:
        """The last sentence, to whoever waits for one."""
        message = sorry(correlation.get())
        match heard.kind_of(raw):
            case "press":
                return Answer(200, failed(message))
            case "fetch":
                return Answer(200, broken(message.text))
            case "message" | "submit" if heard.addressed(raw):
                await self._apologise(raw, message)
        return Answer(200)

    async def _apologise(self, raw: Json, message: OutgoingMessage) -> None:
        try:
            await self._courier.say(Address(text(raw, "serviceUrl"), heard.place_of(raw).key), message)
        except ConnectorTrouble as trouble:
            _log.warning("the apology could not be delivered: %s", trouble)


def correlation_of(turn: str) -> str:
    """The GUID that dialogs, the engine and Microsoft's logs know this turn by."""
    return str(uuid5(NAMESPACE_URL, f"urn:muster:turn:{turn}"))


def _acknowledged(later: Later) -> OutgoingMessage:
    return OutgoingMessage(text=later.ack) if later.ack else _WAIT
