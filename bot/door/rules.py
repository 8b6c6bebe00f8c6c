"""What must be true of an authenticated activity before anything else looks at it: the SDK checks none of this."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from bot.wire import Json, text

_BY_PEOPLE = frozenset({"message", "invoke"})
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class NotAllowed(Exception):
    """403: authentic, but not for us. The message is for the log."""


@dataclass(frozen=True, slots=True)
class House:
    """Whose bot this is."""

    tenant_id: str
    app_id: str
    hosts: tuple[str, ...]

    def check(self, raw: Json) -> None:
        """Raises NotAllowed unless it is of our channel, host and tenant and, where a person acts, of a person."""
        if text(raw, "channelId") != "msteams":
            raise NotAllowed("another channel")
        if not may_carry(text(raw, "serviceUrl"), self.hosts):
            raise NotAllowed("a service address that is not on the list")
        if not _is_us(text(raw, "recipient", "id"), self.app_id):
            raise NotAllowed("for another recipient")
        self._check_tenant(raw)
        if text(raw, "type") in _BY_PEOPLE and not is_guid(text(raw, "from", "aadObjectId")):
            raise NotAllowed("nobody of the directory said it")

    def _check_tenant(self, raw: Json) -> None:
        """Both places that may name the tenant must agree, and at least one must name it."""
        named = {text(raw, "channelData", "tenant", "id"), text(raw, "conversation", "tenantId")} - {""}
        if {each.lower() for each in named} != {self.tenant_id}:
            raise NotAllowed("another tenant")


def may_carry(service_url: str, hosts: Iterable[str]) -> bool:
    """May our token go there? https and a host on the list (``.example.com``: every name below); http only here."""
    try:
        parts = urlsplit(service_url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if parts.username or parts.password or parts.scheme not in ("https", "http"):
        return False
    if parts.scheme == "http" and host not in _LOOPBACK:
        return False
    return any(host == each.lower() or (each.startswith(".") and host.endswith(each.lower())) for each in hosts)


def is_guid(value: str) -> bool:
    """Is it an object id as the directory writes them?"""
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False


def _is_us(recipient: str, app_id: str) -> bool:
    """Teams writes ``28:<app id>``."""
    return recipient.lower() in (f"28:{app_id}", app_id)
