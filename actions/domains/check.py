"""``domains check``: managed or federated, who does MFA there, and when the certificates end.

https://learn.microsoft.com/graph/api/resources/internaldomainfederation and
https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-fed-o365-certs: Entra fetches a new signing
certificate in the last 30 days of the old one. The service (SSL) certificate of AD FS is another one, of which Graph
knows nothing: it is read where browsers read it, or attested.
"""

from collections.abc import AsyncIterator

from actions.domains import certificates, service
from actions.domains.behaviour import who_does_mfa
from actions.modern_auth.unread import unread, why
from actions.spec import Check, Finding, FindingState, Reason, Subject
from tenant.model import Domain, Federation
from tenant.ports import TenantReader
from tenant.trouble import Trouble

ALL = Subject("domains", "Domains")


class DomainsCheck(Check, name="domains check", aliases=("domains",), scopes=("Domain.Read.All",)):
    """Show which domains are managed or federated, who does MFA there, and which certificates end when.

    For a federated domain also the certificate that its sign-in page serves is read, the way a browser does. Their
    ends are reported ahead of time: signing from 30 days before on, service from 45. `next daily here` says so in a
    chat by itself on the first morning. Staged rollout is not read.
    """

    async def findings(self, tenant: TenantReader) -> AsyncIterator[Finding]:
        """One finding for each managed domain, three for each federated one, one for each sign-in host."""
        try:
            domains = [each for each in await tenant.domains() if each.root or each.federated]
        except Trouble as trouble:
            yield unread(ALL, trouble)
            return
        hosts: dict[tuple[str, int], list[str]] = {}
        for domain in sorted(domains, key=lambda each: (not each.federated, each.name)):
            async for found in _of(domain, tenant, hosts):
                yield found
        for (host, port), names in hosts.items():
            yield await service.certificate(host, port, names, tenant)


async def _of(domain: Domain, tenant: TenantReader, hosts: dict[tuple[str, int], list[str]]) -> AsyncIterator[Finding]:
    """What there is to say about one domain. ``hosts`` takes the sign-in host, with the domains that use it."""
    subject = Subject(f"domain:{domain.name}", domain.name)
    if not domain.federated:
        yield managed(domain)
        return
    try:
        federation = await tenant.federation(domain.name)
    except Trouble as trouble:
        evidence = (why(trouble),)
        yield Finding(
            title=Reason("federation-not-read"), state=FindingState.COULD_NOT_READ, subject=subject, evidence=evidence
        )
        return
    if federation is None:
        yield Finding(title=Reason("federation-untold"), state=FindingState.COULD_NOT_READ, subject=subject)
        return
    yield who_does_mfa(subject, federation)
    yield certificates.signing(_named(domain, "token signing"), federation, tenant.now())
    if found := _host(domain, federation):
        yield found
    else:
        hosts.setdefault((federation.sign_in_host, federation.sign_in_port), []).append(domain.name)


def managed(domain: Domain) -> Finding:
    """Entra checks the passwords. Pure."""
    subject = Subject(f"domain:{domain.name}", domain.name)
    if not domain.verified:
        title = Reason("domain-unverified")
        return Finding(title=title, state=FindingState.NOT_APPLICABLE, subject=subject)
    shown = [(domain.default, "domain-default"), (domain.initial, "domain-initial")]
    evidence = tuple(Reason(code) for so, code in shown if so)
    return Finding(title=Reason("domain-managed"), state=FindingState.PASS, subject=subject, evidence=evidence)


def _host(domain: Domain, federation: Federation) -> Finding | None:
    """Something to say only where no sign-in host is known."""
    if federation.sign_in_host:
        return None
    title = Reason("sign-in-host-unknown")
    return Finding(
        title=title, state=FindingState.COULD_NOT_READ, subject=_named(domain, "service certificate"),
        evidence=(Reason("attest-service-certificate", {"host": f"sts.{domain.name}"}),),
    )  # fmt: skip


def _named(domain: Domain, what: str) -> Subject:
    return Subject(f"domain:{domain.name}:{what}", f"{domain.name}, {what}")
