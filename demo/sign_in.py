"""The sign-in log: what Entra writes down of each sign-in, and for how long it shows it.

Microsoft's names: https://learn.microsoft.com/graph/api/resources/signin?view=graph-rest-beta
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import takewhile

RETENTION = timedelta(days=30)
"""Entra ID P1 and P2: https://learn.microsoft.com/entra/identity/monitoring-health/reference-reports-data-retention"""

PASSWORD = "Password"
PREVIOUSLY = "Previously satisfied"
"""No method was used now: the token still says that one was, once."""

METHODS = {
    "microsoftAuthenticator": "Mobile app notification",
    "phone": "Text message",
    "softwareOath": "OATH verification code",
    "fido2": "FIDO2 security key",
    "windowsHelloForBusiness": "Windows Hello for Business",
    "temporaryAccessPass": "Temporary Access Pass",
}
"""How the log's ``authenticationMethod`` calls the use of a method of each kind."""
PASSWORDLESS = frozenset({METHODS["fido2"], METHODS["windowsHelloForBusiness"]})
"""Used instead of a password, not beside it."""

BROWSER = "Browser"
SMTP = "Authenticated SMTP"
IMAP = "IMAP4"
MODERN = frozenset({BROWSER, "Mobile Apps and Desktop clients"})
"""The values of ``clientAppUsed`` that are not legacy authentication."""

WRONG_PASSWORD, MUST_ENROL, MUST_ANSWER, FACTOR_FAILED, BLOCKED = 50126, 50072, 50074, 500121, 53003
MUST_ANSWER_HERE, MUST_ENROL_HERE, LOCKED, NOT_CONSENTED = 50076, 50079, 50053, 65001
ASKED = frozenset({MUST_ENROL, MUST_ANSWER, MUST_ANSWER_HERE, MUST_ENROL_HERE, FACTOR_FAILED})
"""Failures of sign-ins for which MFA was required."""
REASONS = {
    0: "Other.",
    WRONG_PASSWORD: "Error validating credentials due to invalid username or password.",
    MUST_ENROL: "User needs to enroll for second factor authentication (interactive).",
    MUST_ANSWER: "Strong Authentication is required.",
    FACTOR_FAILED: "Authentication failed during strong authentication request.",
    BLOCKED: "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    MUST_ANSWER_HERE: "Due to a configuration change made by your administrator, or because you moved to a new "
    "location, you must use multi-factor authentication to access the resource.",
    MUST_ENROL_HERE: "Due to a configuration change made by your administrator, or because you moved to a new "
    "location, you must enroll in multi-factor authentication to access the resource.",
    LOCKED: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
    NOT_CONSENTED: "The user or administrator has not consented to use the application. Send an interactive "
    "authorization request for this user and resource.",
}
"""https://learn.microsoft.com/entra/identity-platform/reference-error-codes"""
DETAILS = {
    MUST_ANSWER: "MFA required in Azure AD",
    MUST_ANSWER_HERE: "MFA required in Azure AD",
    FACTOR_FAILED: "MFA denied; user declined the authentication",
}
"""``additionalDetails`` beside the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One row. ``method``: what was used beside or instead of the password, empty for the password alone."""

    at: datetime
    number: int
    person: str
    client: str = BROWSER
    method: str = ""
    detail: str = ""
    error: int = 0
    interactive: bool = True
    address: str = "203.0.113.17"
    country: str = "DE"
    app: str = ""
    device: str = ""
    applied: tuple[tuple[str, str], ...] = ()
    """Names of Conditional Access policies, and the result of each."""

    @property
    def key(self) -> str:
        """The row's place in the log, as a page token carries it: sorts as rows do."""
        return f"{self.at.timestamp():017.6f}/{self.number:09d}"


class SignInLog:
    """The log of one tenant."""

    def __init__(self) -> None:
        """Start empty."""
        self._all: list[SignIn] = []
        self._of: dict[str, list[SignIn]] = defaultdict(list)
        self._sorted = True

    def add(self, at: datetime, person: str, **more: str | int | bool | tuple[tuple[str, str], ...]) -> SignIn:
        """Write one row; ``more`` are fields of `SignIn`. Rows may come out of order."""
        row = SignIn(at=at.replace(microsecond=0), number=len(self._all) + 1, person=person, **more)  # type: ignore[arg-type] # by name
        self._all.append(row)
        self._of[person].append(row)
        self._sorted = False
        return row

    def newest_first(self, since: datetime, people: frozenset[str] | None = None) -> Iterator[SignIn]:
        """The rows of everybody, or of these people, that are not older than ``since``."""
        self._sort()
        lists = [self._all] if people is None else [self._of[person] for person in people if person in self._of]
        rows = merge(*map(reversed, lists), key=_place, reverse=True)
        return takewhile(lambda row: row.at >= since, rows)

    def _sort(self) -> None:
        if not self._sorted:
            for rows in (self._all, *self._of.values()):
                rows.sort(key=_place)
            self._sorted = True


def _place(row: SignIn) -> tuple[datetime, int]:
    return row.at, row.number
