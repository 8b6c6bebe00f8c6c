"""A half-filled command: kept by conversation and person, saved by compare and swap."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What has been said so far, and what was asked last.

    ``filled`` maps argument names to raw or pinned text (as `dialogs.fill` writes it); ``choices`` are the offered
    answers to the last question, in order.
    """

    tenant_id: str
    place: str
    person_id: str
    command: str
    saved_at: datetime
    filled: Mapping[str, str] = field(default_factory=dict)
    asking: str = ""
    choices: tuple[str, ...] = ()
    version: int = 0
