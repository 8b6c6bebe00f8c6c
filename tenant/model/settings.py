"""The tenant-wide settings of authentication methods, beside the rules for each method (`MethodPolicy`).

https://learn.microsoft.com/graph/api/resources/authenticationmethodspolicy (v1.0 and, for some of it, beta).
"""

from dataclasses import dataclass
from enum import StrEnum


class Setting(StrEnum):
    """Graph's ``advancedConfigState``. DEFAULT: as Microsoft likes it this month."""

    DEFAULT = "default"
    ON = "enabled"
    OFF = "disabled"


class Migration(StrEnum):
    """``policyMigrationState``: while not COMPLETE, the legacy MFA and password reset policies count as well."""

    BEFORE = "preMigration"
    UNDER_WAY = "migrationInProgress"
    COMPLETE = "migrationComplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTarget:
    """A group, or one ``person``, by id (`ALL_USERS` is everybody). ``method``: what an included one is nudged to
    (``microsoftAuthenticator``, ``fido2``); empty for an excluded one.
    """

    id: str
    person: bool = False
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Microsoft's registration campaign: it asks people at sign-in to set up a better method.

    ``snooze_days``: 0 to 14 days until "not now" is asked again, 0 every time. ``forced``: after three times there is
    no "not now" any more; None: not told (beta only), and then left as it is by `TenantWriter.set_campaign`.
    """

    state: Setting
    snooze_days: int = 1
    include: tuple[CampaignTarget, ...] = ()
    exclude: tuple[CampaignTarget, ...] = ()
    forced: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSettings:
    """Bounds of Temporary Access Passes, in minutes. ``once``: every pass works a single time, whatever is asked for.

    Whether they are allowed, and for whom, is `MethodPolicy.allows("TemporaryAccessPass", ...)`.
    """

    default_minutes: int = 60
    shortest: int = 60
    longest: int = 480
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodSettings:
    """None is always "Microsoft did not say" (``report_suspicious`` and ``system_preferred`` are beta only).

    ``report_suspicious``: people may report a prompt that they did not cause; ``system_preferred``: everybody is asked
    for the strongest method they have.
    """

    migration: Migration | None
    campaign: Campaign | None
    report_suspicious: Setting | None = None
    system_preferred: Setting | None = None
    passes: PassSettings | None = None
