"""The question that is open to somebody: whether a number is theirs. It is asked like a reminder is sent, once."""

from dataclasses import replace

from actions.spec import Cadence
from engine.house_facts import NUMBER_ANSWERED
from engine.journal import record
from engine.kit import Kit
from engine.notice import Notice, NoticeKind
from engine.ports import Unit
from engine.promise import promise
from engine.request import Person, Request
from tenant.model import Kind

ONCE = Cadence(days=(0,))
SOURCE = "request "  # of an ASKED statement, followed by the number of the request that wants to know


async def put_question(unit: Unit, kit: Kit, person: Person, request: Request, *, asked_by: Person) -> None:
    """As the person's message of the day, within their hours; one that has not been sent yet asks what is open then."""
    tenant_id, now = request.tenant_id, kit.now()
    before = await unit.reminder_of(tenant_id, person.id, NUMBER_ANSWERED, person.id)
    if before is None:
        new = promise(
            tenant_id=tenant_id, person=person, fact=NUMBER_ANSWERED, about=person.id, now=now, asked_by=asked_by,
            request=request.number, cadence=ONCE,
        )  # fmt: skip
        await unit.save_reminder(new)
    elif before.last_sent:
        await unit.save_reminder(replace(before, due=now, last_sent=False, request=request.number))


async def withdraw_question(unit: Unit, kit: Kit, person: Person) -> None:
    """Nobody saw it; whoever asked hears of that."""
    for asked in await unit.statements(kit.tenant_id, Kind.ASKED, [person.id]):
        await unit.unstate(kit.tenant_id, Kind.ASKED, person.id, asked.key)
        await record(unit, "not-asked", tenant_id=kit.tenant_id, at=kit.now(), subject_id=person.id)
        number = asked.source.removeprefix(SOURCE)
        request = await unit.request(kit.tenant_id, int(number)) if number.isdecimal() else None
        if request is not None:
            told = Notice(
                tenant_id=kit.tenant_id, kind=NoticeKind.TOLD, about=f"asked:{person.id}", to=request.place,
                code="asked-not-reached", facts={"name": person.name, "number": number},
            )  # fmt: skip
            await unit.notify(told)
