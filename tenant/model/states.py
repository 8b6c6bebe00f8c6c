"""Per-user MFA."""

from dataclasses import dataclass
from enum import StrEnum


class PerUserState(StrEnum):
    """Per-user MFA (beta ``strongAuthenticationRequirements``). UNKNOWN: not readable; it is never "disabled"."""

    DISABLED = "disabled"
    ENABLED = "enabled"
    ENFORCED = "enforced"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StateWish:
    """What per-user MFA shall be for one person: an absolute value, so writing it twice does no harm."""

    user_id: str
    state: PerUserState
