"""Help requests: one open at a time for each person."""

from collections.abc import Collection, Sequence

from engine import HelpRequest, HelpState
from store.desk import Desk, WritingDesk
from store.numbered import Register
from store.shelf import Shelf
from store.tables import help_requests

HELP = Register(Shelf(HelpRequest, help_requests))


class HelpReading:
    """Reads help requests."""

    desk: Desk

    async def help_request(self, tenant_id: str, number: int) -> HelpRequest | None:
        return await HELP.one(self.desk, tenant_id, number)

    async def help_requests(
        self, tenant_id: str, *, states: Collection[HelpState] = (), person_id: str = "", campaign: int = 0,
        limit: int = 100,
    ) -> Sequence[HelpRequest]:  # fmt: skip
        wanted = HELP.any(tenant_id, states)
        if person_id:
            wanted = wanted.where(help_requests.c.person_id == person_id)
        if campaign:
            wanted = wanted.where(help_requests.c.campaign == campaign)
        newest_first = wanted.order_by(help_requests.c.number.desc()).limit(limit)
        return await HELP.read(self.desk, tenant_id, newest_first)


class HelpWriting(HelpReading):
    """Writes help requests."""

    desk: WritingDesk

    async def add_help_request(self, request: HelpRequest) -> HelpRequest:
        return await HELP.add(self.desk, request, person_id=request.person.id)

    async def save_help_request(self, request: HelpRequest) -> HelpRequest:
        return await HELP.save(self.desk, request, person_id=request.person.id)
