"""What people with a role declare: a list of numbers, or the state of a system that Microsoft's cloud cannot see."""

from dataclasses import dataclass, field
from datetime import datetime

from actions.spec import Subject


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One line of a named list: whose number, the number as it is written there, and how old it is."""

    subject: Subject
    value: str = field(repr=False)
    at: datetime
