"""Reading what the guards need: roles and policy once a plan, users and methods with each part of it."""

from collections.abc import Sequence
from dataclasses import replace

from actions.spec import Change
from engine.guards import Facts
from engine.house import House
from engine.request import Request
from tenant.model import SERVICE_MARK, Kind
from tenant.ports import TenantReader


class FactReader:
    """Raises tenant trouble where anything cannot be read: without facts there is no plan."""

    def __init__(self, reader: TenantReader, house: House, request: Request) -> None:
        self._reader = reader
        self._house = house
        self._request = request
        self._base: Facts | None = None

    async def about(self, changes: Sequence[Change]) -> Facts:
        """The facts about these rows."""
        base = await self._once()
        people = [change for change in changes if change.subject.is_person]
        need = [change.subject.id for change in people if change.needs_method]
        if need and base.policy is None:
            base = self._base = replace(base, policy=await self._reader.method_policy())
        ids = [change.subject.id for change in people]
        users = {user.id: user async for user in self._reader.users(ids)} if ids else {}
        methods = {person: found async for person, found in self._reader.methods(need)} if need else {}
        return replace(base, users=users, methods=methods, marked=await self._marked(ids))

    async def _marked(self, ids: Sequence[str]) -> frozenset[str]:
        """Those that somebody called a service account."""
        if not ids:
            return frozenset()
        said = await self._reader.statements(Kind.ATTESTED, [f"{SERVICE_MARK}{each}" for each in ids])
        return frozenset(each.subject.removeprefix(SERVICE_MARK) for each in said)

    async def _once(self) -> Facts:
        if self._base is None:
            self._base = Facts(
                direction=self._request.direction,
                break_glass=self._house.break_glass,
                own_ids=self._house.own_ids,
                roles=await self._reader.roles(),
            )
        return self._base
