"""Whether the tenant may have Conditional Access policies at all."""

from actions.mfa.facts import P1_PLANS
from actions.spec import Reason
from tenant.ports import TenantReader
from tenant.trouble import Trouble

#: What the checks that would offer a policy say instead.
NEEDS_P1 = Reason("policy-needs-p1")


async def lacks_p1(tenant: TenantReader) -> bool:
    """Entra ID P1 is certainly missing; licences that cannot be read prove nothing. Reading policies needs none, making
    one does: https://learn.microsoft.com/entra/identity/conditional-access/overview#license-requirements.
    """
    try:
        products = await tenant.licences()
    except Trouble:
        return False
    return not any(product.plans & P1_PLANS for product in products)
