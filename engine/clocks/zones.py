"""Time zones by name, and the zone of a country in which nearly everybody has the same."""

from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel.core import get_global

SAMPLES = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))

#: Where nearly everybody lives by one of several clocks: the primary zones of CLDR, without those that agree anyway.
#: https://github.com/unicode-org/cldr/blob/main/common/supplemental/metaZones.xml
MAIN = MappingProxyType(
    {
        "CL": "America/Santiago",
        "CN": "Asia/Shanghai",
        "EC": "America/Guayaquil",
        "ES": "Europe/Madrid",
        "NZ": "Pacific/Auckland",
        "PT": "Europe/Lisbon",
        "UA": "Europe/Kyiv",
    }
)


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The zone of this name; UTC where the time zone database has none. A name is looked up, never used as a path."""
    try:
        return ZoneInfo(name) if name in _known() else ZoneInfo("UTC")
    except ZoneInfoNotFoundError:
        return ZoneInfo("UTC")


def is_zone(name: str) -> bool:
    """Does the time zone database know it?"""
    return name in _known()


@lru_cache(maxsize=512)
def main_zone(country: str) -> str | None:
    """The zone of a country (two letters) whose clocks all agree, summer and winter, or in which nearly everybody has
    the same; None for any other.
    """
    if is_zone(main := MAIN.get(country.upper(), "")):
        return main
    names = [each for each in get_global("territory_zones").get(country.upper(), ()) if is_zone(each)]
    shown = {tuple(moment.astimezone(zone_of(name)).utcoffset() for moment in SAMPLES) for name in names}
    return str(names[0]) if len(shown) == 1 else None


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(available_timezones())
