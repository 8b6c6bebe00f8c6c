"""How long certificates are good, judged ahead of time. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from actions.spec import Finding, FindingState, Reason, Subject
from tenant.model import Federation

#: From when on an end is reported. Signing: Entra looks for a successor in the last 30 days by itself, so that one that
#: is missing then is late. Service: somebody must order one, and install it on every server.
AHEAD: Mapping[str, timedelta] = {"signing": timedelta(days=30), "service": timedelta(days=45)}
GUIDE = "guide adfs-certificates"


def signing(subject: Subject, federation: Federation, now: datetime) -> Finding:
    """The certificate that signs a federated domain's tokens, and whether the next one is there."""
    used, then = federation.certificate, federation.next_certificate
    if used is None:
        return Finding(title=Reason("signing-unreadable"), state=FindingState.COULD_NOT_READ, subject=subject)
    if then is not None and then.not_after > now + AHEAD["signing"] and then.not_after > used.not_after:
        facts = {"on": f"{used.not_after:%Y-%m-%d}", "next": f"{then.not_after:%Y-%m-%d}"}
        evidence = tuple(_updated(federation))
        return Finding(
            title=Reason("signing-rolls", facts), state=FindingState.PASS, subject=subject, evidence=evidence
        )
    evidence = (Reason("no-next-certificate"), *_updated(federation))
    return judged(subject, "signing", used.not_after, now, evidence=evidence)


def judged(subject: Subject, kind: str, end: datetime, now: datetime, *, evidence: tuple[Reason, ...] = ()) -> Finding:
    """``kind``: signing or service. A day that is not full counts as none."""
    left = end - now
    facts = {"on": f"{end:%Y-%m-%d}", "days": str(max(left.days, 0))}
    if left > AHEAD[kind]:
        looked = Reason("looked-at-again", {"on": f"{end - AHEAD[kind]:%Y-%m-%d}"})
        title, evidence = Reason(f"{kind}-good", facts), (*evidence, looked)
        return Finding(title=title, state=FindingState.PASS, subject=subject, evidence=evidence)
    title = Reason(f"{kind}-ends-soon" if left > timedelta(0) else f"{kind}-ended", facts)
    evidence = (*evidence, Reason(f"{kind}-renew"))
    return Finding(title=title, state=FindingState.FAIL, subject=subject, evidence=evidence, remedy=GUIDE)


def _updated(federation: Federation) -> tuple[Reason, ...]:
    """What Entra says of its own last look for a new certificate."""
    if federation.updated_at is None:
        return ()
    facts = {"on": f"{federation.updated_at:%Y-%m-%d}", "result": federation.update_result or "no result told"}
    return (Reason("certificate-looked-for", facts),)
