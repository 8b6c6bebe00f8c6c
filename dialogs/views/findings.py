"""What a check found. "Could not read" never looks like anything else."""

from collections import Counter
from collections.abc import Sequence

from actions.spec import Check, Finding, FindingState
from dialogs.reply import Fact, Findings, Section, Tone
from dialogs.words import name, phrase, plain

SHOWN = 20
WORDS = {
    FindingState.PASS: "OK",
    FindingState.FAIL: "To do",
    FindingState.NOT_APPLICABLE: "Does not apply",
    FindingState.COULD_NOT_READ: "Could not read",
}
ORDER = (FindingState.FAIL, FindingState.COULD_NOT_READ, FindingState.PASS, FindingState.NOT_APPLICABLE)


def findings(check: type[Check], found: Sequence[Finding], *, said: str, mends: bool = True) -> Findings:
    """A table, worst first, with the evidence; and the commands that mend it, for those who may (``mends``)."""
    ordered = sorted(found, key=lambda each: ORDER.index(each.state))
    remedies = tuple(dict.fromkeys(each.remedy for each in ordered if mends and each.remedy))
    unread = sum(each.state is FindingState.COULD_NOT_READ for each in found)
    return Findings(
        title=plain(said, most=120),
        facts=_facts(found),
        sections=(_section(ordered),) if ordered else (),
        warnings=(f'{unread} could not be read: that is not the same as "nothing there".',) if unread else (),
        next=(*remedies[:3], f"help {check.name}"),
        tone=_tone(found),
    )


def _facts(found: Sequence[Finding]) -> tuple[Fact, ...]:
    numbers = Counter(each.state for each in found)
    return tuple(Fact(WORDS[state], f"{numbers[state]:,}") for state in ORDER if numbers[state])


def _tone(found: Sequence[Finding]) -> Tone:
    states = {each.state for each in found}
    if states & {FindingState.FAIL, FindingState.COULD_NOT_READ}:
        return Tone.WARNING
    return Tone.GOOD if states else Tone.NEUTRAL


def _section(ordered: Sequence[Finding]) -> Section:
    rows = tuple((_who(each), WORDS[each.state], phrase(each.title), _evidence(each)) for each in ordered[:SHOWN])
    rest = len(ordered) - len(rows)
    more = f"and {rest:,} more: name fewer people to see them" if rest else ""
    return Section("Found", ("Who", "State", "What", "Evidence"), rows, more)


def _who(each: Finding) -> str:
    if each.subject is None:
        return ""
    upn = plain(each.subject.upn)
    return f"{name(each.subject.name, upn)} ({upn})" if upn else name(each.subject.name)


def _evidence(each: Finding) -> str:
    return plain("; ".join(phrase(reason) for reason in each.evidence), most=300)
