"""Directory roles: who holds them, who may activate them, and what they are called."""

from demo.directory import RoleDefinition, RoleGrant
from demo.graph.call import Call
from demo.graph.licences import demand_premium
from demo.graph.routes import BOTH, LIST, Route, roles
from demo.graph.shape import Shape, listed
from demo.wire import Answer, Json

READ = roles("RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "Directory.Read.All")
ELIGIBLE = READ | {"RoleEligibilitySchedule.Read.Directory"}
STARTED = "2025-02-01T09:00:00Z"


def _principal(call: Call, grant: RoleGrant) -> Json:
    directory = call.world.directory
    if person := directory.people.get(grant.principal):
        shown: Json = {"@odata.type": "#microsoft.graph.user", "userPrincipalName": person.upn}
        return {**shown, "id": person.id, "displayName": person.name}  # type: ignore[dict-item]
    if group := directory.groups.get(grant.principal):
        assignable = group.role_assignable
        return {
            "@odata.type": "#microsoft.graph.group",
            "id": group.id,
            "displayName": group.name,
            "isAssignableToRole": assignable,
        }
    app = next(app for app in call.world.apps.values() if app.service_principal == grant.principal)
    return {
        "@odata.type": "#microsoft.graph.servicePrincipal",
        "id": grant.principal,
        "displayName": app.name,
        "appId": app.client_id,
    }


def _definition(call: Call, grant: RoleGrant) -> Json:
    role = next(role for role in call.world.directory.roles if role.id == grant.role)
    return _role(call).shown(call.with_query({}), role)


ASSIGNMENT: Shape[RoleGrant] = Shape(
    "microsoft.graph.unifiedRoleAssignment",
    {
        "id": lambda call, g: g.id,
        "principalId": lambda call, g: g.principal,
        "roleDefinitionId": lambda call, g: g.role,
        "directoryScopeId": lambda call, g: "/",
        "appScopeId": lambda call, g: None,
        "condition": lambda call, g: None,
    },
    expands={"principal": _principal, "roleDefinition": _definition},
)

ELIGIBILITY: Shape[RoleGrant] = Shape(
    "microsoft.graph.unifiedRoleEligibilityScheduleInstance",
    {
        "id": lambda call, g: g.id,
        "principalId": lambda call, g: g.principal,
        "roleDefinitionId": lambda call, g: g.role,
        "directoryScopeId": lambda call, g: "/",
        "appScopeId": lambda call, g: None,
        "startDateTime": lambda call, g: STARTED,
        "endDateTime": lambda call, g: None,
        "memberType": lambda call, g: "Direct",
        "roleEligibilityScheduleId": lambda call, g: g.id,
    },
    expands=ASSIGNMENT.expands,
)

ROLE: Shape[RoleDefinition] = Shape(
    "microsoft.graph.unifiedRoleDefinition",
    {
        "id": lambda call, r: r.id,
        "displayName": lambda call, r: r.name,
        "description": lambda call, r: r.name,
        "isBuiltIn": lambda call, r: True,
        "isEnabled": lambda call, r: True,
        "resourceScopes": lambda call, r: ["/"],
        "templateId": lambda call, r: r.id,
        "version": lambda call, r: "1",
    },
)
BETA_ROLE: Shape[RoleDefinition] = Shape(ROLE.name, {**ROLE.properties, "isPrivileged": lambda call, r: r.privileged})


def _role(call: Call) -> Shape[RoleDefinition]:
    return BETA_ROLE if call.version == "beta" else ROLE


def _assignments(call: Call) -> Answer:
    return listed(call, ASSIGNMENT, [grant for grant in call.world.directory.grants if not grant.eligible])


def _eligible(call: Call) -> Answer:
    demand_premium(call, "AAD_PREMIUM_P2")
    return listed(call, ELIGIBILITY, [grant for grant in call.world.directory.grants if grant.eligible])


def _definitions(call: Call) -> Answer:
    return listed(call, _role(call), call.world.directory.roles)


ROLE_PATH = "/roleManagement/directory"
ROUTES = (
    Route(
        method="GET",
        path=f"{ROLE_PATH}/roleAssignments",
        answer=_assignments,
        versions=BOTH,
        roles=READ,
        options=LIST | {"$expand"},
    ),
    Route(
        method="GET",
        path=f"{ROLE_PATH}/roleEligibilityScheduleInstances",
        answer=_eligible,
        roles=ELIGIBLE,
        options=LIST | {"$expand"},
    ),
    Route(
        method="GET", path=f"{ROLE_PATH}/roleDefinitions", answer=_definitions, roles=READ, versions=BOTH, options=LIST
    ),
)
