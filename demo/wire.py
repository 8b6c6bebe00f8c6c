"""What travels: JSON as Python sees it, one answer, one refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, "Json"]


class Problem(Exception):
    """A refusal in Graph's words: the HTTP status, ``error.code`` and ``error.message``."""

    def __init__(self, status: int, code: str, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        """Keep what the error body and its headers will say."""
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = dict(headers or {})


class Dropped(Exception):
    """The connection shall be closed without an answer (a fault)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer. ``body`` None is an empty body; ``text`` True sends a string as text/plain."""

    status: int = 200
    body: Json = None
    headers: Mapping[str, str] = field(default_factory=dict)
    text: bool = False


def stamp(moment: datetime) -> str:
    """A moment as Graph writes it: UTC, whole seconds, ``Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
