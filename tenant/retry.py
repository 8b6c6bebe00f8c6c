"""Whether a failed call is worth repeating, and when: a pure decision with a table of its own in the tests.

What is not safe to repeat is not repeated, ``Retry-After`` is obeyed, and nobody waits for ever.
"""

from dataclasses import dataclass

from tenant.trouble import Throttled, Trouble, Unavailable

MAX_ATTEMPTS = 6
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 60.0

_REPEATABLE = frozenset({"GET", "HEAD", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Wait:
    """Try again after this many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Do not try again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How hard was tried so far: ``attempt`` counts from 1, ``elapsed`` are seconds since the first failure.

    ``patience`` is the most seconds to spend on repeating; ``jitter`` is from 0 to 1.
    """

    attempt: int
    elapsed: float = 0.0
    patience: float = 120.0
    jitter: float = 0.0


def repeatable(method: str, *, safe: bool = False) -> bool:
    """May this be sent twice? All but POST: our PATCH bodies hold absolute values. ``safe`` marks a harmless POST."""
    return safe or method.upper() in _REPEATABLE


def decide(trouble: Trouble, effort: Effort, *, may_repeat: bool) -> Wait | GiveUp:
    """Wait or give up. A 429 was not carried out, so it may always be repeated.

    A lost answer never is: the write may have been done, and whoever asked for it looks before writing again.
    """
    if not (isinstance(trouble, Throttled) or (may_repeat and isinstance(trouble, Unavailable))):
        return GiveUp()
    seconds = _seconds(trouble, effort)
    if effort.attempt >= MAX_ATTEMPTS or effort.elapsed + seconds > effort.patience:
        return GiveUp()
    return Wait(seconds)


def _seconds(trouble: Throttled | Unavailable, effort: Effort) -> float:
    """What Microsoft asks for, else twice as long each time, spread so that many callers do not come back at once."""
    if trouble.retry_after is not None:
        return trouble.retry_after
    backoff = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** (effort.attempt - 1))
    return backoff * (0.5 + effort.jitter / 2)
