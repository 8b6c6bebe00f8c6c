"""(f) Messages a minute through Teams' documented limits, on the clock on the wall.

The driver is the Connector, and lets through what Microsoft documents: 50 a second for an application in one tenant,
and its windows for each conversation. As many reminders are due as there are people; each person's fact is looked at,
their message decided, written down, drawn and sent by the ordinary bot. Everybody's chat is known before, as it is
where the app was installed for them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from aiohttp import web

from bench import awake, procfs
from bench.channel import TYPING, Channel
from bench.child import Child, free_port
from bench.scenery import Scenery, settings
from bot.message import Address
from demo.connector.quota import Quota
from demo.seed import cast
from engine import Person, Store
from engine.promise import promise
from store import open_store

LIMIT = 3_000.0  # messages a minute: 50 a second
LOOK = 0.25  # seconds between two looks at what has come
TOGETHER = 500
PATIENCE = 600.0  # seconds for all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """``seconds``: from the first message to the last. ``cpu``: the bot's, in milliseconds for each message."""

    messages: int
    wanted: int
    seconds: float
    refused: int
    cpu: float

    @property
    def a_minute(self) -> float:
        """The rate; the first message begins the time."""
        return (self.messages - 1) / self.seconds * 60 if self.seconds else 0.0

    @property
    def ratio(self) -> float:
        """To what is documented."""
        return self.a_minute / LIMIT

    @property
    def once(self) -> bool:
        """Did everybody get theirs?"""
        return self.messages == self.wanted


@dataclass(slots=True)
class Limited(Channel):
    """A Connector with the documented limits. ``taken``: when each message was, by the driver's clock; and by whom."""

    taken: list[float] = field(default_factory=list)
    readers: set[str] = field(default_factory=set)
    refused: int = 0
    quota: Quota | None = None

    async def _opened(self, request: web.Request) -> web.Response:
        return self._refusal("opening") or await Channel._opened(self, request)

    async def _posted(self, request: web.Request) -> web.Response:
        chat = request.match_info["chat"]
        if (refusal := self._refusal(chat)) is not None:
            return refusal
        if TYPING not in await request.read():
            self.taken.append(self.clock.elapsed())
            self.readers.add(chat)
        return await Channel._posted(self, request)

    def _refusal(self, chat: str) -> web.Response | None:
        """A 429, or nothing."""
        self.quota = self.quota or Quota(self.clock)
        if not (wait := self.quota.wait(chat)):
            return None
        self.refused += 1
        return web.json_response({}, status=429, headers={"Retry-After": str(wait)})


async def measure(place: Scenery, *, people: int) -> Sent:
    """So many people with a reminder that is due."""
    tenant = await Child.start("bench.awake", "--people", str(people), log=place.folder / "tenant.log")
    try:
        facts: Mapping[str, str] = json.loads(await tenant.first_line())
        channel = Limited(place.clock, place.http)
        async with channel:
            return await _sent(replace(place, channel=channel), channel, facts, ids=awake.ids(people))
    finally:
        await tenant.stop()


async def _sent(place: Scenery, channel: Limited, facts: Mapping[str, str], *, ids: Sequence[str]) -> Sent:
    env = settings(facts, channel, place.folder / "messages.db", port=free_port())
    store = await open_store(env["MUSTER_DATABASE_URL"])
    await _remember(store, place, facts["tenant_id"], ids=ids)
    await store.close()
    bot = await Child.start("bot", log=place.folder / "messages.log", env=env)
    try:
        await bot.first_line()
        before = procfs.cpu_seconds(bot.pid)
        await _until_all(place, channel, len(ids))
        used = procfs.cpu_seconds(bot.pid) - before
    finally:
        await bot.stop()
    return Sent(
        messages=len(channel.taken),
        wanted=len(ids),
        seconds=channel.taken[-1] - channel.taken[0] if channel.taken else 0.0,
        refused=channel.refused,
        cpu=used / max(1, len(channel.taken)) * 1000,
    )


async def _until_all(place: Scenery, channel: Limited, wanted: int) -> None:
    deadline = place.clock.elapsed() + PATIENCE
    while len(channel.readers) < wanted and place.clock.elapsed() < deadline:
        await place.clock.sleep(LOOK)


async def _remember(store: Store, place: Scenery, tenant_id: str, *, ids: Sequence[str]) -> None:
    """Everybody's chat is known, and everybody's reminder is due."""
    ana, service = Person(cast.ANA, "Ana Ruiz"), place.channel.service_url
    now = place.clock.now() - timedelta(minutes=1)
    first = promise(tenant_id=tenant_id, person=ana, fact="registered", now=now, asked_by=ana)
    for start in range(0, len(ids), TOGETHER):
        async with store.change() as unit:
            for each in ids[start : start + TOGETHER]:
                chat = f"a:{each}"
                await unit.save_address(tenant_id, chat, Address(service, chat).as_json(), each)
                await unit.save_reminder(replace(first, id=f"r-{each}", person=Person(each, "Somebody")))
