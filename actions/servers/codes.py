"""Who could answer MFA through RADIUS. The one home of that predicate.

The NPS extension shows no number to match: people type a code, or answer a call
(https://learn.microsoft.com/entra/identity/authentication/how-to-mfa-number-match#nps-extension). A passkey or Windows
Hello alone cannot answer there.
"""

from collections.abc import Iterable

from tenant.model import Method, MethodKind, MethodPolicy, usable

WITH_A_CODE = frozenset(
    {MethodKind.AUTHENTICATOR, MethodKind.SOFTWARE_OATH, MethodKind.HARDWARE_OATH, MethodKind.PHONE}
)


def code_capable(user_id: str, methods: Iterable[Method], policy: MethodPolicy) -> tuple[Method, ...]:
    """The usable methods with which this person could answer through RADIUS."""
    return tuple(each for each in usable(user_id, methods, policy) if each.kind in WITH_A_CODE)
