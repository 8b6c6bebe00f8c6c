"""Pieces that several request cards share."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from actions.spec import Reason
from dialogs.reply import Button, Fact, Input, Section
from dialogs.views import enrolment
from dialogs.views.material import GUARDS, NOT_READY, PAGE, Material
from dialogs.views.offers import FILE, ROWS
from dialogs.words import (
    count,
    counted,
    day,
    headcount,
    is_doubt,
    is_named,
    label,
    name,
    phrase,
    plain,
    sentence,
    source,
)
from engine import PlannedRow, Request, Rule, State, Verdict

REASON = Input(id="reason", label="Reason", placeholder="Why this is right, for approvers and for later", required=True)
SOURCE = "number-source"  # the warning that says where a number comes from: a column of its own
WHY_NOT = Input(id="reason", label="Reason (needed to reject)", placeholder="Why not, in a few words")
MOST_NAMED = 4  # things that one warning says in several ways
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
    """What the plan would do, in numbers: every row is in one of them."""
    counts = material.request.counts
    guarded = material.held(GUARDS - {NOT_READY})
    left = {code: number for code, number in counts.held_why.items() if code not in GUARDS}
    not_ready = counts.held_why.get(NOT_READY, 0)
    undone = material.request.undo_of
    facts = [Fact("Reverses", f"what request {undone} did")] if undone is not None else []
    facts.append(Fact("Would change", enrolment.people(material, counts.runnable)))
    if counts.already:
        facts.append(Fact("Already so", _with_why(material, counts.already, by_why(counts.already_why))))
    if guarded:
        facts.append(Fact("Guarded", _with_why(material, sum(guarded.values()), by_why(guarded))))
    if not_ready:
        facts.append(Fact("Not ready", f"{headcount(not_ready)} without a usable sign-in method"))
    if left:
        facts.append(Fact("Left out", _with_why(material, sum(left.values()), by_why(left))))
    if counts.released:
        facts.append(Fact("Included", f"{headcount(counts.released)} whom a guard would have spared"))
    return tuple(facts)


def plan_sections(material: Material) -> tuple[Section, ...]:
    """The first rows of each kind."""
    counts = material.request.counts
    not_ready = counts.held_why.get(NOT_READY, 0)
    tables = (
        enrolment.readiness(material),
        _changes(material, counts.runnable),
        _spared(material, "Guarded: left out", material.guarded, sum(material.held(GUARDS).values()) - not_ready),
        _spared(material, "Not ready: left out", material.not_ready, not_ready),
        left_out(material),
    )
    return tuple(table for table in tables if table is not None)


def left_out(material: Material) -> Section | None:
    """The first rows that cannot be done, and why."""
    total = material.request.counts.held - sum(material.held(GUARDS).values())
    return _spared(material, "Left out", material.cannot, total)


def notes(material: Material) -> tuple[str, ...]:
    """What everybody must know who looks at the plan, and what goes with its rows, counted over all of them.

    Not on the pages of a long plan: they are for the rows.
    """
    if material.start:
        return ()
    said = [sentence(_dated(each, material)) for each in material.notes]
    warned = material.request.counts.warned_why
    told = {code: number for code, number in warned.items() if not is_doubt(code) and _is_counted(code)}
    known = {code: number for code, number in told.items() if not code.startswith(enrolment.STANDS)}
    return (*map(_with_stop, said), *_counts(material, known))


def approvals(material: Material) -> str:
    """``0 of 2``, and by whom. What somebody calls not theirs needs nobody else."""
    request = material.request
    if request.rule is not None:
        return _by_rule(request)
    names = [name(each.approver.name) for each in material.decisions if each.verdict is Verdict.APPROVE]
    by = f" ({', '.join(names)})" if names else ""
    return f"{len(names)} of {material.request.quorum}{by}"


def _by_rule(request: Request) -> str:
    """Nobody was asked, because somebody had said yes beforehand, or it is theirs to say."""
    match request.rule:
        case Rule.ALLOWANCE:
            return f"a standing approval of {request.reason or 'a watch'}"
        case Rule.END:
            return f"the yes to request {request.undo_of}, which had this end"
        case _:
            return "the person's own word"


def warnings(material: Material) -> tuple[str, ...]:
    """What everybody must have read before they say yes. Doubts are counted over all rows, shown or not."""
    released = material.request.counts.released
    named = [
        _with_stop(f"{name(row.subject.name)} is included although guarded: {phrase(row.guard)}")
        for row in material.changing
        if row.released and row.guard is not None
    ][:3]
    more = [f"{headcount(released)} whom a guard would spare are taken in."] if released > len(named) else []
    warned = material.request.counts.warned_why
    doubts = _counts(material, {code: number for code, number in warned.items() if is_doubt(code)})
    return (*more, *named, *doubts, *_said_once(material))


def _said_once(material: Material) -> tuple[str, ...]:
    """Warnings that are about the whole plan although they stand at its rows: each said once, also where the row that
    has it is not among the first.
    """
    found = [each for row in material.changing for each in row.warnings]
    seen = {_with_stop(sentence(each)) for each in found if not _is_counted(each.code)}
    shown = {each.code for each in found}
    warned = material.request.counts.warned_why.items()
    hidden = {code: number for code, number in warned if code not in shown and not _is_counted(code)}
    said = {_with_stop(f"{material.counted(number)}: {phrase(Reason(code))}") for code, number in hidden.items()}
    return tuple(sorted(seen | said))


def _is_counted(code: str) -> bool:
    return is_doubt(code) or counted(code) is not None


def _counts(material: Material, warned: Mapping[str, int]) -> tuple[str, ...]:
    """``12 people: registered but not capable``, the most first."""
    ordered = sorted(warned.items(), key=lambda each: (-each[1], each[0]))
    return tuple(line for code, number in ordered if counted(code) for line in _count(material, code, number))


def _count(material: Material, code: str, number: int) -> tuple[str, ...]:
    """One line; or one for each of the first few things that a warning says, and one for all others."""
    named = [(each.rows, each.said) for each in material.named if each.code == code][:MOST_NAMED]
    rest = number - sum(rows for rows, _ in named)
    others = f"{counted(code)} (each row says which)" if is_named(code) else f"{counted(code)}"
    lines = [*named, (rest, others)] if rest > 0 else named
    return tuple(_with_stop(f"{material.counted(rows)}: {said}") for rows, said in lines)


def button(title_: str, verb: str, material: Material, *, with_inputs: bool = False, primary: bool = False) -> Button:
    """A button about this request and this plan."""
    return Button(title_, verb, material.data, with_inputs=with_inputs, primary=primary)


def as_file(material: Material) -> tuple[Button, ...]:
    """Where there are more rows than a card shows well: all of them as a file."""
    counts = material.request.counts
    many = counts.runnable + counts.held > PAGE
    return (Button("All rows as CSV", FILE, {ROWS: str(material.request.number)}),) if many else ()


def row_more(material: Material, shown: Sequence[PlannedRow], total: int) -> str:
    """How many are not shown, and how to see them. In the middle of a plan nobody has counted what is left."""
    rest = total - len(shown)
    if not shown or rest <= 0 or (material.start and len(shown) < PAGE):
        return ""
    left = "more" if material.start else f"and {rest:,} more"
    return f"{left}: {onward(material)}{shown[-1].n}"


def onward(material: Material) -> str:
    """The command that shows the rows after a number, without the number."""
    return f"request show {material.request.number} after:"


def paged(material: Material, section: Section, shown: Sequence[PlannedRow], total: int) -> Section:
    """The same with what leads to the rows that are not shown."""
    numbers = tuple(row.n for row in shown)
    return replace(section, more=row_more(material, shown, total), onward=onward(material), numbers=numbers)


def subject(row: PlannedRow) -> tuple[str, str]:
    """Name and address."""
    return name(row.subject.name, row.subject.upn), plain(row.subject.upn)


def from_to(row: PlannedRow) -> str:
    """``disabled → enabled``."""
    return f"{plain(row.before or 'nothing')} → {plain(row.after or 'nothing')}"


def _changes(material: Material, total: int) -> Section | None:
    if not material.changing:
        return None
    rows = tuple(_change(material, row) for row in material.changing)
    section = Section("Would change", ("Who", "Address", "From → to", "Where", "Source", "Doubts"), rows)
    return paged(material, without_empty(section), material.changing, total)


def _change(material: Material, row: PlannedRow) -> tuple[str, ...]:
    doubts = ", ".join(label(each.code) for each in row.warnings if is_doubt(each.code))
    found = next((source(each) for each in row.warnings if each.code == SOURCE), "")
    return *subject(row), from_to(row), enrolment.stands(row), found, doubts


def without_empty(section: Section) -> Section:
    """Without columns that have nothing in them, but the first."""
    kept = [at for at in range(len(section.head)) if at == 0 or any(row[at] for row in section.rows)]
    rows = tuple(tuple(row[at] for at in kept) for row in section.rows)
    return replace(section, head=tuple(section.head[at] for at in kept), rows=rows)


def _spared(material: Material, title_: str, rows: Sequence[PlannedRow], total: int) -> Section | None:
    if not rows:
        return None
    shown = tuple((*subject(row), _why(row)) for row in rows)
    return paged(material, without_empty(Section(title_, ("Who", "Address", "Why"), shown)), rows, total)


def _why(row: PlannedRow) -> str:
    reason = row.cannot or row.guard
    return phrase(reason) if reason is not None else ""


def _with_why(material: Material, number: int, why: str) -> str:
    return f"{material.counted(number)} ({why})" if why else material.counted(number)


def _dated(note: Reason, material: Material) -> Reason:
    """A date as the office writes it."""
    try:
        at = datetime.fromisoformat(note.facts["date"])
    except (KeyError, ValueError):
        return note
    return replace(note, facts={**note.facts, "date": day(at, material.zone)})


def _with_stop(text: str) -> str:
    return text if text.endswith(".") else f"{text[:1].upper()}{text[1:]}."


def outcome_counts(request: Request) -> str:
    """``12 done, 1 failed``; a campaign that begins is not counted among its people, whose fate is its own."""
    counts, itself = request.counts, enrolment.itself(request)
    kinds = (
        (counts.done, "done"),
        (counts.failed, "failed"),
        (counts.skipped, "skipped"),
        (counts.unknown, "not verified"),
    )
    met = [(number, word) for number, word in kinds if number]
    people = [(number - itself * (place == 0), word) for place, (number, word) in enumerate(met)]
    return ", ".join(f"{number:,} {word}" for number, word in people if number) or count(0, "row")
