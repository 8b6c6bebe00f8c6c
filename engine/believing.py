"""Whether a value is somebody's own: asking them in their chat, and what they answer."""

from dataclasses import dataclass

from actions.spec import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class AskResult:
    """Who is asked now, who was asked in the last seven days and has not answered, who has answered since the plan."""

    asked: tuple[Subject, ...] = ()
    waiting: tuple[Subject, ...] = ()
    answered: tuple[Subject, ...] = ()
