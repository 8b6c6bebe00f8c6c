"""One aspect of one account: good, to be mended, or not to be seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.spec import FindingState, Reason

_GRAVEST = (FindingState.FAIL, FindingState.COULD_NOT_READ, FindingState.PASS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one aspect. NOT_APPLICABLE: Microsoft does not tell, and nothing is wrong for that."""

    state: FindingState
    evidence: tuple[Reason, ...]


def good(code: str, **facts: str) -> Verdict:
    """As it should be."""
    return Verdict(FindingState.PASS, (Reason(code, facts),))


def bad(code: str, **facts: str) -> Verdict:
    """To be mended."""
    return Verdict(FindingState.FAIL, (Reason(code, facts),))


def untold(code: str) -> Verdict:
    """Microsoft does not say."""
    return Verdict(FindingState.NOT_APPLICABLE, (Reason(code),))


def gravest(verdicts: Sequence[Verdict]) -> FindingState:
    """One thing to mend is enough; what could not be read never passes."""
    states = {each.state for each in verdicts}
    return next((state for state in _GRAVEST if state in states), FindingState.PASS)


def in_order(verdicts: Sequence[Verdict]) -> tuple[Reason, ...]:
    """What is to be mended, then what could not be read, then what is not told; and what is good, where nothing is to
    be mended.
    """
    order: tuple[FindingState, ...] = (FindingState.FAIL, FindingState.COULD_NOT_READ, FindingState.NOT_APPLICABLE)
    if gravest(verdicts) is not FindingState.FAIL:
        order = (*order, FindingState.PASS)
    return tuple(reason for state in order for each in verdicts if each.state is state for reason in each.evidence)
