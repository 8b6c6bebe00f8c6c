"""The devices that people own in Entra (https://learn.microsoft.com/graph/api/user-list-owneddevices)."""

from collections.abc import AsyncIterator, Collection

from tenant.graph.batch import batch, of_one_person
from tenant.graph.call import Answer, Call, segment, select
from tenant.graph.paging import rest
from tenant.graph.session import Session
from tenant.graph.wire import Thing, moment, text
from tenant.model import Device

_PROPERTIES = select(
    "id",
    "displayName",
    "operatingSystem",
    "operatingSystemVersion",
    "accountEnabled",
    "approximateLastSignInDateTime",
)
#: Other things can be owned too; where Graph does not say what it is, it is a device.
_DEVICE = ("", "#microsoft.graph.device")


async def devices(session: Session, ids: Collection[str]) -> AsyncIterator[tuple[str, tuple[Device, ...]]]:
    """By user id, in any order; somebody who is gone is left out."""
    owners = {_path(user_id): user_id for user_id in ids}
    async for judged in batch(session, [Call(path=path, query=(_PROPERTIES,)) for path in owners]):
        if judged.trouble is None:
            yield owners[judged.call.path], await _all(session, judged.call, judged.answer)
        elif not of_one_person(session, judged):
            raise judged.trouble


def device(thing: Thing) -> Device:
    """One device; ``enabled`` unless Microsoft says no."""
    return Device(
        id=text(thing, "id"),
        name=text(thing, "displayName"),
        system=text(thing, "operatingSystem"),
        version=text(thing, "operatingSystemVersion"),
        enabled=thing.get("accountEnabled") is not False,
        seen=moment(thing, "approximateLastSignInDateTime"),
    )


async def _all(session: Session, call: Call, answer: Answer) -> tuple[Device, ...]:
    found = rest(session, call, answer)
    return tuple([device(thing) async for thing in found if text(thing, "@odata.type") in _DEVICE])


def _path(user_id: str) -> str:
    return f"/users/{segment(user_id)}/ownedDevices"
