"""A person's mailbox settings and devices: when they work, where, whether they are away, and on what.

Windows and IANA names both occur in mailboxes, by how the zone was set:
https://learn.microsoft.com/graph/api/resources/mailboxsettings
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ZONES = {
    "W. Europe Standard Time": "Europe/Berlin",
    "Romance Standard Time": "Europe/Paris",
    "GMT Standard Time": "Europe/London",
    "Eastern Standard Time": "America/New_York",
    "Pacific Standard Time": "America/Los_Angeles",
    "Tokyo Standard Time": "Asia/Tokyo",
    "India Standard Time": "Asia/Kolkata",
    "UTC": "UTC",
}
"""The Windows names that occur here, and the IANA zone of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Automatic replies; without ``until`` they are on until somebody switches them off."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """``zone``: as the mailbox names it; ``hours_zone``: the working hours' own, where it is another one."""

    zone: str = "W. Europe Standard Time"
    days: tuple[str, ...] = WEEKDAYS[:5]
    starts: time = time(8)
    ends: time = time(17)
    hours_zone: str = ""
    away: Away | None = None

    @property
    def iana(self) -> str:
        """The zone in which this person works, by its IANA name."""
        named = self.hours_zone or self.zone
        return ZONES.get(named, named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One device in Entra; ``seen``: its last use, some days behind. Registered ones need not be owned."""

    id: str
    name: str
    system: str
    version: str
    seen: datetime | None = None
    enabled: bool = True
    owned: bool = True


HOME = Mailbox()


def instant(moment: datetime) -> dict[str, str]:
    """A moment as Outlook writes it: without an offset, the zone beside it."""
    return {"dateTime": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}
