"""Sign-in methods, deleted one by one: every kind has an address of its own.

https://learn.microsoft.com/graph/api/resources/authenticationmethods-overview. A password cannot be deleted; the method
that is asked for first cannot be while there are others.
"""

from collections.abc import AsyncIterator, Mapping, Sequence

from tenant.graph.batch import Judged, batch
from tenant.graph.call import Call, Version, segment
from tenant.graph.session import Session
from tenant.graph.wishes import owners_of
from tenant.model import DELETABLE, MethodKind, MethodWish
from tenant.ports import Written
from tenant.trouble import NotFound, Trouble

_LISTS: Mapping[MethodKind, str] = {
    MethodKind.EXTERNAL: "externalAuthenticationMethods",
    MethodKind.QR_CODE: "qrCodePinMethod",  # a person has one at most
}
_BETA = frozenset({MethodKind.QR_CODE, MethodKind.HARDWARE_OATH})


async def delete_methods(session: Session, wishes: Sequence[MethodWish]) -> AsyncIterator[Written]:
    """At most 20, one a person; one `Written` for each, in any order."""
    if any(wish.kind not in DELETABLE for wish in wishes):
        raise ValueError("this kind of method cannot be deleted")
    owners_of(wish.user_id for wish in wishes)
    calls = {_call(wish): wish.user_id for wish in wishes}
    for version in ("v1.0", "beta"):
        some = [call for call in calls if call.version == version]
        async for judged in batch(session, some):
            yield Written(calls[judged.call], _trouble(judged))


def _trouble(judged: Judged) -> Trouble | None:
    """What is not there need not be deleted."""
    return None if isinstance(judged.trouble, NotFound) else judged.trouble


def _call(wish: MethodWish) -> Call:
    version: Version = "beta" if wish.kind in _BETA else "v1.0"
    home = f"/users/{segment(wish.user_id)}/authentication/{_LISTS.get(wish.kind, f'{wish.kind.value}Methods')}"
    one = home if wish.kind is MethodKind.QR_CODE else f"{home}/{segment(wish.method_id)}"
    return Call(method="DELETE", path=one, version=version)
