"""Domains whose people sign in at a server of the house (AD FS), and that server's certificates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.keys import stable_id

HOST = "127.0.0.1"
BEHAVIOURS = ("acceptIfMfaDoneByFederatedIdp", "enforceMfaByFederatedIdp", "rejectMfaByFederatedIdp")


@dataclass(slots=True, kw_only=True)
class Federation:
    """How one domain is federated. ``next_ends``: of the certificate that is ready to follow, where there is one.

    ``port``: where its server answers on this machine; 0 while none does.
    """

    domain: str
    signing_ends: datetime
    next_ends: datetime | None = None
    service_ends: datetime
    behaviour: str | None = "acceptIfMfaDoneByFederatedIdp"
    port: int = 0

    @property
    def id(self) -> str:
        """Its own id in Graph."""
        return stable_id("federation", self.domain)

    @property
    def name(self) -> str:
        """The name of the service (``sts.factory.contoso.com``)."""
        return f"sts.{self.domain}"

    @property
    def host(self) -> str:
        """Where people are sent to sign in: on this machine as long as a server answers."""
        return f"{HOST}:{self.port}" if self.port else self.name


def seed(domains: list[str], now: datetime) -> dict[str, Federation]:
    """The federations at the start: the signing certificate ends in 20 days, the server's own in 45."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    ends, service = today + timedelta(days=20, hours=12), today + timedelta(days=45, hours=12)
    return {name: Federation(domain=name, signing_ends=ends, service_ends=service) for name in domains}


def renew(some: Iterable[Federation], now: datetime) -> None:
    """Nothing of theirs ends within the next two years."""
    for federation in some:
        federation.signing_ends = federation.service_ends = now.replace(microsecond=0) + timedelta(days=730)
