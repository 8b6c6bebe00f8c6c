"""What Microsoft's sign-in errors mean to people who roll out MFA, and what helps. The one home of that judgement.

Codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes, which warns that they may change; so
one that is not here is shown with Microsoft's own words. ``AppPasswordRequired`` (HTTP 456) is what Exchange Online
says to a client that can only send a password; 0x52e is Windows' ``ERROR_LOGON_FAILURE``
(https://learn.microsoft.com/windows/win32/debug/system-error-codes--1300-1699-).
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What an error comes to. ``code``: its sentence; ``do``: the sentence with what helps; ``remedy``: the command
    that does it, with ``{upn}`` for the person; ``guide``: the topic that explains it at length.

    ``passing``: a step on the way in (a prompt that is about to be answered), no failure where a success follows.
    ``theirs``: False where it was not the person who tried.
    """

    code: str
    do: str
    remedy: str = ""
    guide: str = ""
    passing: bool = False
    theirs: bool = True


MUST_REGISTER = Meaning(
    code="must-register", do="must-register-do", remedy="remind {upn}", guide="authenticator", passing=True
)
PROMPTED = Meaning(
    code="mfa-prompted", do="mfa-prompted-do", remedy="mfa status {upn}", guide="new-phone", passing=True
)
NOT_ANSWERED = Meaning(code="mfa-not-passed", do="mfa-not-passed-do", remedy="mfa status {upn}", guide="new-phone")
DENIED = Meaning(code="mfa-denied", do="mfa-denied-do", guide="unexpected-prompt")
REPORTED = Meaning(code="mfa-reported-fraud", do="mfa-reported-fraud-do", guide="unexpected-prompt")
ELSEWHERE = Meaning(code="mfa-elsewhere", do="mfa-elsewhere-do", passing=True)
APP_PASSWORD = Meaning(code="app-password-required", do="app-password-required-do", guide="old-programs")
BLOCKED = Meaning(code="blocked-by-access-policy", do="blocked-by-access-policy-do")
DEFAULTS = Meaning(code="blocked-by-defaults", do="blocked-by-defaults-do", guide="old-programs")
DEVICE = Meaning(code="device-not-accepted", do="device-not-accepted-do")
APPROVED_APP = Meaning(code="app-not-approved", do="app-not-approved-do")
RISK = Meaning(code="blocked-by-risk", do="blocked-by-risk-do")
REGISTER_ELSEWHERE = Meaning(code="register-elsewhere", do="register-elsewhere-do", guide="pass")
PASSWORD = Meaning(code="wrong-password", do="wrong-password-do")
GUESSED = Meaning(code="password-guessed", do="password-guessed-do", remedy="legacy block", theirs=False)
EXPIRED = Meaning(code="password-expired", do="password-expired-do")
LOCKED = Meaning(code="locked-out", do="locked-out-do")
DISABLED = Meaning(code="account-disabled", do="account-disabled-do")
UNKNOWN_ACCOUNT = Meaning(code="no-such-account", do="no-such-account-do")
CONSENT = Meaning(code="consent-missing", do="consent-missing-do")
NOT_ASSIGNED = Meaning(code="not-assigned", do="not-assigned-do")
SESSION_OVER = Meaning(code="session-over", do="session-over-do", passing=True)
USUAL = Meaning(code="usual-step", do="usual-step-do", passing=True)
RESET_INFO = Meaning(code="reset-info-asked", do="reset-info-asked-do", guide="authenticator", passing=True)
TOO_MANY_CALLS = Meaning(code="too-many-calls", do="too-many-calls-do")
FEDERATION = Meaning(code="federation-failed", do="federation-failed-do", remedy="domains check")
GUEST = Meaning(code="account-elsewhere", do="account-elsewhere-do")
BAD_SECRET = Meaning(code="program-secret", do="program-secret-do")
WINDOWS = Meaning(code="windows-logon-failure", do="windows-logon-failure-do", guide="old-programs")
SMTP_OFF = Meaning(code="smtp-refused", do="smtp-refused-do", guide="old-programs")
UNKNOWN = Meaning(code="unknown-error", do="unknown-error-do")

OF_NUMBER = MappingProxyType(
    {
        **dict.fromkeys((50072, 50079, 53004), MUST_REGISTER),
        **dict.fromkeys((50074, 50076, 50078), PROMPTED),
        500121: NOT_ANSWERED,
        **dict.fromkeys((50158, 50161, 50170), ELSEWHERE),
        **dict.fromkeys((53003, 50131, 50005, 530032), BLOCKED),
        530035: DEFAULTS,
        **dict.fromkeys((53000, 53001, 50097, 50129, 50155), DEVICE),
        **dict.fromkeys((53002, 50127), APPROVED_APP),
        **dict.fromkeys((53011, 50135), RISK),
        53010: REGISTER_ELSEWHERE,
        **dict.fromkeys((50126, 50056, 50064), PASSWORD),
        **dict.fromkeys((50055, 50144), EXPIRED),
        50053: LOCKED,
        50057: DISABLED,
        **dict.fromkeys((50034, 51004, 50059, 50128), UNKNOWN_ACCOUNT),
        **dict.fromkeys((65001, 65004, 90094), CONSENT),
        50105: NOT_ASSIGNED,
        **dict.fromkeys((50173, 50132, 50133, 50089, 700082, 70043, 70044, 70008), SESSION_OVER),
        **dict.fromkeys((50058, 50140, 50168, 50199, 16000, 16001, 51006), USUAL),
        50125: RESET_INFO,
        50088: TOO_MANY_CALLS,
        **dict.fromkeys((20001, 20012, 20033, 40008, 40009, 40010, 40015, 50008, 50107), FEDERATION),
        **dict.fromkeys((50020, 50014, 500212, 500213), GUEST),
        **dict.fromkeys((7000215, 7000222, 700027), BAD_SECRET),
    }
)
"""By AADSTS number."""

OF_OTHERS = MappingProxyType({"HTTP 456": APP_PASSWORD, "0x52e": WINDOWS, "0xc000006d": WINDOWS, "SMTP 535": SMTP_OFF})
"""By what else people see: of Exchange Online, of Windows, of a scanner."""
