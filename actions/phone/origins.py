"""Whose a number is that goes or comes back: what was set for somebody counts nowhere as done, what was theirs does.

A row notes what cannot be seen any more once it is done. A phone that goes and had been set for them is noted as
``was-set``; one that is written and has been theirs, as ``theirs-again``. All other phones that go were theirs, and all
others that are written are set for them.
"""

from collections.abc import Collection, Iterator

from actions.phone.value import Value
from actions.spec import Change, Reason
from tenant.model import PhoneType, same_number

WAS_SET, THEIRS_AGAIN = "was-set", "theirs-again"


def was_set(kinds: Collection[PhoneType]) -> Iterator[Reason]:
    """Of phones that go: nobody has used these yet."""
    return (Reason(WAS_SET, {"type": kind.value}) for kind in PhoneType if kind in kinds)


def theirs_again(kinds: Collection[PhoneType]) -> Iterator[Reason]:
    """Of phones that are written: these are the person's own."""
    return (Reason(THEIRS_AGAIN, {"type": kind.value}) for kind in PhoneType if kind in kinds)


def is_theirs(change: Change, kind: PhoneType) -> bool:
    """Is the phone that this row writes the person's own?"""
    return kind in _noted(change, THEIRS_AGAIN)


def turned(change: Change) -> Change:
    """The other way round: what was theirs is theirs again, and what had been set for them is only set for them."""
    before, after = Value.parse(change.before).phones, Value.parse(change.after).phones
    differ = [kind for kind in PhoneType if not same_number(before.get(kind), after.get(kind))]
    back = {kind for kind in differ if kind in before} - _noted(change, WAS_SET)
    gone = {kind for kind in differ if kind in after} - _noted(change, THEIRS_AGAIN)
    notes = (*was_set(gone), *theirs_again(back))
    return Change(subject=change.subject, before=change.after, after=change.before, warnings=notes)


def registers(change: Change) -> bool:
    """Does the row write a number that is none of this person's phones yet? What only moves up is."""
    known = Value.parse(change.before).phones.values()
    wanted = Value.parse(change.after).phones.values()
    return any(not any(same_number(number, each) for each in known) for number in wanted)


def _noted(change: Change, code: str) -> set[PhoneType]:
    return {PhoneType(each.facts["type"]) for each in change.warnings if each.code == code}
