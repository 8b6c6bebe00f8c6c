"""What counts as a legacy client, and what a sign-in with one that did not succeed proves.

https://learn.microsoft.com/graph/api/resources/signin (``clientAppUsed``) and
https://learn.microsoft.com/entra/identity/conditional-access/policy-block-legacy-authentication.
"""

from datetime import timedelta

from tenant.model import SignIn

LOG_REACHES = timedelta(days=30)  # with Entra ID P1
#: Every value of ``clientAppUsed`` that is none of the two modern ones, today's spellings and older ones.
LEGACY_CLIENTS = frozenset({
    "Authenticated SMTP", "AutoDiscover", "Exchange ActiveSync", "Exchange Online PowerShell", "Exchange Web Services",
    "IMAP", "IMAP4", "MAPI Over HTTP", "Offline Address Book", "Other clients", "Outlook Anywhere (RPC over HTTP)",
    "Outlook Service", "POP", "POP3", "Reporting Web Services", "SMTP",
})  # fmt: skip
SMTP_CLIENTS = frozenset({"Authenticated SMTP", "SMTP"})
#: Codes of sign-ins in which the password was right, and something else stood in the way: Conditional Access and MFA
#: come after the password (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
PASSWORD_WAS_RIGHT = frozenset({
    50055, 50072, 50074, 50076, 50079, 50097, 50105, 50131, 50144, 50158, 53000, 53001, 53002, 53003, 53004, 53011,
    500121, 530032, 530035,
})  # fmt: skip


def was_stopped(row: SignIn) -> bool:
    """Did it fail although the password was right? Then it is somebody's own old client, or the password is known."""
    return not row.succeeded and row.error in PASSWORD_WAS_RIGHT
