"""What a failed sign-in comes to: its code, and what the client and Microsoft's detail say besides."""

from actions.args.meanings import (
    APP_PASSWORD,
    DENIED,
    GUESSED,
    MUST_REGISTER,
    NOT_ANSWERED,
    OF_NUMBER,
    PASSWORD,
    PROMPTED,
    REPORTED,
    UNKNOWN,
    Meaning,
)
from actions.legacy.clients import LEGACY_CLIENTS
from tenant.model import SignIn

FRAUD = ("fraud", "suspicious")
DECLINED = ("declined", "denied; user")
SILENT = ("did not respond", "no response", "timed out", "timeout")


def meaning(row: SignIn) -> Meaning:
    """What this failure comes to, by its code, the client and Microsoft's detail. Pure."""
    found = OF_NUMBER.get(row.error or 0, UNKNOWN)
    if row.client in LEGACY_CLIENTS:
        if found in (MUST_REGISTER, PROMPTED, NOT_ANSWERED):
            return APP_PASSWORD
        return GUESSED if found is PASSWORD else found
    return _answered(row.detail or row.failure) if found is NOT_ANSWERED else found


def _answered(detail: str) -> Meaning:
    """500121 is told apart by its detail only: "MFA denied; user declined the authentication" and the like."""
    said = detail.casefold()
    if any(word in said for word in FRAUD):
        return REPORTED
    silent = any(word in said for word in SILENT)
    return DENIED if not silent and any(word in said for word in DECLINED) else NOT_ANSWERED
