"""What a guide is."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One topic on one page. ``topic`` and ``aliases`` are what people type; ``staff``: of use to admins only.

    ``written``: the day as of which the steps are right; ``source``: Microsoft's own page on it; ``links``: where the
    reader goes, each an address and what it is.
    """

    topic: str
    title: str
    steps: tuple[str, ...]
    source: str
    written: date = date(2026, 11, 21)
    aliases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    next: tuple[str, ...] = ()
    staff: bool = False
