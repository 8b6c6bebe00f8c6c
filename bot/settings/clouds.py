"""Where each Microsoft cloud carries a bot: which hosts may be sent our token, and where signing keys are published.

Hosts: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
Government: https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

CloudName = Literal["public", "gcc", "gcch", "dod", "custom"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BotCloud:
    """``hosts``: exact names, or with a leading dot every name that ends so. ``service_url``: where a new 1:1 chat is
    opened.
    """

    hosts: tuple[str, ...]
    openid_url: str
    service_url: str
    issuer: str = "https://api.botframework.com"
    government: bool = False


_KEYS = "https://login.botframework.com/v1/.well-known/openidconfiguration"
_GOV_KEYS = "https://login.botframework.azure.us/v1/.well-known/openidconfiguration"
_GOV_ISSUER = "https://api.botframework.us"

CLOUDS: Mapping[str, BotCloud] = {
    "public": BotCloud(
        hosts=("smba.trafficmanager.net", ".teams.microsoft.com"),
        openid_url=_KEYS,
        service_url="https://smba.trafficmanager.net/teams/",
    ),
    "gcc": BotCloud(
        hosts=("smba.infra.gcc.teams.microsoft.com", "smba.trafficmanager.net"),
        openid_url=_KEYS,
        service_url="https://smba.infra.gcc.teams.microsoft.com/gcc/",
    ),
    "gcch": BotCloud(
        hosts=("smba.infra.gov.teams.microsoft.us",),
        openid_url=_GOV_KEYS,
        service_url="https://smba.infra.gov.teams.microsoft.us/gcch/",
        issuer=_GOV_ISSUER,
        government=True,
    ),
    "dod": BotCloud(
        hosts=("smba.infra.dod.teams.microsoft.us",),
        openid_url=_GOV_KEYS,
        service_url="https://smba.infra.dod.teams.microsoft.us/dod/",
        issuer=_GOV_ISSUER,
        government=True,
    ),
}
"""The clouds that need no addresses; ``custom`` takes its own."""
