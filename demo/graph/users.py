"""Users: lists, single users, their managers, groups and licences."""

from demo.graph.call import Call, missing
from demo.graph.licences import licence_details
from demo.graph.person import DIRECTORY_OBJECT, USER, hidden, licensed, users
from demo.graph.routes import LIST, ONE, Route, roles
from demo.graph.shape import chosen, context, listed, one
from demo.limits import Cost
from demo.wire import Answer, Json, Problem

READ = roles("User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All")
MEMBERS = roles("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All", "User.Read.All")


def _list(call: Call) -> Answer:
    return users(call, call.world.directory.people.values())


def _count(call: Call) -> Answer:
    if not call.eventual:
        raise Problem(
            400, "Request_BadRequest", "$count is not currently supported without ConsistencyLevel: eventual."
        )
    number = sum(1 for _ in chosen(call, USER, call.world.directory.people.values()))
    return Answer(body=str(number), text=True)


def _one(call: Call) -> Answer:
    licensed(call)
    return one(hidden(call), USER, call.person(), path="users")


def _managed_by(call: Call) -> Answer:
    boss = call.world.directory.people.get(call.person().manager or "")
    if boss is None:
        raise missing("manager")
    found = USER.shown(call, boss)
    return Answer(
        body={
            "@odata.context": context(call, "directoryObjects/$entity"),
            "@odata.type": "#microsoft.graph.user",
            **found,
        }
    )


def _member_groups(call: Call) -> Answer:
    groups = [call.world.directory.groups[key] for key in sorted(call.world.directory.groups_of(call.person().id))]
    return listed(call, DIRECTORY_OBJECT, groups)


def _check_member_groups(call: Call) -> Answer:
    asked = call.fields.get("groupIds")
    if not isinstance(asked, list) or not 1 <= len(asked) <= 20:
        raise Problem(400, "Request_BadRequest", "The groupIds collection must hold between 1 and 20 ids.")
    member_of = call.world.directory.groups_of(call.person().id)
    found: list[Json] = [key for key in asked if isinstance(key, str) and key.casefold() in member_of]
    return Answer(body={"@odata.context": context(call, "Collection(Edm.String)"), "value": found})


def _get_member_groups(call: Call) -> Answer:
    found: list[Json] = [*sorted(call.world.directory.groups_of(call.person().id))]
    return Answer(body={"@odata.context": context(call, "Collection(Edm.String)"), "value": found})


def _licence_details(call: Call) -> Answer:
    details = licence_details(call.world.directory, call.person())
    return Answer(body={"@odata.context": context(call, "licenseDetails"), "value": details})


ROUTES = (
    Route(method="GET", path="/users", answer=_list, roles=READ, options=LIST | {"$expand"}, cost=Cost(units=2)),
    Route(method="GET", path="/users/$count", answer=_count, roles=READ, options=frozenset({"$filter", "$search"})),
    Route(method="GET", path="/users/{}", answer=_one, roles=READ, options=ONE | {"$expand"}),
    Route(method="GET", path="/users/{}/manager", answer=_managed_by, roles=READ, options=ONE),
    Route(
        method="GET",
        path="/users/{}/transitiveMemberOf",
        answer=_member_groups,
        roles=MEMBERS,
        options=LIST,
        cost=Cost(units=2),
    ),
    Route(
        method="POST",
        path="/users/{}/checkMemberGroups",
        answer=_check_member_groups,
        roles=MEMBERS,
        cost=Cost(units=4),
    ),
    Route(
        method="POST", path="/users/{}/getMemberGroups", answer=_get_member_groups, roles=MEMBERS, cost=Cost(units=2)
    ),
    Route(method="GET", path="/users/{}/licenseDetails", answer=_licence_details, roles=READ, cost=Cost(units=2)),
)
