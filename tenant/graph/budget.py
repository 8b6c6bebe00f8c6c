"""What a call costs and what Microsoft allows: the documented numbers, and polite guesses where none is published.

https://learn.microsoft.com/graph/throttling-limits ("Identity and access service limits", "Identity and access
reports", "Conditional Access", "Microsoft Teams", "Outlook"). Nothing is published for a person's authentication
methods and per-user MFA: there we begin gently and learn.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tenant.graph.call import Call


class Lane(StrEnum):
    """Calls that share a budget, and so stand in one queue."""

    DIRECTORY = "directory"
    STATES = "states"
    METHODS = "methods"
    REPORTS = "reports"
    SIGN_IN_ACTIVITY = "signInActivity"
    CONDITIONAL_ACCESS = "conditionalAccess"
    SECURITY = "security"
    EXCHANGE = "exchange"
    TEAMS = "teams"
    FEED = "feed"
    MAIL = "mail"
    MAILBOXES = "mailboxes"


@dataclass(frozen=True, slots=True)
class Allowance:
    """``units`` in any ``seconds``. Unpublished ones may grow up to ``ceiling`` while Microsoft does not object."""

    units: float
    seconds: float
    ceiling: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request takes: calls of its lane, resource units and writes of the application in the tenant."""

    lane: Lane
    calls: int = 1
    units: int = 1
    writes: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        """Both together; a batch has one lane, its first item's."""
        return Cost(self.lane, self.calls + other.calls, self.units + other.units, self.writes + other.writes)


#: Resource units of one application in one tenant, by the tenant's size: from the smallest, which is always right, to
#: the largest, while nothing is said against it.
RESOURCE_UNITS = Allowance(3_500, 10.0, 8_000)
WRITES = Allowance(3_000, 150.0, 3_000)
#: Calls, lane by lane; the directory is counted in resource units alone.
CALLS: Mapping[Lane, Allowance] = {
    Lane.STATES: Allowance(400, 10.0, 8_000),
    Lane.METHODS: Allowance(100, 10.0, 8_000),
    Lane.REPORTS: Allowance(5, 10.0, 5),
    Lane.SIGN_IN_ACTIVITY: Allowance(10, 60.0, 10),
    Lane.CONDITIONAL_ACCESS: Allowance(1, 1.0, 1),
    Lane.SECURITY: Allowance(150, 60.0, 150),
    Lane.EXCHANGE: Allowance(2, 0.0, 2),  # nothing is published: two under way at once
    Lane.TEAMS: Allowance(30, 1.0, 30),  # the catalogue's limit is not published: it is counted with installations
    Lane.FEED: Allowance(5, 1.0, 5),
    Lane.MAIL: Allowance(4, 0.0, 4),  # of one mailbox four at once; with those, 10,000 in ten minutes are never reached
    # 10,000 in ten minutes of one mailbox, and all of these are different ones: that is where we begin.
    Lane.MAILBOXES: Allowance(160, 10.0, 2_000),
}

_LANES: tuple[tuple[str, Lane], ...] = (
    (r"/[^/]+/InvokeCommand", Lane.EXCHANGE),
    (r"/identity/conditionalAccess", Lane.CONDITIONAL_ACCESS),
    (r"/security/", Lane.SECURITY),
    (r"/reports/|/auditLogs/", Lane.REPORTS),
    (r"/users/[^/]+/authentication/requirements", Lane.STATES),
    (r"/users/[^/]+/authentication/", Lane.METHODS),
    (r"/users/[^/]+/teamwork/sendActivityNotification", Lane.FEED),
    (r"/users/[^/]+/teamwork/|/appCatalogs/", Lane.TEAMS),
    (r"/users/[^/]+/sendMail", Lane.MAIL),
    (r"/users/[^/]+/mailboxSettings", Lane.MAILBOXES),
)
_UNITS: tuple[tuple[str, int], ...] = (
    (r"/groups/[^/]+/transitiveMembers", 5),
    (r"/groups/[^/]+/members", 3),
    (r"/users/[^/]+/checkMemberGroups", 4),
    (r"/users/[^/]+/(getMemberGroups|memberOf|transitiveMemberOf|licenseDetails)", 2),
    (r"/users(\?|$)", 2),
    (r"/subscribedSkus", 3),
    (r"/domains/[^/]+/domainNameReferences", 4),
)


def cost(call: Call) -> Cost:
    """What this call takes from which budget."""
    return Cost(_lane(call), units=_units(call), writes=1 if call.is_write else 0)


def _lane(call: Call) -> Lane:
    if "signInActivity" in (call.link or call.target):
        return Lane.SIGN_IN_ACTIVITY
    return next((lane for pattern, lane in _LANES if re.match(pattern, call.path)), Lane.DIRECTORY)


def _units(call: Call) -> int:
    base = next((units for pattern, units in _UNITS if re.match(pattern, call.path)), 1)
    options = dict(call.query)
    base -= "$select" in options
    base += "$expand" in options
    base -= int(options.get("$top", "100")) < 20
    return max(1, base)
