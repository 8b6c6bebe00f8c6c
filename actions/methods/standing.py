"""How a person stands with their methods: none, one that does nothing, weak ones, one only, or enough. The only home
of these predicates.

A phone alone is weak: text messages and calls are restricted by NIST SP 800-63B. One method alone is gone with the
telephone it lives on. What was set for somebody proves nothing until they have used it.
"""

from collections.abc import Collection, Sequence

from actions.mfa import families
from actions.mfa.facts import own_usable
from tenant.model import Method, MethodKind, MethodPolicy, Registration, usable

NONE = "methods-none"
NOT_CAPABLE = "methods-not-capable"
SET_ONLY = "methods-set-only"
WEAK_ONLY = "methods-weak-only"
ONE_ONLY = "methods-one-only"
GOOD = "methods-enough"
ENOUGH = 2


def standing(user_id: str, methods: Sequence[Method], policy: MethodPolicy) -> str:
    """One of the codes above, the gravest that is true, from the person's own list."""
    if not any(each.is_second_factor for each in methods):
        return NONE
    own = own_usable(user_id, methods, policy)
    if not own:
        return SET_ONLY if usable(user_id, methods, policy) else NOT_CAPABLE
    return _of(len(own), weak=is_weak(own))


def reported(row: Registration, *, set_for_them: bool) -> str:
    """The same, from the registration report, which tells kinds and not how many there are of each. ``set_for_them``:
    Muster wrote a phone for them that nobody has used.
    """
    found = families.of_report(row.methods)
    if not found:
        return NONE
    if not row.capable:
        return NOT_CAPABLE
    weak = set(found) <= {families.PHONE}
    return SET_ONLY if weak and set_for_them else _of(len(found), weak=weak)


def is_weak(methods: Collection[Method]) -> bool:
    """Only telephones?"""
    return all(each.kind is MethodKind.PHONE for each in methods)


def _of(number: int, *, weak: bool) -> str:
    if weak:
        return WEAK_ONLY
    return ONE_ONLY if number < ENOUGH else GOOD
