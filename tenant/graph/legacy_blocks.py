"""Which Conditional Access policies block legacy authentication.

https://learn.microsoft.com/entra/identity/conditional-access/policy-block-legacy-authentication: a policy that blocks
the client types ``exchangeActiveSync`` and ``other``; two policies may share the work. Security defaults, which block
it too, are read by `tenant.graph.security_defaults`.
"""

from tenant.graph.access_policies import Policies
from tenant.model import AccessPolicy, LegacyBlock, PolicyState
from tenant.trouble import Unlicensed


async def legacy_blocks(policies: Policies) -> tuple[LegacyBlock, ...]:
    """Those that are switched on or report-only; none in a tenant that has no licence for such policies."""
    try:
        found = [block(one) for one in await policies.all()]
    except Unlicensed:
        return ()
    return tuple(one for one in found if one is not None)


def block(policy: AccessPolicy) -> LegacyBlock | None:
    """None where it blocks no legacy client, or is switched off."""
    if policy.state is PolicyState.OFF or not policy.blocks_legacy:
        return None
    return LegacyBlock(
        name=policy.name,
        enforced=policy.enforced,
        everybody=policy.include.everybody and policy.apps.all_of_them and policy.always,
        clients=policy.blocks_legacy,
        excluded=policy.exclude.size,
        spared=policy.exclude.users,
    )
