"""Domains and their federation (https://learn.microsoft.com/graph/api/resources/domain, internaldomainfederation)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A domain of the tenant. ``root`` False: a subdomain, which signs in as its root does.

    ``federated``: the passwords are checked by somebody else (``authenticationType``).
    """

    name: str
    federated: bool
    default: bool = False
    initial: bool = False  # the .onmicrosoft.com one
    verified: bool = True
    root: bool = True


class FederatedMfa(StrEnum):
    """``federatedIdpMfaBehavior``: who does MFA for the people of a federated domain."""

    ACCEPT = "acceptIfMfaDoneByFederatedIdp"  # Entra does it where the identity provider did not
    ENFORCE = "enforceMfaByFederatedIdp"  # sent back to the identity provider: Entra's methods are useless
    REJECT = "rejectMfaByFederatedIdp"  # Entra always does it: safe against forged claims


@dataclass(frozen=True, slots=True)
class SigningCertificate:
    """What signs a federated domain's tokens. ``thumbprint``: SHA-1, 40 hexadecimal digits in capitals."""

    not_after: datetime
    thumbprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Federation:
    """How a federated domain signs in. ``mfa`` None: not set, which works like ACCEPT unless an older switch
    (``SupportsMfa``, not in Graph) says otherwise.

    A certificate is None where there is none or it cannot be read. ``sign_in_host`` and ``sign_in_port``: where people
    are sent to (``passiveSignInUri``); the host is empty where that is no https address.
    """

    domain: str
    mfa: FederatedMfa | None = None
    issuer: str = ""
    sign_in_host: str = ""
    sign_in_port: int = 443
    certificate: SigningCertificate | None = None
    next_certificate: SigningCertificate | None = None
    updated_at: datetime | None = None  # Entra's last look for a new certificate
    update_result: str = ""  # Microsoft's word for how that went
