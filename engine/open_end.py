"""What a request did that ends by itself."""

from dataclasses import dataclass
from datetime import datetime

from actions.spec import Subject
from engine.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEnd:
    """``request`` did something to ``subjects`` that is reversed at ``at``, unless somebody undoes it sooner."""

    request: Request
    subjects: tuple[Subject, ...]
    at: datetime
