"""A request's rows and a check's findings as lines of a file: everything that a card has no room for."""

from actions.spec import Finding, FindingState
from dialogs.words import name, phrase, plain
from engine import PlannedRow, RowState

LONG = 1_000  # characters of one cell
PLAN_HEAD = ("Row", "Name", "Address", "State", "From", "To", "Why", "To be known")
FOUND_HEAD = ("Name", "Address", "State", "What", "Evidence", "Mend with")
STATES = {
    RowState.TODO: "would change",
    RowState.DOING: "under way",
    RowState.DONE: "done",
    RowState.FAILED: "failed",
    RowState.SKIPPED: "skipped",
    RowState.UNKNOWN: "not verified",
    RowState.HELD: "left out",
}
FOUND = {
    FindingState.PASS: "OK",
    FindingState.FAIL: "To do",
    FindingState.NOT_APPLICABLE: "Does not apply",
    FindingState.COULD_NOT_READ: "Could not read",
}


def plan_row(row: PlannedRow) -> tuple[str, ...]:
    """One row of a plan or a run."""
    why = row.outcome or row.cannot or row.guard
    known = "; ".join(phrase(each) for each in row.warnings)
    return (
        str(row.n),
        name(row.subject.name, row.subject.upn),
        plain(row.subject.upn, most=LONG),
        STATES[row.state],
        plain(row.before or "", most=LONG),
        plain(row.after or "", most=LONG),
        phrase(why) if why is not None else "",
        plain(known, most=LONG),
    )


def found_row(each: Finding) -> tuple[str, ...]:
    """One finding."""
    subject = each.subject
    return (
        name(subject.name, subject.upn) if subject is not None else "",
        plain(subject.upn, most=LONG) if subject is not None else "",
        FOUND[each.state],
        phrase(each.title),
        plain("; ".join(phrase(reason) for reason in each.evidence), most=LONG),
        each.remedy or "",
    )
