"""Domains, and how the federated ones sign in.

https://learn.microsoft.com/graph/api/domain-list and domain-list-federationconfiguration, which answers 404 for a
domain that is not federated. The certificates in it are public. Staged rollout cannot be read by an application
(https://learn.microsoft.com/graph/api/featurerolloutpolicies-list: "Application: not supported").
"""

import base64
import binascii
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1

from tenant.graph.call import Call, segment
from tenant.graph.paging import stream
from tenant.graph.session import Session
from tenant.graph.wire import Thing, flag, moment, part, text
from tenant.model import Domain, FederatedMfa, Federation, SigningCertificate
from tenant.trouble import NotFound

_BEHAVIOURS = {each.value: each for each in FederatedMfa}
_HTTPS = 443


async def domains(session: Session) -> tuple[Domain, ...]:
    """All of them, verified or not."""
    return tuple([_domain(thing) async for thing in stream(session, Call(path="/domains"))])


async def federation(session: Session, domain: str) -> Federation | None:
    """None: this domain is not federated."""
    call = Call(path=f"/domains/{segment(domain)}/federationConfiguration")
    try:
        async for thing in stream(session, call):
            return federated(domain, thing)
    except NotFound:
        return None
    return None


def federated(domain: str, thing: Thing) -> Federation:
    """One domain's federation. A behaviour that is new to us is not set, as far as we know."""
    host, port = _sign_in(text(thing, "passiveSignInUri"))
    status = part(thing, "signingCertificateUpdateStatus")
    return Federation(
        domain=domain,
        mfa=_BEHAVIOURS.get(text(thing, "federatedIdpMfaBehavior")),
        issuer=text(thing, "issuerUri"),
        sign_in_host=host,
        sign_in_port=port,
        certificate=certificate(text(thing, "signingCertificate")),
        next_certificate=certificate(text(thing, "nextSigningCertificate")),
        updated_at=moment(status, "lastRunDateTime"),
        update_result=text(status, "certificateUpdateResult"),
    )


def certificate(encoded: str) -> SigningCertificate | None:
    """A certificate from its base64 text; None where that is empty or none."""
    try:
        found = x509.load_der_x509_certificate(base64.b64decode(encoded, validate=False))
    except (ValueError, binascii.Error):
        return None
    thumbprint = found.fingerprint(SHA1())  # noqa: S303 - how Windows names certificates; nothing is trusted by it
    return SigningCertificate(found.not_valid_after_utc, thumbprint.hex().upper())


def _domain(thing: Thing) -> Domain:
    return Domain(
        name=text(thing, "id"),
        federated=text(thing, "authenticationType") == "Federated",
        default=flag(thing, "isDefault"),
        initial=flag(thing, "isInitial"),
        verified=thing.get("isVerified") is not False,
        root=thing.get("isRoot") is not False,
    )


def _sign_in(address: str) -> tuple[str, int]:
    """Host and port that people are sent to; no host where it is no address of the https kind."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or _HTTPS
    except ValueError:
        return "", _HTTPS
    return (host, port) if parts.scheme == "https" else ("", _HTTPS)
