"""App registrations of the tenant: who may ask for tokens, with which proof, and with which permissions."""

import base64
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from demo.exchange.roles import NONE, TEMPLATES

GRAPH = "https://graph.microsoft.com"
BOT = "https://api.botframework.com"
EXCHANGE = "https://outlook.office365.com"

ALL_ROLES = frozenset(
    {
        "AppCatalog.Read.All",
        "AuditLog.Read.All",
        "Device.Read.All",
        "Directory.Read.All",
        "Domain.Read.All",
        "Group.Read.All",
        "GroupMember.Read.All",
        "GroupMember.ReadWrite.All",
        "Mail.Send",
        "MailboxSettings.Read",
        "Organization.Read.All",
        "Application.Read.All",
        "Policy.Read.All",
        "Policy.Read.AuthenticationMethod",
        "Policy.ReadWrite.AuthenticationMethod",
        "Policy.ReadWrite.ConditionalAccess",
        "Policy.ReadWrite.SecurityDefaults",
        "RoleManagement.Read.Directory",
        "RoleEligibilitySchedule.Read.Directory",
        "SecurityEvents.Read.All",
        "SharePointTenantSettings.Read.All",
        "SharePointTenantSettings.ReadWrite.All",
        "TeamsActivity.Send",
        "TeamsAppInstallation.ReadWriteForUser.All",
        "User.Read.All",
        "User.RevokeSessions.All",
        "UserAuthenticationMethod.ReadWrite.All",
    }
)
"""Graph application permissions of the one registration that may do everything the demo knows."""

_ACTS = frozenset({"User.RevokeSessions.All", "Mail.Send", "TeamsActivity.Send", "AppCatalog.Read.All"})
_READS = frozenset(role for role in ALL_ROLES - _ACTS if "ReadWrite" not in role)
READER_ROLES = _READS | {"UserAuthenticationMethod.Read.All"}
"""The same without any power to write."""
REACHING_ROLES = frozenset(
    {"AppCatalog.Read.All", "Mail.Send", "TeamsActivity.Send", "TeamsAppInstallation.ReadWriteSelfForUser.All"}
)
"""What the bot's own registration needs to reach people beside a chat; `Self`: for its own app alone."""


@dataclass(slots=True)
class App:
    """One registration. ``roles`` are its Graph application permissions and may change while it lives."""

    client_id: str
    name: str
    secrets: set[str] = field(default_factory=set)
    certificates: dict[str, str] = field(default_factory=dict)
    """Public keys (PEM) by the thumbprint as the assertion's header carries it (base64url SHA-1 or SHA-256)."""
    roles: set[str] = field(default_factory=set)
    exchange_roles: set[str] = field(default_factory=set)
    exchange_role: str = NONE
    """Its role in Exchange (demo/exchange/roles.py), by a directory role or by an Exchange role group."""
    service_principal: str = ""

    def roles_for(self, audience: str) -> list[str]:
        """The ``roles`` claim of a token for this audience, sorted."""
        granted = {GRAPH: self.roles, EXCHANGE: self.exchange_roles}.get(audience, set())
        return sorted(granted)

    def wids(self) -> list[str]:
        """The ``wids`` claim: template ids of the directory roles. One assigned later is not in a token of today."""
        return [TEMPLATES[self.exchange_role]] if self.exchange_role in TEMPLATES else []


def trust(app: App, certificate: str) -> None:
    """Let this registration sign in with a certificate (PEM): what uploading it in the portal does."""
    found = x509.load_pem_x509_certificate(certificate.encode())
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public = found.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
    for algorithm in (hashes.SHA1(), hashes.SHA256()):  # noqa: S303  # Entra names certificates by both
        thumbprint = base64.urlsafe_b64encode(found.fingerprint(algorithm)).rstrip(b"=").decode()
        app.certificates[thumbprint] = public
