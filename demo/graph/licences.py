"""Products: what the tenant bought and what each person was given."""

from demo.directory import Directory, Person, Plan, Product
from demo.graph.call import Call
from demo.graph.routes import Route, roles
from demo.graph.shape import Shape, listed
from demo.keys import stable_id
from demo.limits import Cost
from demo.wire import Answer, Json, Problem

READ = roles("Organization.Read.All", "LicenseAssignment.Read.All", "Directory.Read.All")
NO_PREMIUM = "Neither tenant is B2C or tenant doesn't have premium license"
ASSIGNED = "2025-01-15T09:00:00Z"


def demand_premium(call: Call, plan: str = "AAD_PREMIUM") -> None:
    """Refuse as Graph does where the tenant has no Entra ID P1 (or the plan named)."""
    if not call.world.directory.has_plan(plan):
        raise Problem(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", NO_PREMIUM)


def _products(directory: Directory, person: Person) -> list[Product]:
    return [directory.products[sku] for sku in person.skus if sku in directory.bought]


def assigned_licenses(directory: Directory, person: Person) -> list[Json]:
    """``assignedLicenses`` of a user."""
    return [{"skuId": product.id, "disabledPlans": []} for product in _products(directory, person)]


def assigned_plans(directory: Directory, person: Person) -> list[Json]:
    """``assignedPlans`` of a user."""
    return [_assigned(plan) for product in _products(directory, person) for plan in product.plans]


def _assigned(plan: Plan) -> Json:
    return {
        "assignedDateTime": ASSIGNED,
        "capabilityStatus": "Enabled",
        "service": plan.service,
        "servicePlanId": plan.id,
    }


def licence_details(directory: Directory, person: Person) -> list[Json]:
    """``licenseDetails`` of a user."""
    return [
        {
            "id": stable_id("licence", person.id, product.id),
            "skuId": product.id,
            "skuPartNumber": product.name,
            "servicePlans": _service_plans(product),
        }
        for product in _products(directory, person)
    ]


def _service_plans(product: Product) -> list[Json]:
    return [
        {
            "servicePlanId": plan.id,
            "servicePlanName": plan.name,
            "provisioningStatus": "Success",
            "appliesTo": "User",
        }
        for plan in product.plans
    ]


def _used(call: Call, product: Product) -> int:
    return sum(1 for person in call.world.directory.people.values() if product.name in person.skus)


def _units(call: Call, product: Product) -> Json:
    bought = call.world.directory.bought[product.name]
    return {"enabled": bought, "suspended": 0, "warning": 0, "lockedOut": 0}


SKU: Shape[Product] = Shape(
    "microsoft.graph.subscribedSku",
    {
        "id": lambda call, p: f"{call.world.tenant_id}_{p.id}",
        "skuId": lambda call, p: p.id,
        "skuPartNumber": lambda call, p: p.name,
        "appliesTo": lambda call, p: "User",
        "capabilityStatus": lambda call, p: "Enabled",
        "consumedUnits": _used,
        "prepaidUnits": _units,
        "servicePlans": lambda call, p: _service_plans(p),
    },
)


def _skus(call: Call) -> Answer:
    directory = call.world.directory
    return listed(call, SKU, [directory.products[name] for name in directory.bought])


ROUTES = (
    Route(
        method="GET",
        path="/subscribedSkus",
        answer=_skus,
        roles=READ,
        options=frozenset({"$select"}),
        cost=Cost(units=3),
    ),
)
