"""Who sees a request's card, and when it is to be shown anew."""

from engine.notice import Notice, NoticeKind
from engine.ports import Unit
from engine.request import Person, Place, Request


def about(request: Request) -> str:
    """The key under which a request's card is edited in place."""
    return f"request:{request.number}"


async def show(unit: Unit, request: Request, *, all_of_them: bool = True) -> None:
    """Queue the request's card for its asker's place, and for everybody else who has one (``all_of_them``)."""
    for receiver in receivers(request) if all_of_them else (request.place,):
        await unit.notify(
            Notice(tenant_id=request.tenant_id, kind=NoticeKind.REQUEST, about=about(request), to=receiver)
        )


def receivers(request: Request) -> tuple[Person | Place, ...]:
    """The asker's place first; nobody twice."""
    others = tuple(each for each in request.audience if each != request.place and _key(each) != request.place.key)
    return (request.place, *others)


def _key(receiver: Person | Place) -> str:
    return receiver.key if isinstance(receiver, Place) else receiver.id
