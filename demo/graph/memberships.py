"""Who is added to a group and taken out of it, and which applications own groups.

https://learn.microsoft.com/graph/api/group-post-members (one, or up to 20 in a PATCH of the group),
https://learn.microsoft.com/graph/api/group-delete-members
"""

import re
from dataclasses import replace

from demo.directory import Group, Person
from demo.graph.call import Call, missing
from demo.graph.groups import GROUP
from demo.graph.routes import LIST, Route, roles
from demo.graph.shape import listed
from demo.limits import Cost
from demo.wire import Answer, Json, Problem

WRITE = roles("GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All")
ROLE_WRITE = roles("RoleManagement.ReadWrite.Directory")
READ_OWNED = roles("Application.Read.All", "Directory.Read.All")
MOST = 20
BIND = "members@odata.bind"
REFERENCE = re.compile(r".*/(?:directoryObjects|users|groups)/(?P<id>[^/]+)")
MASTERED = "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects "
MASTERED += "currently undergoing migration."
THERE = "One or more added object references already exist for the following modified properties: 'members'."
DENIED = "Insufficient privileges to complete the operation."


def _writable(call: Call) -> Group:
    """The group, where this application may change its members; an owner needs no permission for it."""
    asked = call.world.directory.groups.get(call.ids[0].casefold())
    owns = asked is not None and call.app.service_principal in asked.owners
    if not (call.roles & WRITE or owns):
        raise Problem(403, "Authorization_RequestDenied", DENIED)
    group = call.group()
    if group.role_assignable and not call.roles & ROLE_WRITE:
        raise Problem(403, "Authorization_RequestDenied", DENIED)
    if group.dynamic_rule is not None:
        raise Problem(403, "Authorization_RequestDenied", DENIED)
    if group.synced:
        raise Problem(400, "Request_BadRequest", MASTERED)
    return group


def _add(call: Call) -> Answer:
    group = _writable(call)
    _join(call, group, [_member(call, call.fields.get("@odata.id"))])
    return Answer(204)


def _change(call: Call) -> Answer:
    """Of a group nothing can be changed here but its members."""
    group, fields = _writable(call), call.fields
    given = fields.get(BIND)
    if set(fields) != {BIND} or not isinstance(given, list):
        raise Problem(400, "Request_BadRequest", "The make-believe Graph changes members of a group only.")
    if not 1 <= len(given) <= MOST:
        raise Problem(400, "Request_BadRequest", f"At most {MOST} members can be added in one request.")
    _join(call, group, [_member(call, one) for one in given])
    return Answer(204)


def _join(call: Call, group: Group, members: list[Person | Group]) -> None:
    """All or none of them."""
    if any(member.id in group.members for member in members):
        raise Problem(400, "Request_BadRequest", THERE)
    for member in members:
        group.members[member.id] = None
        _wrote(call, group, member, joined=True)


def _remove(call: Call) -> Answer:
    group, key = _writable(call), call.ids[1].casefold()
    if key not in group.members:
        raise missing(key)
    del group.members[key]
    directory = call.world.directory
    _wrote(call, group, directory.groups.get(key) or directory.people[key], joined=False)
    return Answer(204)


def _wrote(call: Call, group: Group, member: Person | Group, *, joined: bool) -> None:
    name = member.upn if isinstance(member, Person) else member.name
    call.world.wrote(call.app.client_id, group.name, f"member {name}", (not joined, joined))


def _member(call: Call, reference: Json) -> Person | Group:
    """What an ``@odata.id`` points at."""
    found = REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
    if found is None:
        raise Problem(400, "Request_BadRequest", "Invalid URL format specified in @odata.bind or @odata.id.")
    key, directory = found["id"].casefold(), call.world.directory
    member = directory.groups.get(key) or directory.person(key)
    if member is None:
        raise missing(key)
    return member


def _owned(call: Call) -> Answer:
    """The groups that an application owns."""
    principal = call.ids[0].casefold()
    if not any(app.service_principal == principal for app in call.world.apps.values()):
        raise missing(principal)
    groups = call.world.directory.groups.values()
    return listed(call, OWNED, [group for group in groups if principal in group.owners])


OWNED = replace(GROUP, odata_type=lambda group: "#microsoft.graph.group")
WRITES = Cost(write=True)
NOBODY: frozenset[str] = frozenset()
"""No permission is asked for at the door: it depends on the group."""
ROUTES = (
    Route(method="POST", path="/groups/{}/members/$ref", answer=_add, roles=NOBODY, cost=WRITES),
    Route(method="PATCH", path="/groups/{}", answer=_change, roles=NOBODY, cost=WRITES),
    Route(method="DELETE", path="/groups/{}/members/{}/$ref", answer=_remove, roles=NOBODY, cost=WRITES),
    Route(
        method="GET",
        path="/servicePrincipals/{}/ownedObjects",
        answer=_owned,
        roles=READ_OWNED,
        options=LIST,
    ),
)
