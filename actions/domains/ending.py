"""``certificates``: only the certificates of federated domains, and when they end."""

from collections.abc import AsyncIterator
from dataclasses import replace

from actions.domains.check import DomainsCheck
from actions.spec import Check, Finding, Reason
from tenant.ports import TenantReader

CODES = ("signing-", "service-")


class CertificatesCheck(Check, name="certificates", scopes=("Domain.Read.All",)):
    """Show when the certificates of federated domains end: those that sign tokens, and those of sign-in pages.

    Every night Muster looks at them by itself and reminds the owners, from 30 days before a signing certificate ends,
    from 45 days before a service certificate does, until a later one is there.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """As `domains check` finds them. Fact ``host``: the sign-in host, or the domain whose tokens it signs."""
        async for found in DomainsCheck().findings(tenant):
            if found.title.code.startswith(CODES):
                yield replace(found, title=Reason(found.title.code, {**found.title.facts, "host": _host(found)}))
            elif found.title.code in ("could-not-read", "federation-not-read", "federation-untold"):
                yield found


def _host(found: Finding) -> str:
    """``certificate:sts.contoso.com`` and ``domain:contoso.com:token signing`` are such subjects."""
    return found.subject.id.split(":")[1] if found.subject is not None else ""
