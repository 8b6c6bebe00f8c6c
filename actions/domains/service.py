"""The service (SSL) certificate of a sign-in host: as it is served there, else as somebody attested it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from actions.domains.certificates import judged
from actions.modern_auth.unread import why
from actions.spec import Finding, FindingState, Reason, Subject
from tenant.model import Kind, Statement
from tenant.ports import TenantReader
from tenant.trouble import Trouble

GOOD_FOR = timedelta(days=90)


def attested_as(host: str) -> str:
    """Under which name the certificate of this host is attested."""
    return f"certificate:{host.casefold()}"


async def certificate(host: str, port: int, domains: Sequence[str], tenant: TenantReader) -> Finding:
    """What the host serves; where it cannot be reached, what somebody vouched for; else how to."""
    subject = Subject(attested_as(host), f"{host}, service certificate")
    used = Reason("signs-in-for", {"domains": ", ".join(domains)})
    try:
        end = await tenant.certificate_of(host, port)
    except Trouble as trouble:
        return await _attested(subject, host, tenant, (used, why(trouble)))
    return judged(subject, "service", end, tenant.now(), evidence=(used, Reason("read-there")))


async def _attested(subject: Subject, host: str, tenant: TenantReader, besides: tuple[Reason, ...]) -> Finding:
    try:
        said = await tenant.statements(Kind.ATTESTED, (subject.id,))
    except Trouble as trouble:
        besides, said = (*besides, why(trouble)), ()
    end = until(said[-1]) if said else None
    how = Reason("attest-service-certificate", {"host": host})
    if end is None:
        title = Reason("service-not-read")
        return Finding(title=title, state=FindingState.COULD_NOT_READ, subject=subject, evidence=(*besides, how))
    shown = Reason("attested", {"by": said[-1].by, "on": f"{said[-1].at:%Y-%m-%d}"})
    again = (how,) if tenant.now() - said[-1].at > GOOD_FOR else ()
    return judged(subject, "service", end, tenant.now(), evidence=(*besides, shown, *again))


def until(said: Statement) -> datetime | None:
    """The end that was attested, midnight UTC of that day; None where the record does not tell."""
    try:
        return datetime.strptime(str(json.loads(said.value)["until"]), "%Y-%m-%d").replace(tzinfo=UTC)
    except (KeyError, TypeError, ValueError):
        return None
