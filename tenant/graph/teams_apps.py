"""Muster's own app in Teams: in the organisation's catalogue, and installed for people.

https://learn.microsoft.com/graph/api/appcatalogs-list-teamsapps: the catalogue gives an app an id of its own; the one
in its manifest is its ``externalId``. https://learn.microsoft.com/graph/api/userteamwork-post-installedapps: without an
installation nobody can be written to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tenant.graph.call import Call, literal, segment, select
from tenant.graph.session import Session
from tenant.graph.wire import text, things
from tenant.trouble import Conflict, Forbidden, NotFound, Protected, Refused

NO_TEAMS = "no-teams"
NOT_IN_CATALOGUE = "app-not-in-catalogue"
NOT_INSTALLED = "app-not-installed"
#: An app may be taken out of the catalogue and put there anew, under another id (seconds).
_BELIEVED = 3600.0


@dataclass(slots=True)
class Catalogue:
    """What was looked up in one tenant's catalogue: an app's id there, by the id in its manifest."""

    _found: dict[str, tuple[str, float]] = field(default_factory=dict)

    async def id_of(self, session: Session, app: str) -> str:
        """Asked once an hour. Raises Refused where the catalogue does not have it (that is asked again each time)."""
        known, until = self._found.get(app, ("", 0.0))
        if known and session.clock.elapsed() < until:
            return known
        found = await _look_up(session, app) if app else ""
        if not found:
            raise Refused("the catalogue does not have the app", status=404, detail=NOT_IN_CATALOGUE)
        self._found[app] = found, session.clock.elapsed() + _BELIEVED
        return found


async def install(session: Session, catalogue: Catalogue, user_id: str, *, app: str) -> None:
    """Installed already counts as done. Refused where this person cannot have it."""
    bound = f"{session.audience}/v1.0/appCatalogs/teamsApps/{await catalogue.id_of(session, app)}"
    call = Call(method="POST", path=_installed(user_id), body={"teamsApp@odata.bind": bound}, absolute=True)
    try:
        with of_this_person(session):
            await session.send(call)
    except Conflict:
        return


async def installation(session: Session, catalogue: Catalogue, user_id: str, *, app: str) -> str:
    """The address of the installation for this person. Refused where there is none."""
    named = await catalogue.id_of(session, app)
    query = (("$expand", "teamsApp"), ("$filter", f"teamsApp/id eq {literal(named)}"))
    with of_this_person(session):
        answer = await session.send(Call(path=_installed(user_id), query=query))
    found = next((text(thing, "id") for thing in things(answer.body, "value")), "")
    if not found:
        raise Refused("the app is not installed", status=404, detail=NOT_INSTALLED)
    return f"{session.audience}/v1.0{_installed(user_id)}/{segment(found)}"


@contextmanager
def of_this_person(session: Session) -> Iterator[None]:
    """404, and 403 although the permission is granted, are about this one person, who has no Teams.

    What Microsoft answers for somebody without a licence is not published.
    """
    try:
        yield
    except (NotFound, Protected) as trouble:
        raise Refused(str(trouble), status=403, detail=NO_TEAMS, request_id=trouble.request_id) from trouble
    except Forbidden as trouble:
        if not session.granted(trouble.scope):
            raise
        raise Refused(str(trouble), status=403, detail=NO_TEAMS, request_id=trouble.request_id) from trouble


async def _look_up(session: Session, app: str) -> str:
    query = (("$filter", f"externalId eq {literal(app)}"), select("id", "externalId"))
    answer = await session.send(Call(path="/appCatalogs/teamsApps", query=query))
    return next((text(thing, "id") for thing in things(answer.body, "value")), "")


def _installed(user_id: str) -> str:
    return f"/users/{segment(user_id)}/teamwork/installedApps"
