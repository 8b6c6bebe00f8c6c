"""What somebody said about Azure MFA Server and about NPS, as the house remembers it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from actions.args import People, nobody
from tenant.model import Kind, Statement
from tenant.ports import TenantReader

SYSTEM = "mfa-server"
CALLERS = ("adfs", "portal", "radius", "iis", "ldap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """``callers``: what still calls the server, none when it is ``gone``. ``nps``: who signs in through RADIUS."""

    gone: bool
    callers: tuple[str, ...]
    nps: People
    by: str
    at: datetime

    @classmethod
    async def read(cls, tenant: TenantReader) -> Self | None:
        """The last word on it; None where nobody has said anything that can be read."""
        said = await tenant.statements(Kind.ATTESTED, (SYSTEM,))
        return cls.of(said[-1]) if said else None

    @classmethod
    def of(cls, said: Statement) -> Self | None:
        """From a statement; None where the record does not tell. A caller that is unknown here is left out. Pure."""
        try:
            told = json.loads(said.value)
            state, named, nps = str(told["state"]), str(told.get("callers", "")), str(told.get("nps", ""))
            people = People.unpin(nps) if nps else nobody
        except (AttributeError, KeyError, TypeError, ValueError):
            return None
        if state not in ("gone", "called"):
            return None
        callers = tuple(each for each in CALLERS if each in named.split(","))
        return cls(
            gone=state == "gone", callers=callers if state == "called" else (), nps=people, by=said.by, at=said.at
        )
