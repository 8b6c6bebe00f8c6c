"""The organisation's app catalogue, apps that are installed for people, and their activity feeds.

https://learn.microsoft.com/graph/api/userteamwork-post-installedapps and
https://learn.microsoft.com/graph/api/userteamwork-sendactivitynotification
"""

from dataclasses import dataclass

from demo import reach
from demo.directory import Person
from demo.graph.call import Call, missing
from demo.graph.routes import Route, roles
from demo.graph.shape import Shape, listed
from demo.keys import stable_id
from demo.limits import Cost
from demo.reach import Noted
from demo.seed import cast
from demo.wire import Answer, Json, JsonObject, Problem

READ_CATALOGUE = roles("AppCatalog.Read.All", "AppCatalog.ReadWrite.All")
OWN = "TeamsAppInstallation.ReadWriteSelfForUser.All"
INSTALL = roles(OWN, "TeamsAppInstallation.ReadWriteForUser.All")
NOTIFY = roles("TeamsActivity.Send")
DECLARED = frozenset({"reminder", "systemDefault"})
"""Activity types that the app's manifest declares; Microsoft's own needs no declaring."""
MOST_PREVIEW = 150


@dataclass(frozen=True, slots=True)
class App:
    """An app of the catalogue; ``manifest``: the id in its manifest."""

    id: str
    manifest: str
    name: str
    store: bool = False


CATALOGUE = (
    App(cast.TEAMS_APP, cast.BOT_APP_ID, "Muster"),
    App("1542629c-01b3-4a6d-8f76-1938b779e48d", "1542629c-01b3-4a6d-8f76-1938b779e48d", "Polly", store=True),
)

TEAMS_APP: Shape[App] = Shape(
    "microsoft.graph.teamsApp",
    {
        "id": lambda call, app: app.id,
        "externalId": lambda call, app: None if app.store else app.manifest,
        "displayName": lambda call, app: app.name,
        "distributionMethod": lambda call, app: "store" if app.store else "organization",
    },
)


def _shown(app: App) -> JsonObject:
    return {"id": app.id, "externalId": app.manifest, "displayName": app.name, "distributionMethod": "organization"}


def _catalogue(call: Call) -> Answer:
    return listed(call, TEAMS_APP, CATALOGUE)


INSTALLED: Shape[Person] = Shape(
    "microsoft.graph.userScopeTeamsAppInstallation",
    {"id": lambda call, person: _installation(person)},
    expands={"teamsApp": lambda call, person: _shown(CATALOGUE[0])},
)


def _installation(person: Person) -> str:
    return stable_id("installation", person.id, cast.TEAMS_APP)


def _installed(call: Call) -> Answer:
    person = call.person()
    has = reach.has_teams(call.world.directory, person) and person.id not in call.world.reach.without_app
    return listed(call, INSTALLED, [person] if has else [])


def _install(call: Call) -> Answer:
    """201 and no body; the place of the installation is in ``Location``."""
    person, there = call.person(), call.world.reach
    _may_install(call, person)
    if person.id not in there.without_app:
        raise Problem(409, "Conflict", "The specified app already exists in the given scope.")
    there.without_app.discard(person.id)
    there.installs.append(person.id)
    call.world.wrote(call.app.client_id, person.upn, "installedApp", (None, "Muster"))
    return Answer(201, headers={"Location": f"/users('{person.id}')/teamwork/installedApps('{_installation(person)}')"})


def _may_install(call: Call, person: Person) -> None:
    named = str(call.fields.get("teamsApp@odata.bind", "")).rsplit("/", 1)[-1]
    if named not in {app.id for app in CATALOGUE}:
        raise missing(named)
    own = call.app.client_id == call.world.bot_app_id and named == cast.TEAMS_APP
    if OWN in call.roles and not own and INSTALL.isdisjoint(call.roles - {OWN}):
        raise Problem(403, "Forbidden", "The app's Azure AD application id does not match the caller's.")
    if not reach.has_teams(call.world.directory, person):
        raise Problem(403, "Forbidden", "The user is not licensed for Microsoft Teams.")


# --- the activity feed ------------------------------------------------------------------------------------------------


def _notify(call: Call) -> Answer:
    person, fields = call.person(), call.fields
    _check_topic(_object(fields.get("topic")))
    kind = str(fields.get("activityType", ""))
    if kind not in DECLARED:
        raise Problem(400, "BadRequest", f"Activity type '{kind}' is not declared in the app's manifest.")
    preview = str(_object(fields.get("previewText")).get("content", ""))
    if not preview or len(preview) > MOST_PREVIEW:
        raise Problem(400, "BadRequest", f"The preview text must have 1 to {MOST_PREVIEW} characters.")
    if person.id in call.world.reach.without_app or not reach.has_teams(call.world.directory, person):
        text = f"Application with AAD AppId '{call.app.client_id}' is not authorized to generate custom notifications "
        raise Problem(403, "Forbidden", f"{text}to the recipient. Ensure that the expected Teams app is installed.")
    noted = Noted(at=call.world.now(), person=person.id, kind=kind, preview=preview)
    call.world.reach.notes.append(noted)
    call.world.deliveries.to(person, "feed", at=noted.at, what=preview)
    return Answer(204)


def _check_topic(topic: JsonObject) -> None:
    """An ``entityUrl`` is an address in Graph; a ``text`` needs a deep link into Teams beside it."""
    source, value, link = (str(topic.get(name) or "") for name in ("source", "value", "webUrl"))
    good = value.startswith("https://graph.microsoft.com/") if source == "entityUrl" else bool(value)
    if source not in ("entityUrl", "text") or not good:
        raise Problem(400, "BadRequest", "The topic must be the address of an entity, or a text with its link.")
    if source == "text" and not link.startswith("https://teams.microsoft.com/l/"):
        raise Problem(400, "BadRequest", "The webUrl of a topic must be a deep link into Microsoft Teams.")


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


APPS = "/users/{}/teamwork/installedApps"
ROUTES = (
    Route(
        method="GET",
        path="/appCatalogs/teamsApps",
        answer=_catalogue,
        roles=READ_CATALOGUE,
        options=frozenset({"$filter", "$select", "$expand"}),
        cost=Cost(service="installs"),
    ),
    Route(
        method="GET",
        path=APPS,
        answer=_installed,
        roles=INSTALL,
        options=frozenset({"$filter", "$expand", "$select"}),
        cost=Cost(service="installs"),
    ),
    Route(method="POST", path=APPS, answer=_install, roles=INSTALL, cost=Cost(service="installs")),
    Route(
        method="POST",
        path="/users/{}/teamwork/sendActivityNotification",
        answer=_notify,
        roles=NOTIFY,
        cost=Cost(service="feed"),
    ),
)
