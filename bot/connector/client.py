"""The calls: send, edit, type, open a personal chat, list members."""

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

import aiohttp
import tenacity
from yarl import URL

from bot.connector.pace import Paces
from bot.connector.trouble import ConnectorTrouble, NotReachable, Stale, Unreachable, judge
from bot.door.rules import may_carry
from bot.message import Address, JsonObject, OutgoingMessage
from bot.wire import NOTHING, Json, inside, objects, text
from tenant.ports import Clock
from tenant.trouble import Trouble

_log = logging.getLogger(__name__)

TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
TRIES = 5
LONGEST_WAIT = 60.0  # seconds; who is to wait longer waits where nothing is held up by it
LEAST_BRAKE = 5.0  # seconds, where a 429 does not say how long

Leaving = Callable[[], Awaitable[None]]
"""Called when a message's turn has come, just before it leaves; may be called again where it surely did not leave, and
raises Withheld where it is not to leave any more.
"""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a conversation: ``id`` is the Entra object id."""

    id: str
    name: str
    upn: str = ""


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    url: str
    lane: str  # the conversation, for pacing
    body: JsonObject | None = None
    leaving: Leaving | None = None


class Connector:
    """Sends as the bot. Raises ConnectorTrouble types; every wait is on the clock."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        clock: Clock,
        *,
        token: Callable[[], Awaitable[str]],
        forget_token: Callable[[], None],
        hosts: Sequence[str],
        app_id: str,
        tenant_id: str,
        throttled: Callable[[float], Awaitable[None]] | None = None,
    ) -> None:
        """``hosts``: where our token may be sent; asked again before every single call. ``throttled`` hears of every
        429, and for how many seconds.
        """
        self._http, self._clock, self._hosts = http, clock, tuple(hosts)
        self._token, self._forget_token = token, forget_token
        self._bot, self._tenant_id = {"id": f"28:{app_id}"}, tenant_id
        self._paces = Paces(clock)
        self._throttled = throttled

    async def send(self, to: Address, message: OutgoingMessage, *, leaving: Leaving | None = None) -> str:
        """Post a message; the answer is its id. With ``leaving`` it is tried once: what may have been posted raises
        Unreachable with ``sent``, what would have to wait raises it without.
        """
        call = _activities("POST", to, "", self._from_us(message))
        return text(await self._do(replace(call, leaving=leaving)), "id")

    async def update(self, to: Address, message_id: str, message: OutgoingMessage) -> None:
        """Edit a message of ours in place."""
        await self._do(_activities("PUT", to, message_id, self._from_us(message) | {"id": message_id}))

    async def typing(self, to: Address) -> None:
        """Show that an answer is being written; nobody minds if that fails."""
        try:
            await self._once(_activities("POST", to, "", {"type": "typing", "from": self._bot}))
        except ConnectorTrouble as error:
            _log.debug("typing was not shown: %s", error)

    async def open_personal(self, service_url: str, user_id: str) -> Address:
        """The personal chat with this person (Entra object id), made if there was none."""
        body: JsonObject = {
            "bot": self._bot,
            "isGroup": False,
            "members": [{"id": user_id}],
            "tenantId": self._tenant_id,
            "channelData": {"tenant": {"id": self._tenant_id}},
        }
        url = f"{service_url.rstrip('/')}/v3/conversations"
        conversation = text(await self._do(_Call("POST", url, f"open:{user_id}", body)), "id")
        if not conversation:
            raise NotReachable("no conversation was opened")
        return Address(service_url, conversation)

    async def object_id(self, of: Address, teams_id: str) -> str:
        """The Entra object id of a member whom Teams calls ``29:…``; "" where it cannot be had."""
        try:
            member = await self._do(_Call("GET", _member(of, teams_id), f"members:{of.conversation}"))
        except ConnectorTrouble as error:
            _log.info("a member was not found: %s", error)
            return ""
        return text(member, "aadObjectId") or text(member, "objectId")

    async def members(self, of: Address) -> AsyncIterator[Member]:
        """Everybody in a conversation, page by page."""
        token = ""
        while True:
            query = urlencode({"pageSize": 200} | ({"continuationToken": token} if token else {}))
            url = f"{_conversation(of)}/pagedmembers?{query}"
            page = await self._do(_Call("GET", url, f"members:{of.conversation}"))
            for each in objects(page, "members"):
                yield _read_member(each)
            token = text(page, "continuationToken")
            if not token:
                return

    def _from_us(self, message: OutgoingMessage) -> JsonObject:
        return message.activity() | {"from": self._bot}

    async def _do(self, call: _Call) -> Json:
        """The call, again where that is worth it: at most five times, and as late as Teams asks. Where that is too late
        for waiting here, whoever sends hears how late. Who is to be asked looks later whether it may leave.
        """
        retrying = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception(_soon if call.leaving is None else _stale),
            stop=tenacity.stop_after_attempt(TRIES),
            wait=_wait,
            sleep=self._clock.sleep,
            reraise=True,
        )
        answer: Json = await retrying(self._once, call)
        return answer

    async def _once(self, call: _Call) -> Json:
        if not may_carry(call.url, self._hosts):
            raise NotReachable("a service address that is not on the list")
        headers = {"Authorization": f"Bearer {await self._bearer()}"}
        await self._paces.turn(call.lane)
        if call.leaving is not None:
            await call.leaving()
        departure = await self._paces.leave()
        try:
            async with self._http.request(
                call.method,
                URL(call.url, encoded=True),
                json=call.body,
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            ) as answer:
                self._paces.answered(departure)
                return await self._judged(answer, await answer.text(errors="replace"))
        except (aiohttp.ClientError, TimeoutError) as error:
            sent = not isinstance(error, aiohttp.ClientConnectorError)
            raise Unreachable(type(error).__name__, sent=sent) from error

    async def _judged(self, answer: aiohttp.ClientResponse, body: str) -> Json:
        read = _json(body)
        trouble = judge(answer.status, answer.headers, _code(read), self._clock.now())
        if isinstance(trouble, Stale):
            self._forget_token()
        if isinstance(trouble, Unreachable) and trouble.throttled:
            await self._brake(trouble)
        if trouble is not None:
            raise trouble
        return read

    async def _brake(self, trouble: Unreachable) -> None:
        """Whatever goes out by itself waits, not only this conversation."""
        self._paces.be_careful()
        if self._throttled is not None:
            await self._throttled(LEAST_BRAKE if trouble.retry_after is None else trouble.retry_after)

    async def _bearer(self) -> str:
        try:
            return await self._token()
        except Trouble as error:
            raise Unreachable(f"no token: {error.code}") from error


def _activities(method: str, to: Address, message_id: str, body: JsonObject) -> _Call:
    tail = f"/{quote(message_id, safe='')}" if message_id else ""
    return _Call(method, f"{_conversation(to)}/activities{tail}", to.conversation, body)


def _conversation(of: Address) -> str:
    return f"{of.service_url.rstrip('/')}/v3/conversations/{quote(of.conversation, safe='')}"


def _member(of: Address, teams_id: str) -> str:
    return f"{_conversation(of)}/members/{quote(teams_id, safe='')}"


def _read_member(found: Json) -> Member:
    upn = text(found, "userPrincipalName")
    return Member(text(found, "aadObjectId") or text(found, "objectId"), text(found, "name"), upn)


def _stale(error: BaseException) -> bool:
    return isinstance(error, Stale)


def _soon(error: BaseException) -> bool:
    """Is it worth another try within the longest wait?"""
    return _stale(error) or (isinstance(error, Unreachable) and (error.retry_after or 0.0) <= LONGEST_WAIT)


def _wait(state: tenacity.RetryCallState) -> float:
    """As long as Teams says; else 1, 2, 4, 8 seconds."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, Stale):
        return 0.0
    if isinstance(error, Unreachable) and error.retry_after is not None:
        return error.retry_after
    return min(2.0 ** (state.attempt_number - 1), LONGEST_WAIT)


def _json(body: str) -> Json:
    try:
        return inside(json.loads(body))
    except (ValueError, RecursionError):
        return NOTHING


def _code(answer: Json) -> str:
    inner = text(answer, "error", "innerHttpError", "body", "code") or text(answer, "subCode")
    return " ".join(filter(None, (text(answer, "error", "code"), inner)))
