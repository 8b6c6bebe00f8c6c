"""Microsoft Secure Score (https://learn.microsoft.com/graph/api/resources/securescore): a trend, never a proof."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

#: The controls that MFA raises, as ``controlName`` spells them; compare with `Score.of`, case varies.
MFA_CONTROLS = ("AdminMFAV2", "MFARegistrationV2", "BlockLegacyAuthentication")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One day's snapshot, a day old or more. ``controls``: points by control name in lower case."""

    at: datetime
    current: float
    maximum: float
    controls: Mapping[str, float] = field(default_factory=dict)

    def of(self, control: str) -> float | None:
        """The points of one control, whatever its case; None where Microsoft does not count it."""
        return self.controls.get(control.casefold())


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreControl:
    """What a control asks for. ``remediation`` may hold markup of Microsoft's: text for people, not to be trusted."""

    name: str
    title: str
    maximum: float
    remediation: str = ""
    url: str = ""
