"""Public holidays by country, worked out by the library `holidays` when a country is first asked about."""

from datetime import date
from functools import lru_cache

from holidays import HolidayBase, country_holidays


def is_holiday(country: str, day: date) -> bool:
    """Is it a public holiday in all of this country (two letters)? A country that nobody knows has none."""
    known = _of(country.upper())
    return known is not None and day in known


def has_holidays(country: str) -> bool:
    """Are this country's public holidays known?"""
    return _of(country.upper()) is not None


@lru_cache(maxsize=256)
def _of(country: str) -> HolidayBase | None:
    """Years are worked out as they are asked for."""
    try:
        return country_holidays(country) if country else None
    except NotImplementedError:
        return None
