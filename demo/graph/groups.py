"""Groups and their members, direct and through nested groups."""

from demo.apps import App
from demo.directory import Group, Person
from demo.graph.call import Call
from demo.graph.person import DIRECTORY_OBJECT, users
from demo.graph.routes import LIST, ONE, Route, roles
from demo.graph.shape import Shape, listed, one
from demo.limits import Cost
from demo.wire import Answer, Json, Problem, stamp

READ = roles("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All", "Group.ReadWrite.All")
CASTS = ("microsoft.graph.user", "graph.user")


def _types(call: Call, group: Group) -> Json:
    return [*["Unified"] * group.unified, *["DynamicMembership"] * (group.dynamic_rule is not None)]


GROUP: Shape[Group] = Shape(
    "microsoft.graph.group",
    {
        "id": lambda call, g: g.id,
        "displayName": lambda call, g: g.name,
        "description": lambda call, g: None,
        "mail": lambda call, g: g.mail,
        "mailEnabled": lambda call, g: g.mail is not None,
        "mailNickname": lambda call, g: g.name.replace(" ", "").lower(),
        "securityEnabled": lambda call, g: True,
        "groupTypes": _types,
        "membershipRule": lambda call, g: g.dynamic_rule,
        "isManagementRestricted": lambda call, g: True if g.restricted else None,
        "isAssignableToRole": lambda call, g: True if g.role_assignable else None,
        "onPremisesSyncEnabled": lambda call, g: True if g.synced else None,
        "createdDateTime": lambda call, g: stamp(g.created),
        "visibility": lambda call, g: "Private" if g.unified else None,
    },
    empty=frozenset(["classification", "deletedDateTime", "expirationDateTime", "theme", "preferredLanguage"]),
)


def _list(call: Call) -> Answer:
    directory = call.world.directory
    return listed(call, GROUP, directory.groups.values(), by_id=directory.groups.get)


def _one(call: Call) -> Answer:
    return one(call, GROUP, call.group(), path="groups")


def _direct(call: Call) -> list[Person | Group]:
    directory = call.world.directory
    return [directory.groups.get(key) or directory.people[key] for key in call.group().members]


def _transitive(call: Call) -> list[Person | Group]:
    return list(call.world.directory.everyone_in(call.group().id))


def _members(call: Call) -> Answer:
    return listed(call, DIRECTORY_OBJECT, _direct(call))


def _transitive_members(call: Call) -> Answer:
    return listed(call, DIRECTORY_OBJECT, _transitive(call))


def _transitive_users(call: Call) -> Answer:
    return users(call, [row for row in _transitive(call) if isinstance(row, Person)])


def _transitive_count(call: Call) -> Answer:
    if not call.eventual:
        raise Problem(
            400, "Request_BadRequest", "$count is not currently supported without ConsistencyLevel: eventual."
        )
    return Answer(body=str(len(_transitive(call))), text=True)


def _owners(call: Call) -> Answer:
    """People, and applications too."""
    people = call.world.directory.people
    apps = {app.service_principal: app for app in call.world.apps.values()}
    owners = [people.get(key) or apps[key] for key in call.group().owners if key in people or key in apps]
    return listed(call, OWNER, owners)


APP_HAS = frozenset({"id", "displayName", "appId"})


OWNER: Shape[Person | App] = Shape(
    "microsoft.graph.directoryObject",
    {
        "id": lambda call, row: row.service_principal if isinstance(row, App) else row.id,
        "displayName": lambda call, row: row.name,
        "userPrincipalName": lambda call, row: None if isinstance(row, App) else row.upn,
        "appId": lambda call, row: row.client_id if isinstance(row, App) else None,
        "mail": lambda call, row: None if isinstance(row, App) else row.mail,
    },
    has=lambda row, name: name in APP_HAS if isinstance(row, App) else name != "appId",
    odata_type=lambda row: f"#microsoft.graph.{'servicePrincipal' if isinstance(row, App) else 'user'}",
)


ROUTES = (
    Route(method="GET", path="/groups", answer=_list, roles=READ, options=LIST),
    Route(method="GET", path="/groups/{}", answer=_one, roles=READ, options=ONE),
    Route(method="GET", path="/groups/{}/members", answer=_members, roles=READ, options=LIST, cost=Cost(units=3)),
    Route(method="GET", path="/groups/{}/owners", answer=_owners, roles=READ, options=LIST),
    Route(
        method="GET",
        path="/groups/{}/transitiveMembers",
        answer=_transitive_members,
        roles=READ,
        options=LIST,
        cost=Cost(units=5),
    ),
    Route(
        method="GET",
        path="/groups/{}/transitiveMembers/$count",
        answer=_transitive_count,
        roles=READ,
        cost=Cost(units=5),
    ),
    *(
        Route(
            method="GET",
            path=f"/groups/{{}}/transitiveMembers/{cast}",
            answer=_transitive_users,
            roles=READ,
            options=LIST,
            cost=Cost(units=5),
        )
        for cast in CASTS
    ),
)
