"""Secure Score: one snapshot a day for 90 days, newest first, and what each control is worth.

https://learn.microsoft.com/graph/api/security-list-securescores. The numbers lag behind the tenant in life; here they
follow the calendar alone and never what anybody did.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from demo.graph.call import Call
from demo.graph.routes import LIST, Route, roles
from demo.graph.shape import Shape, listed
from demo.wire import Answer, Json, JsonObject

READ = roles("SecurityEvents.Read.All", "SecurityEvents.ReadWrite.All")
DAYS = 90
VENDOR: JsonObject = {"provider": "SecureScore", "providerVersion": None, "subProvider": None, "vendor": "Microsoft"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control. ``score``: what it brought so many days ago."""

    name: str
    title: str
    most: float
    score: Callable[[int], float]
    remedy: str
    cost: str = "Low"


def _rising(first: float, last: float) -> Callable[[int], float]:
    """From one value to another over the 90 days."""
    return lambda ago: round(last - (last - first) * ago / DAYS, 2)


def _since(days: int, points: float) -> Callable[[int], float]:
    """Nothing, until so many days ago somebody did it."""
    return lambda ago: points if ago < days else 0.0


CONTROLS = (
    Control(
        name="AdminMFAV2",
        title="Ensure multifactor authentication is enabled for all users in administrative roles",
        most=10,
        score=_rising(4, 6.67),
        remedy="Require multifactor authentication for everybody in an administrative role.",
    ),
    Control(
        name="MFARegistrationV2",
        title="Ensure multifactor authentication is enabled for all users",
        most=9,
        score=_rising(2, 5.4),
        remedy="Have all users register for multifactor authentication, and require it.",
        cost="Moderate",
    ),
    Control(
        name="BlockLegacyAuthentication",
        title="Enable Conditional Access policies to block legacy authentication",
        most=8,
        score=_since(30, 3.2),
        remedy="Block legacy authentication with a Conditional Access policy.",
        cost="Moderate",
    ),
    Control(
        name="OneAdmin",
        title="Designate more than one global admin",
        most=1,
        score=_since(DAYS + 1, 1),
        remedy="Have more than one Global Administrator.",
    ),
    Control(
        name="RoleOverlap",
        title="Use least privileged administrative roles",
        most=1,
        score=_since(12, 1),
        remedy="Give people roles with fewer rights than Global Administrator.",
    ),
    Control(
        name="SelfServicePasswordReset",
        title="Ensure 'Self service password reset enabled' is set to 'All'",
        most=1,
        score=_since(0, 1),
        remedy="Let all users reset their passwords by themselves.",
    ),
    Control(
        name="SigninRiskPolicy",
        title="Protect all users with a sign-in risk policy",
        most=7,
        score=_since(0, 7),
        remedy="Ask for multifactor authentication where a sign-in is risky.",
    ),
    Control(
        name="UserRiskPolicy",
        title="Protect all users with a user risk policy",
        most=7,
        score=_since(0, 7),
        remedy="Have the password changed where a user is at risk.",
    ),
    Control(
        name="IntegratedApps",
        title="Ensure user consent to apps accessing company data on their behalf is not allowed",
        most=4,
        score=_since(DAYS + 1, 4),
        remedy="Do not let users consent to applications.",
    ),
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The score of one day."""

    day: date
    ago: int

    @property
    def total(self) -> float:
        """The points of all controls."""
        return round(sum(control.score(self.ago) for control in CONTROLS), 2)


def _parts(call: Call, taken: Snapshot) -> Json:
    return [
        {
            "controlCategory": "Identity",
            "controlName": control.name,
            "description": control.title,
            "score": control.score(taken.ago),
        }
        for control in CONTROLS
    ]


SCORE: Shape[Snapshot] = Shape(
    "microsoft.graph.secureScore",
    {
        "id": lambda call, s: f"{call.world.tenant_id}_{s.day}",
        "azureTenantId": lambda call, s: call.world.tenant_id,
        "createdDateTime": lambda call, s: f"{s.day}T00:00:00Z",
        "currentScore": lambda call, s: s.total,
        "maxScore": lambda call, s: sum(control.most for control in CONTROLS),
        "activeUserCount": lambda call, s: len(call.world.directory.people),
        "licensedUserCount": lambda call, s: sum(bool(p.skus) for p in call.world.directory.people.values()),
        "enabledServices": lambda call, s: ["HasExchange", "HasEXOP2", "HasAADP1"],
        "averageComparativeScores": lambda call, s: [{"basis": "AllTenants", "averageScore": 22.4}],
        "controlScores": _parts,
        "vendorInformation": lambda call, s: VENDOR,
    },
)

PROFILE: Shape[Control] = Shape(
    "microsoft.graph.secureScoreControlProfile",
    {
        "id": lambda call, c: c.name,
        "azureTenantId": lambda call, c: call.world.tenant_id,
        "title": lambda call, c: c.title,
        "maxScore": lambda call, c: c.most,
        "rank": lambda call, c: CONTROLS.index(c) + 1,
        "controlCategory": lambda call, c: "Identity",
        "actionType": lambda call, c: "Config",
        "actionUrl": lambda call, c: "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/SecurityMenuBlade",
        "remediation": lambda call, c: c.remedy,
        "remediationImpact": lambda call, c: "Users will notice.",
        "implementationCost": lambda call, c: c.cost,
        "userImpact": lambda call, c: c.cost,
        "service": lambda call, c: "AzureAD",
        "tier": lambda call, c: "Core",
        "threats": lambda call, c: ["Account Breach"],
        "deprecated": lambda call, c: False,
        "lastModifiedDateTime": lambda call, c: "2025-05-05T00:00:00Z",
        "controlStateUpdates": lambda call, c: [],
        "vendorInformation": lambda call, c: VENDOR,
    },
)


def _scores(call: Call) -> Answer:
    """Today's snapshot is taken tonight: the newest is yesterday's."""
    yesterday = call.world.now().date() - timedelta(days=1)
    return listed(call, SCORE, [Snapshot(yesterday - timedelta(days=ago), ago) for ago in range(DAYS)])


def _profiles(call: Call) -> Answer:
    return listed(call, PROFILE, CONTROLS)


ROUTES = (
    Route(method="GET", path="/security/secureScores", answer=_scores, roles=READ, options=LIST),
    Route(method="GET", path="/security/secureScoreControlProfiles", answer=_profiles, roles=READ, options=LIST),
)
