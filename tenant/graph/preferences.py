"""Which second factor a person is asked for first. It exists in the beta version only.

https://learn.microsoft.com/graph/api/authentication-get and authentication-update (beta, ``signInPreferences``). Where
Microsoft itself chooses the strongest method, a preference may be written and has no effect at sign-in.
"""

from collections.abc import AsyncIterator, Collection, Sequence

from tenant.graph.batch import batch, of_one_person
from tenant.graph.call import Call, segment
from tenant.graph.session import Session
from tenant.graph.wire import Thing, flag, maybe
from tenant.graph.wishes import owners_of
from tenant.model import Preference, PreferenceWish
from tenant.ports import Written

_PREFERRED = "userPreferredMethodForSecondaryAuthentication"


async def preferences(session: Session, ids: Collection[str]) -> AsyncIterator[tuple[str, Preference]]:
    """By user id, in any order; left out: who is gone, and who is kept from us although we may read the others."""
    owners = {_path(user_id): user_id for user_id in ids}
    async for judged in batch(session, [Call(path=path, version="beta") for path in owners]):
        if judged.trouble is None:
            yield owners[judged.call.path], preference(judged.answer.body)
        elif not of_one_person(session, judged):
            raise judged.trouble


async def set_preferences(session: Session, wishes: Sequence[PreferenceWish]) -> AsyncIterator[Written]:
    """Write absolute values, at most 20, one a person; one `Written` for each, in any order."""
    owners = owners_of(_path(wish.user_id) for wish in wishes)
    async for judged in batch(session, [_patch(wish) for wish in wishes]):
        yield Written(wishes[owners[judged.call.path]].user_id, judged.trouble)


def preference(thing: Thing) -> Preference:
    """One person's preference; ``method`` None where there is none."""
    method = maybe(thing, _PREFERRED)
    system = flag(thing, "isSystemPreferredAuthenticationMethodEnabled")
    return Preference(None if method == "none" else method, system=system)


def _path(user_id: str) -> str:
    return f"/users/{segment(user_id)}/authentication/signInPreferences"


def _patch(wish: PreferenceWish) -> Call:
    body = {_PREFERRED: wish.method}
    return Call(method="PATCH", version="beta", path=_path(wish.user_id), body=body)
