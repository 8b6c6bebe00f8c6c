"""A request at its end."""

from actions.args import CampaignName
from dialogs.reply import Button, Fact, Result, Section, Tone
from dialogs.views.enrolment import begins, people
from dialogs.views.material import NOT_CONFIRMED, NOT_READY, Material, Viewer
from dialogs.views.parts import (
    approvals,
    as_file,
    button,
    by_why,
    from_to,
    left_out,
    outcome_counts,
    paged,
    subject,
    title,
)
from dialogs.views.progress import failed_section
from dialogs.words import moment, name, phrase, plain, sentence
from engine import PlannedRow, Request, State, Verdict

TONES = {State.DONE: Tone.GOOD, State.PARTLY_DONE: Tone.WARNING, State.FAILED: Tone.BAD, State.REJECTED: Tone.BAD}


def result(material: Material) -> Result:
    """What was done and verified, what was not and why, and how to reverse it."""
    request = material.request
    return Result(
        number=request.number,
        title=title(request),
        subtitle=_subtitle(material),
        facts=_facts(material),
        warnings=_warnings(material),
        sections=(*failed_section(material), *_changed(material), *_skipped(material), *_left_out(material)),
        buttons=_buttons(material),
        next=_next(material),
        tone=TONES.get(request.state, Tone.NEUTRAL),
    )


def _subtitle(material: Material) -> str:
    request = material.request
    match request.state:
        case State.DONE if request.counts.runnable == 0:
            return "Nothing to change."
        case State.DONE if begins(material):
            return f"Written down: {people(material, request.counts.done)}. It begins with its announcement."
        case State.DONE:
            return f"Done and read back: {material.counted(request.counts.done)} changed."
        case State.PARTLY_DONE:
            return f"Partly done: {outcome_counts(request)}."
        case State.REJECTED:
            return _rejected(material)
        case State.FAILED:
            return "This could not be done." if request.counts.runnable == 0 else f"Failed: {outcome_counts(request)}."
        case State.STALE:
            return "Out of date: the tenant has changed since the plan was made. Nothing was written."
        case State.EXPIRED:
            return "Expired: nobody went on with it in time. Nothing was written."
        case _:
            return f"{request.state.value.capitalize()}. Nothing was written."


def _rejected(material: Material) -> str:
    last = next((each for each in material.decisions if each.verdict is Verdict.REJECT), None)
    if last is None:
        return "Rejected. Nothing was written."
    why = f": {plain(last.reason, most=300)}" if last.reason else ""
    return f"Rejected by {name(last.approver.name)}{why}. Nothing was written."


def _facts(material: Material) -> tuple[Fact, ...]:
    request = material.request
    counts = request.counts
    facts = [Fact("Asked by", name(request.asker.name))]
    if request.reason:
        facts.append(Fact("Reason", plain(request.reason, most=500)))
    approvers = [name(each.approver.name) for each in material.decisions if each.verdict is Verdict.APPROVE]
    if request.rule is not None:
        facts.append(Fact("Approved by", approvals(material)))
    if approvers:
        facts.append(Fact("Approved by", ", ".join(approvers)))
    if counts.runnable and request.state in (State.DONE, State.PARTLY_DONE, State.FAILED):
        facts.append(Fact("Outcome", outcome_counts(request)))
    if counts.already:
        facts.append(Fact("Already so", f"{material.counted(counts.already)} ({by_why(counts.already_why)})"))
    if counts.held:
        facts.append(Fact("Left out", f"{material.counted(counts.held)} ({by_why(counts.held_why)})"))
    if request.finished_at is not None:
        facts.append(Fact("Finished", moment(request.finished_at, material.zone)))
    return tuple(facts)


def _warnings(material: Material) -> tuple[str, ...]:
    request = material.request
    return (sentence(request.failed),) if request.failed is not None else ()


def _changed(material: Material) -> tuple[Section, ...]:
    if not material.done:
        return ()
    rows = tuple((*subject(row), f"{from_to(row)}{_doubt(row)}") for row in material.done)
    section = Section("Changed", ("Who", "Address", "From → to"), rows)
    return (paged(material, section, material.done, material.request.counts.done),)


def _doubt(row: PlannedRow) -> str:
    """Done is said of what was read back; the rest says so."""
    undone = f", reversed by request {row.undone_by}" if row.undone_by is not None else ""
    return undone if row.verified else f", not read back{undone}"


def _skipped(material: Material) -> tuple[Section, ...]:
    if not material.skipped:
        return ()
    rows = tuple((*subject(row), phrase(row.outcome) if row.outcome else "") for row in material.skipped)
    section = Section("Skipped", ("Who", "Address", "Why"), rows)
    return (paged(material, section, material.skipped, material.request.counts.skipped),)


def _left_out(material: Material) -> tuple[Section, ...]:
    """Where a plan came to nothing, why."""
    table = left_out(material) if material.request.counts.runnable == 0 else None
    return (table,) if table is not None else ()


def can_undo(material: Material) -> bool:
    """Is there a row to reverse, and a way to?"""
    ended = material.request.state in (State.DONE, State.PARTLY_DONE, State.FAILED)
    own_word = material.request.only is not None and not material.request.put_forward  # nobody takes it back for them
    reversible = material.action is not None and not material.action.irreversible and not own_word
    left = any(row.undone_by is None for row in material.done)
    return ended and reversible and material.request.counts.done > 0 and left


def _buttons(material: Material) -> tuple[Button, ...]:
    if material.viewer is Viewer.APPROVER:
        return as_file(material)
    undo = (button("Undo", "undo", material),) if can_undo(material) else ()
    remind = (button("Remind those who are not ready", "remind", material),) if _not_ready(material) else ()
    ask = (button("Ask them", "phone ask", material),) if _unconfirmed(material) else ()
    return (*undo, *remind, *ask, *as_file(material))


def _not_ready(material: Material) -> bool:
    finished = material.request.state in (State.DONE, State.PARTLY_DONE)
    return finished and material.request.counts.held_why.get(NOT_READY, 0) > 0


def _unconfirmed(material: Material) -> bool:
    finished = material.request.state in (State.DONE, State.PARTLY_DONE)
    return finished and material.request.counts.held_why.get(NOT_CONFIRMED, 0) > 0


def _next(material: Material) -> tuple[str, ...]:
    request = material.request
    if material.viewer is Viewer.APPROVER:
        return f"request show {request.number}", "requests"
    if begins(material) and request.state in (State.DONE, State.PARTLY_DONE):
        return f"campaign announced {_called(request)} <how people were told>", f"campaign preview {_called(request)}"
    undo = (f"undo {request.number}",) if can_undo(material) else ()
    again = _again(request) if request.state in (State.STALE, State.EXPIRED) else ()
    remind = (f"remind request:{request.number}",) if _not_ready(material) else ()
    ask = (f"phone ask request:{request.number}",) if _unconfirmed(material) else ()
    return (*undo, *remind, *ask, *again, "requests")


def _called(request: Request) -> str:
    """The campaign's name as it is typed."""
    return f'"{plain(CampaignName.unpin(request.arguments["called"]).text)}"'


def _again(request: Request) -> tuple[str, ...]:
    """What was asked for, to be asked again. A masked number cannot be typed, and neither can "not mine"."""
    said = plain(request.said, most=120)
    return () if "•" in said or request.only is not None else (said,)
