"""What reading and writing have in common: time, urgency, why a tenant is opened, what became of a write."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tenant.model import (
    Kind,
    Statement,
)
from tenant.trouble import Trouble


class Clock(Protocol):
    """The only source of time and of waiting."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds since some fixed moment; never runs backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; 0 lets others run."""
        ...


class Priority(StrEnum):
    """Who goes first when the budget is short (Graph's ``x-ms-throttle-priority``)."""

    SWEEP = "Low"
    NORMAL = "Normal"
    PERSON = "High"  # somebody waits in a chat


class Area(StrEnum):
    """What may be written; an owner opens each area with ``writes on <area>``."""

    MFA = "mfa"
    PHONE = "phone"
    METHODS = "methods"
    EXCHANGE = "exchange"
    POLICIES = "policies"
    MESSAGES = "messages"  # installing the app for people, the activity feed, mail; and starting campaigns


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a tenant is opened: decides the credential, the priority and what Microsoft's logs can be matched with."""

    correlation: str
    priority: Priority = Priority.NORMAL
    writes: Area | None = None


class TokenSource(Protocol):
    """Access tokens of one credential in one tenant, never blocking the event loop.

    Raises SignInFailed, Throttled or Unavailable.
    """

    async def token(self, scope: str) -> str:
        """A token for this scope (``Cloud.graph_scope``, ``bot_scope``), valid now as far as anybody knows."""
        ...

    def forget(self, stale: str = "") -> None:
        """After a 401: drop the tokens, so that the next one is new; with ``stale`` only while it is still in use."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one write. ``trouble`` None: Microsoft confirmed it."""

    user_id: str
    trouble: Trouble | None = None


class Memory(Protocol):
    """What this house remembers about a tenant's people, beside what Microsoft knows. `store` keeps it."""

    async def statements(self, tenant_id: str, kind: Kind, subjects: Collection[str] = ()) -> Sequence[Statement]:
        """Statements of one kind about these subjects, oldest first; without subjects, all of that kind."""
        ...
