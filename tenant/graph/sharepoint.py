"""SharePoint's tenant settings (https://learn.microsoft.com/graph/api/sharepointsettings-get)."""

from tenant.graph.call import Call, select
from tenant.graph.session import Session


async def legacy(session: Session) -> bool | None:
    """``isLegacyAuthProtocolsEnabled``; None where the answer does not say."""
    query = (select("isLegacyAuthProtocolsEnabled"),)
    answer = await session.send(Call(path="/admin/sharepoint/settings", query=query))
    enabled = answer.body.get("isLegacyAuthProtocolsEnabled")
    return enabled if isinstance(enabled, bool) else None
