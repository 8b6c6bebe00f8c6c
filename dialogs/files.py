"""Results that are longer than a card, as files: offered in somebody's own chat, and written when they take them.

The offer names a record; the rows are read, or the check is run, when the file is taken: by whoever takes it, with what
they may see then. Nothing of it is held meanwhile.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from json import dumps, loads
from uuid import NAMESPACE_URL, uuid5

from actions.args import canonical, pin, rebuild
from actions.spec import Check, Refusal
from dialogs import sheet
from dialogs.command import STAFF, may
from dialogs.desk import Desk, Speaker, who_could
from dialogs.reply import FileOffered
from dialogs.views import coverage
from dialogs.views.offers import FOUND, ROWS, own_chat, rows_offered
from dialogs.views.rows import FOUND_HEAD, PLAN_HEAD, found_row, plan_row
from dialogs.words import count, plain
from engine import Request, Snapshot

PAGE = 500  # rows read at once

Put = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Files:
    """Offers and writes them."""

    desk: Desk

    async def keep(self, speaker: Speaker, check: Check, *, rows: int, size: int) -> str:
        """Remember which check it was, with whom it is about, until somebody takes its findings; answers a key."""
        key = str(uuid5(NAMESPACE_URL, f"urn:muster:file:{speaker.activity_id}"))
        kept = dumps({"check": check.name, "pinned": pin(check), "rows": rows, "size": size})
        async with self.desk.store.change() as unit:
            await unit.save_reply(speaker.tenant_id, _address(key), kept)
        return key

    async def offer(self, speaker: Speaker, data: Mapping[str, str]) -> FileOffered:
        """The offer, for whoever may see this. Files go into a person's own chat only. Raises Refusal."""
        await self._permitted(speaker)
        if ROWS in data:
            return rows_offered(await self._request(speaker, data), speaker.place)
        if coverage.DAYS in data:
            return coverage.offered(speaker.place, self._today(), await self._snapshots(data), data)
        check, rows, size = await self._check(speaker, data)
        own_chat(speaker.place, canonical(check))
        return FileOffered(
            name=f"{check.name.replace(' ', '-')}-{self._today()}.csv",
            text=f"{plain(canonical(check), most=100)}: {count(rows, 'finding')}. It looks again when you take it.",
            size=size,
            data=dict(data),
        )

    async def write(self, speaker: Speaker, data: Mapping[str, str], put: Put) -> None:
        """Every line, one after the other, into ``put``. Raises Refusal or tenant trouble."""
        await self._permitted(speaker)
        put(sheet.MARK)
        if coverage.DAYS in data:
            for row in coverage.sheet_of(await self._snapshots(data)):
                put(sheet.row(row))
            return
        lines = self._rows(speaker, data) if ROWS in data else self._findings(speaker, data)
        async for line in lines:
            put(sheet.row(line))

    async def _rows(self, speaker: Speaker, data: Mapping[str, str]) -> AsyncIterator[tuple[str, ...]]:
        request, after = await self._request(speaker, data), 0
        yield PLAN_HEAD
        while rows := await self.desk.store.rows(speaker.tenant_id, request.number, after=after, limit=PAGE):
            for row in rows:
                yield plan_row(row)
            after = rows[-1].n

    async def _findings(self, speaker: Speaker, data: Mapping[str, str]) -> AsyncIterator[tuple[str, ...]]:
        check, _, _ = await self._check(speaker, data)
        yield FOUND_HEAD
        async for each in check.findings(self.desk.reader(speaker)):
            yield found_row(each)

    async def _snapshots(self, data: Mapping[str, str]) -> Sequence[Snapshot]:
        days = data[coverage.DAYS]
        return await self.desk.engine.snapshots(
            int(days) if days.isascii() and days.isdecimal() and len(days) < 4 else 0
        )

    async def _permitted(self, speaker: Speaker) -> None:
        """A role is needed; whoever has none looks at one person, and that fits on a card."""
        standing = await self.desk.engine.standing(speaker.person, deciding=True)
        if not standing.readable:
            raise Refusal("roles-unreadable", scope=standing.lacking)
        if not may(standing, STAFF):
            raise Refusal("not-allowed", what="A file of all rows", who=who_could(STAFF))

    async def _request(self, speaker: Speaker, data: Mapping[str, str]) -> Request:
        said = data.get(ROWS, "")
        number = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0
        found = await self.desk.store.request(speaker.tenant_id, number)
        if found is None:
            raise Refusal("no-such-request", number=said[:10])
        return found

    async def _check(self, speaker: Speaker, data: Mapping[str, str]) -> tuple[Check, int, int]:
        kept = await self.desk.store.reply_to(speaker.tenant_id, _address(data.get(FOUND, "")))
        order = loads(kept) if kept else {}
        kind = self.desk.catalogue.named(order.get("check", ""))
        if kind is None or not issubclass(kind, Check):
            raise Refusal("file-over")
        return rebuild(kind, order["pinned"]), int(order["rows"]), int(order["size"])

    def _today(self) -> str:
        return self.desk.clock.now().astimezone(self.desk.zone).date().isoformat()


def _address(key: str) -> str:
    """Where the order is kept: beside answers to turns, whose ids have another form."""
    return f"file:{key[:60]}"
