"""How far the tenant is, as counted once a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """``counts`` are what the declared check ``census`` told: "people" → "300", "state:enabled" → "12",
    "method:passkey" → "7", "department:Finance" → "12/20" (ready of all). What could not be read is not there, and
    named in "unread".
    """

    tenant_id: str
    day: date
    counts: Mapping[str, str]
