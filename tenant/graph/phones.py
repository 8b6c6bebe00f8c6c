"""A person's phones as sign-in methods, written.

https://learn.microsoft.com/graph/api/authentication-post-phonemethods, phoneauthenticationmethod-update and
phoneauthenticationmethod-delete. A person has at most one phone of each type, and its id is the same for everybody
(https://learn.microsoft.com/graph/api/resources/phoneauthenticationmethod). Reading is `tenant.graph.methods`.
"""

from collections.abc import AsyncIterator, Mapping, Sequence

from tenant.graph.batch import Judged, batch
from tenant.graph.call import Call, segment
from tenant.graph.session import Session
from tenant.graph.wishes import owners_of
from tenant.model import PhoneType, PhoneWish
from tenant.ports import Written
from tenant.trouble import NotFound, Trouble

METHOD_IDS: Mapping[PhoneType, str] = {
    PhoneType.MOBILE: "3179e48a-750b-4051-897c-87b9720928f7",
    PhoneType.ALTERNATE: "b6332ec1-7057-4abe-9331-3d72feddfe41",
    PhoneType.OFFICE: "e37fc753-ff3b-4958-9484-eaa9425c82bc",
}


async def set_phones(session: Session, wishes: Sequence[PhoneWish]) -> AsyncIterator[Written]:
    """Add, change or remove, at most 20 wishes, one a person; one `Written` for each, in any order.

    What is said to be there is changed, what is not is added: where ``had`` is wrong, Microsoft's refusal is told,
    and nothing is overwritten that nobody has seen. An addition whose answer was lost is not sent again.
    """
    owners = owners_of(_home(wish.user_id) for wish in wishes)
    async for judged in batch(session, [_call(wish) for wish in wishes]):
        place = owners[_home_of(judged.call)]
        yield Written(wishes[place].user_id, _trouble(judged))


def _trouble(judged: Judged) -> Trouble | None:
    """What is not there need not be removed."""
    gone = judged.call.method == "DELETE" and isinstance(judged.trouble, NotFound)
    return None if gone else judged.trouble


def _call(wish: PhoneWish) -> Call:
    home = _home(wish.user_id)
    one = f"{home}/{METHOD_IDS[wish.type]}"
    if wish.number is None:
        return Call(method="DELETE", path=one)
    body = {"phoneNumber": wish.number, "phoneType": wish.type.value}
    if wish.had is None:
        return Call(method="POST", path=home, body=body)
    return Call(method="PATCH", path=one, body=body)


def _home(user_id: str) -> str:
    return f"/users/{segment(user_id)}/authentication/phoneMethods"


def _home_of(call: Call) -> str:
    return call.path if call.method == "POST" else call.path.rpartition("/")[0]
