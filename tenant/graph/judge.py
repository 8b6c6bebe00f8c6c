"""What an answer means: status first, then Microsoft's code, the message last. The one place that reads a status.

https://learn.microsoft.com/graph/errors and https://learn.microsoft.com/graph/throttling.
"""

import re

from tenant.graph.call import Answer, Call
from tenant.graph.permissions import permission
from tenant.graph.wire import part, text
from tenant.trouble import (
    Conflict,
    Forbidden,
    LostAnswer,
    NotFound,
    Protected,
    Refused,
    SignInFailed,
    Throttled,
    Trouble,
    Unavailable,
    Unlicensed,
)

# Texts and codes that Entra uses where a product is not bought; the status differs from service to service.
_UNLICENSED = re.compile(
    r"premium license|NonPremiumTenant|AadPremiumLicenseRequired|tenant needs to have .{0,60}license"
    r"|not applicable to target tenant",
    re.IGNORECASE,
)
_ENTRA_P2 = re.compile(r"\bP2\b|governance", re.IGNORECASE)
# https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management
_RESTRICTED = re.compile(r"restricted management", re.IGNORECASE)

#: What a refusal is about, where only Microsoft's message tells: `Refused.detail` in place of its code.
SECURITY_DEFAULTS_ON = "security-defaults-on"
DEFAULT_METHOD = "default-method"
ALREADY_THERE = "already-there"
LOCATION_UNKNOWN = "location-unknown"
_MESSAGES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (r"POST|PATCH", re.compile(r"security defaults", re.IGNORECASE), SECURITY_DEFAULTS_ON),
    (r"DELETE", re.compile(r"\bdefault\b", re.IGNORECASE), DEFAULT_METHOD),
    (r"POST|PATCH", re.compile(r"object references already exist", re.IGNORECASE), ALREADY_THERE),
    (r"POST|PATCH", re.compile(r"\b1040\b"), LOCATION_UNKNOWN),
)


def judge(call: Call, answer: Answer) -> Trouble | None:
    """None: it went well. Else what went wrong, with Microsoft's request id."""
    if 200 <= answer.status < 300:
        return None
    error = part(answer.body, "error")
    code, message = text(error, "code"), text(error, "message")
    request_id = _request_id(answer)
    if answer.status in (400, 401, 403) and _UNLICENSED.search(f"{code} {message}"):
        needs = "Entra ID P2" if _ENTRA_P2.search(message) else "Entra ID P1"
        return Unlicensed(code, needs=needs, request_id=request_id)
    if answer.status == 403:
        return _forbidden(call, code, message, request_id)
    if answer.status == 400 and (detail := _about(call, f"{code} {message}")):
        return Refused(code, status=400, detail=detail, request_id=request_id)
    return _by_status(call, answer, code, request_id)


def _about(call: Call, said: str) -> str:
    """One of the words above, or an empty one."""
    return next((word for how, what, word in _MESSAGES if re.fullmatch(how, call.method) and what.search(said)), "")


def _forbidden(call: Call, code: str, message: str, request_id: str) -> Trouble:
    if _RESTRICTED.search(message):
        return Protected(code, request_id=request_id)
    return Forbidden(code, scope=permission(call.target, write=call.is_write), request_id=request_id)


def _by_status(call: Call, answer: Answer, code: str, request_id: str) -> Trouble:
    wait = retry_after(answer)
    match answer.status:
        case 401:
            return SignInFailed(code, detail=code)
        case 404 | 410:
            return NotFound(code, request_id=request_id)
        case 409 | 412:
            return Conflict(code, request_id=request_id)
        case 429:
            return Throttled(code, retry_after=wait, request_id=request_id)
        case status if status >= 500 and status != 501:
            failed = LostAnswer if call.is_write and status != 503 else Unavailable  # 503: turned away at the gate
            return failed(f"{status} {code}", retry_after=wait, request_id=request_id)
        case status:
            return Refused(code, status=status, detail=code, request_id=request_id)


def retry_after(answer: Answer) -> float | None:
    """Seconds that Microsoft asks to wait; None where it does not say (Conditional Access never does)."""
    try:
        return max(0.0, float(answer.headers["retry-after"]))
    except (KeyError, ValueError):
        return None


def _request_id(answer: Answer) -> str:
    inner = part(part(answer.body, "error"), "innerError")
    return answer.headers.get("request-id") or text(inner, "request-id")
