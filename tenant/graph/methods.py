"""Registered sign-in methods (https://learn.microsoft.com/graph/api/authentication-list-methods).

Read person by person: the registration report is hours old.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import replace

from tenant.graph.batch import batch
from tenant.graph.call import Answer, Call, segment
from tenant.graph.paging import rest
from tenant.graph.session import Session
from tenant.graph.wire import Thing, maybe, moment, text
from tenant.model import Method, MethodKind, Statement, masked, same_number
from tenant.model.phones import PHONE
from tenant.trouble import NotFound

_KINDS = {kind.value: kind for kind in MethodKind}


async def methods(session: Session, ids: Collection[str]) -> AsyncIterator[tuple[str, tuple[Method, ...]]]:
    """By user id, in any order; somebody who is gone is left out. Any other trouble is raised."""
    owners = {_path(user_id): user_id for user_id in ids}
    async for judged in batch(session, [Call(path=path) for path in owners]):
        if isinstance(judged.trouble, NotFound):
            continue
        if judged.trouble is not None:
            raise judged.trouble
        yield owners[judged.call.path], await _all(session, judged.call, judged.answer)


def method(thing: Thing) -> Method:
    """One method; a kind that Microsoft has added since is OTHER and counts as nothing."""
    name = text(thing, "@odata.type").removeprefix("#microsoft.graph.").removesuffix("AuthenticationMethod")
    kind = _KINDS.get(name, MethodKind.OTHER)
    return Method(
        id=text(thing, "id"),
        kind=kind,
        label=_label(kind, thing),
        phone_type=maybe(thing, "phoneType"),
        created=moment(thing, "createdDateTime"),
        number=text(thing, "phoneNumber") if kind is MethodKind.PHONE else "",
    )


def marked(found: Iterable[Method], written: Sequence[Statement]) -> tuple[Method, ...]:
    """The same methods, those that were written for the person marked ``set_for_them``."""
    return tuple(replace(each, set_for_them=any(_is(each, one) for one in written)) for each in found)


def _is(method: Method, written: Statement) -> bool:
    """A phone's id says only its type: another number than the one written was put there by somebody else."""
    numbers = PHONE.findall(written.value)
    replaced = numbers and not any(same_number(method.number, number) for number in numbers)
    return method.id == written.key and not replaced


def _label(kind: MethodKind, thing: Thing) -> str:
    match kind:
        case MethodKind.PHONE:
            return masked(text(thing, "phoneNumber"))
        case MethodKind.EMAIL:
            return _masked_mail(text(thing, "emailAddress"))
        case _:
            return text(thing, "displayName") or text(thing, "model")


def _masked_mail(address: str) -> str:
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@{host}" if host else ""


def _path(user_id: str) -> str:
    return f"/users/{segment(user_id)}/authentication/methods"


async def _all(session: Session, call: Call, answer: Answer) -> tuple[Method, ...]:
    return tuple([method(thing) async for thing in rest(session, call, answer)])
