"""Names of time zones as Outlook writes them, in the words of the time zone database.

https://learn.microsoft.com/graph/api/resources/datetimetimezone: a mailbox may name its zone as Windows does ("W.
Europe Standard Time") or as the database does ("Europe/Berlin"), by how it was set. Unicode's CLDR says which are the
same.
"""

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global


@lru_cache(maxsize=1024)
def iana(name: str) -> str | None:
    """The database's name of this zone; None for what neither knows, a "Customized Time Zone" for instance."""
    if name in _known():
        return name
    mapped = get_global("windows_zone_mapping").get(name)
    return str(mapped) if mapped in _known() else None


def zone(name: str) -> ZoneInfo:
    """The zone of this name; UTC where it is not known, as Outlook itself writes moments."""
    return ZoneInfo(iana(name) or "UTC")


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """A name is looked up here first, so that none is ever used as a path."""
    return frozenset(available_timezones())
