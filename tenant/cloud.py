"""Where a Microsoft cloud lives: base addresses and token scopes, as one value.

Endpoints: https://learn.microsoft.com/graph/deployments (national clouds) and, for Exchange,
https://learn.microsoft.com/exchange/reference/admin-api-overview.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_WORLD_LOGIN = "https://login.microsoftonline.com"
_US_LOGIN = "https://login.microsoftonline.us"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """Base addresses without a slash at the end, and the scopes that tokens are asked for.

    ``login`` is where tokens are really fetched; ``authority`` is what the sign-in library is told, because that
    library accepts https addresses only. They differ in a custom cloud alone.
    """

    name: str
    graph: str = "https://graph.microsoft.com"
    login: str = _WORLD_LOGIN
    authority: str = _WORLD_LOGIN
    exchange: str = "https://outlook.office365.com"
    graph_scope: str = "https://graph.microsoft.com/.default"
    exchange_scope: str = "https://outlook.office365.com/.default"
    bot_scope: str = "https://api.botframework.com/.default"

    @property
    def is_custom(self) -> bool:
        """Are tokens fetched somewhere else than the authority says?"""
        return self.login != self.authority


PUBLIC = Cloud(name="public")
GCC = Cloud(name="gcc")  # GCC lives on the worldwide addresses of Entra and Graph
GCCH = Cloud(
    name="gcch",
    graph="https://graph.microsoft.us",
    login=_US_LOGIN,
    authority=_US_LOGIN,
    exchange="https://outlook.office365.us",
    graph_scope="https://graph.microsoft.us/.default",
    exchange_scope="https://outlook.office365.us/.default",
    bot_scope="https://api.botframework.us/.default",
)
DOD = Cloud(
    name="dod",
    graph="https://dod-graph.microsoft.us",
    login=_US_LOGIN,
    authority=_US_LOGIN,
    exchange="https://outlook-dod.office365.us",
    graph_scope="https://dod-graph.microsoft.us/.default",
    exchange_scope="https://outlook-dod.office365.us/.default",
    bot_scope="https://api.botframework.us/.default",
)
CLOUDS: Mapping[str, Cloud] = {cloud.name: cloud for cloud in (PUBLIC, GCC, GCCH, DOD)}


def custom(*, graph: str, login: str, exchange: str = "") -> Cloud:
    """A cloud at other addresses (the demo); audiences stay those of the public cloud."""
    return Cloud(
        name="custom",
        graph=graph.rstrip("/"),
        login=login.rstrip("/"),
        exchange=exchange.rstrip("/") or PUBLIC.exchange,
    )
