"""Pieces that several request cards share."""

from collections.abc import Mapping, Sequence

from dialogs.reply import Button, Fact, Input, Section
from dialogs.views.material import NOT_READY, Material
from dialogs.words import count, label, name, people, phrase, plain, sentence
from engine import PlannedRow, Request, State, Verdict

REASON = Input(id="reason", label="Reason", placeholder="Why this is right, for approvers and for later", required=True)
WHY_NOT = Input(id="reason", label="Reason (needed to reject)", placeholder="Why not, in a few words")
STATE_WORDS = {
    State.ASKED: "being planned",
    State.PLANNED: "planned, not submitted",
    State.WAITING: "waiting for approval",
    State.APPROVED: "approved, about to start",
    State.STALE: "out of date",
}


def state_words(state: State) -> str:
    """Where a request stands, for people."""
    return STATE_WORDS.get(state, state.value)


def title(request: Request) -> str:
    """``Request 1: mfa enable group:"MFA Users"``."""
    return f"Request {request.number}: {plain(request.said, most=120)}"


def short_digest(digest: str) -> str:
    """The first twelve characters in groups of four: enough to compare by eye."""
    return " ".join(digest[start : start + 4] for start in range(0, min(12, len(digest)), 4))


def by_why(counts: Mapping[str, int], *, leave_out: Sequence[str] = ()) -> str:
    """``60 per-user MFA, 25 covered by Conditional Access``, the largest first."""
    kept = [(code, number) for code, number in counts.items() if number and code not in leave_out]
    return ", ".join(f"{number:,} {label(code)}" for code, number in sorted(kept, key=lambda each: (-each[1], each[0])))


def plan_facts(material: Material) -> tuple[Fact, ...]:
    """What the plan would do, in numbers."""
    counts = material.request.counts
    not_ready = counts.held_why.get(NOT_READY, 0)
    spared = counts.held - not_ready
    undone = material.request.undo_of
    facts = [Fact("Reverses", f"what request {undone} did")] if undone is not None else []
    facts.append(Fact("Would change", people(counts.runnable)))
    if counts.already:
        facts.append(Fact("Already so", _with_why(counts.already, by_why(counts.already_why))))
    if spared:
        facts.append(Fact("Guarded", _with_why(spared, by_why(counts.held_why, leave_out=(NOT_READY,)))))
    if not_ready:
        facts.append(Fact("Not ready", f"{people(not_ready)} without a usable sign-in method"))
    if counts.released:
        facts.append(Fact("Included", f"{people(counts.released)} whom a guard would have spared"))
    return tuple(facts)


def plan_sections(material: Material) -> tuple[Section, ...]:
    """The first rows of each kind."""
    counts = material.request.counts
    not_ready = counts.held_why.get(NOT_READY, 0)
    cannot = material.cannot_seen
    tables = (
        _changes(material, counts.runnable),
        _spared(material, "Guarded: left out", material.guarded, counts.held - not_ready - cannot),
        _spared(material, "Not ready: left out", material.not_ready, not_ready),
        _spared(material, "Cannot be done", material.cannot, cannot),
    )
    return tuple(table for table in tables if table is not None)


def approvals(material: Material) -> str:
    """``0 of 2``, and by whom."""
    names = [name(each.approver.name) for each in material.decisions if each.verdict is Verdict.APPROVE]
    by = f" ({', '.join(names)})" if names else ""
    return f"{len(names)} of {material.request.quorum}{by}"


def warnings(material: Material) -> tuple[str, ...]:
    """What everybody must have read before they say yes."""
    released = material.request.counts.released
    said = {_with_stop(sentence(each)) for row in material.changing for each in row.warnings}
    named = [
        _with_stop(f"{name(row.subject.name)} is included although guarded: {phrase(row.guard)}")
        for row in material.changing
        if row.released and row.guard is not None
    ][:3]
    more = [f"{people(released)} whom a guard would spare are taken in."] if released > len(named) else []
    return (*more, *named, *sorted(said))


def button(title_: str, verb: str, material: Material, *, with_inputs: bool = False, primary: bool = False) -> Button:
    """A button about this request and this plan."""
    return Button(title_, verb, material.data, with_inputs=with_inputs, primary=primary)


def row_more(material: Material, shown: Sequence[PlannedRow], total: int) -> str:
    """How many are not shown, and how to see them."""
    rest = total - len(shown)
    if rest <= 0 or not shown:
        return ""
    return f"and {rest:,} more: request show {material.request.number} after:{shown[-1].n}"


def subject(row: PlannedRow) -> tuple[str, str]:
    """Name and address."""
    return name(row.subject.name, row.subject.upn), plain(row.subject.upn)


def from_to(row: PlannedRow) -> str:
    """``disabled → enabled``."""
    return f"{plain(row.before or 'nothing')} → {plain(row.after or 'nothing')}"


def _changes(material: Material, total: int) -> Section | None:
    if not material.changing:
        return None
    rows = tuple((*subject(row), from_to(row)) for row in material.changing)
    more = row_more(material, material.changing, total - material.start)
    return Section("Would change", ("Who", "Address", "From → to"), rows, more)


def _spared(material: Material, title_: str, rows: Sequence[PlannedRow], total: int) -> Section | None:
    if not rows:
        return None
    shown = tuple((*subject(row), _why(row)) for row in rows)
    return Section(title_, ("Who", "Address", "Why"), shown, row_more(material, rows, total))


def _why(row: PlannedRow) -> str:
    reason = row.cannot or row.guard
    return phrase(reason) if reason is not None else ""


def _with_why(number: int, why: str) -> str:
    return f"{people(number)} ({why})" if why else people(number)


def _with_stop(text: str) -> str:
    return text if text.endswith(".") else f"{text[:1].upper()}{text[1:]}."


def outcome_counts(request: Request) -> str:
    """``12 done, 1 failed``."""
    counts = request.counts
    kinds = (
        (counts.done, "done"),
        (counts.failed, "failed"),
        (counts.skipped, "skipped"),
        (counts.unknown, "not verified"),
    )
    return ", ".join(f"{number:,} {word}" for number, word in kinds if number) or count(0, "row")
