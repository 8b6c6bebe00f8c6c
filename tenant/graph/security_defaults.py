"""Security defaults (https://learn.microsoft.com/graph/api/identitysecuritydefaultsenforcementpolicy-get)."""

from tenant.graph.call import Call
from tenant.graph.session import Session
from tenant.trouble import Refused


async def security_defaults(session: Session) -> bool:
    """Are they on? An answer that does not say is trouble, not "off"."""
    answer = await session.send(Call(path="/policies/identitySecurityDefaultsEnforcementPolicy"))
    enabled = answer.body.get("isEnabled")
    if not isinstance(enabled, bool):
        raise Refused("isEnabled is missing", detail="no-is-enabled")
    return enabled
