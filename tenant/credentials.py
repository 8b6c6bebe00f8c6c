"""What Muster proves its identity with: one registration for all while small, one per purpose when grown.

A secret or a private key never shows in a repr, so it cannot slip into a log.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """An application registration with a client secret: the last resort."""

    client_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """An application registration with a certificate: ``private_key`` is PEM text, ``thumbprint`` SHA-1 in hex."""

    client_id: str
    private_key: str = field(repr=False)
    thumbprint: str
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ManagedIdentity:
    """The identity of the Azure host. ``client_id`` names a user-assigned one; empty is the system's own."""

    client_id: str = ""


Credential = Secret | Certificate | ManagedIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """One credential per purpose. ``writers`` is keyed by `tenant.ports.Area`; what is missing falls back to ``read``.

    Separate registrations keep the power to write away from a nightly sweep.
    """

    read: Credential
    writers: Mapping[str, Credential] = field(default_factory=dict)
    bot: Credential | None = None

    def writer(self, area: str) -> Credential:
        """The credential that may write in this area."""
        return self.writers.get(area, self.read)

    @property
    def connector(self) -> Credential:
        """The credential of the bot registration itself."""
        return self.bot or self.read
