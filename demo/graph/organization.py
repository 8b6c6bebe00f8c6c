"""The tenant itself, and the applications in it."""

from demo.apps import App
from demo.graph.call import Call
from demo.graph.routes import LIST, ONE, Route, roles
from demo.graph.shape import Shape, listed
from demo.seed import cast
from demo.wire import Answer, Json

READ = roles("Organization.Read.All", "Directory.Read.All", "User.Read.All")
READ_APPS = roles("Application.Read.All", "Directory.Read.All")


def _verified(call: Call, tenant: str) -> Json:
    return [
        {
            "name": row["id"],
            "type": row["authenticationType"],
            "isDefault": row["isDefault"],
            "isInitial": row["isInitial"],
            "capabilities": "Email, OfficeCommunicationsOnline",
        }
        for row in call.world.directory.domains
    ]


ORGANIZATION: Shape[str] = Shape(
    "microsoft.graph.organization",
    {
        "id": lambda call, tenant: tenant,
        "displayName": lambda call, tenant: "Contoso",
        "countryLetterCode": lambda call, tenant: "DE",
        "createdDateTime": lambda call, tenant: "2019-05-02T08:00:00Z",
        "defaultUsageLocation": lambda call, tenant: "DE",
        "onPremisesSyncEnabled": lambda call, tenant: True,
        "preferredLanguage": lambda call, tenant: "en",
        "technicalNotificationMails": lambda call, tenant: [f"it@{cast.DOMAIN}"],
        "tenantType": lambda call, tenant: "AAD",
        "verifiedDomains": _verified,
    },
)

PRINCIPAL: Shape[App] = Shape(
    "microsoft.graph.servicePrincipal",
    {
        "id": lambda call, app: app.service_principal,
        "appId": lambda call, app: app.client_id,
        "displayName": lambda call, app: app.name,
        "appDisplayName": lambda call, app: app.name,
        "accountEnabled": lambda call, app: True,
        "servicePrincipalType": lambda call, app: "Application",
    },
)


def _organization(call: Call) -> Answer:
    return listed(call, ORGANIZATION, [call.world.tenant_id])


def _principals(call: Call) -> Answer:
    return listed(call, PRINCIPAL, call.world.apps.values())


ROUTES = (
    Route(method="GET", path="/organization", answer=_organization, roles=READ, options=ONE),
    Route(method="GET", path="/servicePrincipals", answer=_principals, roles=READ_APPS, options=LIST),
)
