"""What every owner must hear, in their own chat. It is promised in the transaction that makes it true; who the owners
are is read when it is told, and as long as that cannot be read the promise stands.
"""

from collections.abc import Mapping
from logging import getLogger

from actions.spec import Reason
from engine.due import Due, DueKind
from engine.kit import Kit
from engine.notice import Notice, NoticeKind
from engine.ports import Unit
from engine.request import Person, Request, Rule
from tenant.ports import Priority
from tenant.trouble import Trouble

LOG = getLogger(__name__)


def owners_key(key: str) -> str:
    """The id of an alert's due record, for whoever wants to wake somebody for it at once."""
    return f"owners:{key}"


async def alert(unit: Unit, kit: Kit, key: str, *, code: str, facts: Mapping[str, str]) -> None:
    """Promise it, once per key."""
    due = Due(tenant_id=kit.tenant_id, id=owners_key(key), due=kit.now(), kind=DueKind.OWNERS, code=code, facts=facts)
    await unit.add_due(due)


async def not_reversed(unit: Unit, kit: Kit, request: Request, why: Reason | None) -> None:
    """What somebody called not theirs is still there, or what should have ended has not: the owners must know. Says
    nothing of any other request.
    """
    if not request.must_not_rest and not request.put_forward:
        return
    facts = {"name": request.asker.name, "number": str(request.number), "why": why.code if why else "failed"}
    code = _code(request)
    if request.undo_of is not None:
        facts["of"] = str(request.undo_of)
    await alert(unit, kit, f"{code}:{request.number}:{request.version}", code=code, facts=facts)


def _code(request: Request) -> str:
    if request.only is not None:
        return "not-put-back" if request.put_forward else "not-reversed"
    return "not-ended" if request.rule is Rule.END else "not-revoked"


class Alerts:
    """Tells the owners."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def tell(self, due: Due) -> None:
        """To each owner once, also while everything is halted. Where it cannot be read who they are, it stays due."""
        try:
            owners = await self._owners()
        except Trouble as trouble:
            LOG.warning("the owners are not told of %s yet: %s", due.code, trouble)
            return
        if not owners:
            LOG.error("there is no owner to be told of %s", due.code)
        async with self._kit.store.change() as unit:
            if await unit.settle_due(due.tenant_id, due.id):
                for owner in owners:
                    await unit.notify(told(due, owner))
        self._kit.announce()

    async def _owners(self) -> list[Person]:
        reader = self._kit.reader("owners", Priority.PERSON)
        found: dict[str, Person] = {}
        for group in self._kit.house.owners:
            found |= {user.id: Person(user.id, user.name) async for user in reader.members(group) if user.enabled}
        return list(found.values())


def told(due: Due, to: Person) -> Notice:
    """The sentence of a due record, for one person. Nothing else takes its place before it is sent."""
    return Notice(
        tenant_id=due.tenant_id, kind=NoticeKind.TOLD, about=f"due:{due.id}", to=to, code=due.code, facts=due.facts
    )
