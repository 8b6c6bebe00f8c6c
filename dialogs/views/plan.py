"""The exact plan: for its asker, and for an approver."""

from dialogs.reply import ApprovalAsked, Button, Fact, PlanShown, Tone
from dialogs.views.material import NOT_CONFIRMED, NOT_READY, Material
from dialogs.views.parts import (
    REASON,
    WHY_NOT,
    approvals,
    as_file,
    button,
    notes,
    plan_facts,
    plan_sections,
    short_digest,
    title,
    warnings,
)
from dialogs.words import moment, name, plain
from engine import State

NOTHING_YET = "Nothing has been changed yet."


def plan_shown(material: Material) -> PlanShown:
    """For the asker: what would change, who is spared and why, and how to go on."""
    waiting = material.request.state is State.WAITING
    facts = plan_facts(material)
    if waiting:
        facts += (Fact("Reason", plain(material.request.reason, most=500)), Fact("Approved by", approvals(material)))
    return PlanShown(
        number=material.request.number,
        title=title(material.request),
        subtitle=f"Waiting for an approver. {NOTHING_YET}" if waiting else f"This is the plan. {NOTHING_YET}",
        facts=(*facts, Fact("Plan", short_digest(material.request.digest))),
        warnings=(*_observing(material), *warnings(material)),
        notes=notes(material),
        sections=plan_sections(material),
        inputs=() if waiting else (REASON,),
        buttons=_waiting_buttons(material) if waiting else _plan_buttons(material),
        next=_next(material, waiting=waiting),
    )


def _submitter(material: Material) -> tuple[Fact, ...]:
    """Who put it before the approvers, where that is somebody else."""
    by, asker = material.request.submitted_by, material.request.asker
    return () if by is None or by.id == asker.id else (Fact("Submitted by", name(by.name)),)


def approval_asked(material: Material) -> ApprovalAsked:
    """For an approver: the same plan, who asks, why, and which plan a yes would be for."""
    request = material.request
    about = (
        Fact("Asked by", name(request.asker.name)),
        *_submitter(material),
        Fact("Reason", plain(request.reason, most=500)),
        *plan_facts(material),
        Fact("Approved by", approvals(material)),
        Fact("Plan", short_digest(request.digest)),
        Fact("Expires", moment(request.expires_at, material.zone)),
    )
    return ApprovalAsked(
        number=request.number,
        title=title(request),
        subtitle=_asked_for(material),
        facts=about,
        warnings=warnings(material),
        notes=notes(material),
        sections=plan_sections(material),
        inputs=() if material.decided else (WHY_NOT,),
        buttons=() if material.decided else _decisions(material),
        next=_deciding(material),
        tone=Tone.WARNING if warnings(material) else Tone.NEUTRAL,
    )


def _asked_for(material: Material) -> str:
    if material.decided:
        return "You approved. Another approver is needed before it runs."
    return "Your approval is asked for. What you see is exactly what would run."


def _decisions(material: Material) -> tuple[Button, ...]:
    reject = button("Reject", "reject", material, with_inputs=True)
    return button("Approve", "approve", material, primary=True), reject, *as_file(material)


def _deciding(material: Material) -> tuple[str, ...]:
    number = material.request.number
    if material.decided:
        return (f"request show {number}", "requests")
    return (f"approve {number}", f"reject {number} your reason")


def _plan_buttons(material: Material) -> tuple[Button, ...]:
    submit = button("Submit for approval", "submit", material, with_inputs=True, primary=True)
    return (submit, *_first(material), button("Cancel", "cancel", material), *as_file(material))


def _waiting_buttons(material: Material) -> tuple[Button, ...]:
    return (*_first(material), button("Cancel", "cancel", material), *as_file(material))


def _first(material: Material) -> tuple[Button, ...]:
    """What makes more rows ready, before the plan is made again."""
    held = material.request.counts.held_why
    remind = (button("Remind those who are not ready", "remind", material),) if held.get(NOT_READY) else ()
    asking = (button("Ask them", "phone ask", material),) if held.get(NOT_CONFIRMED) else ()
    return (*remind, *asking)


def _observing(material: Material) -> tuple[str, ...]:
    if material.writes or material.action is None:
        return ()
    area = material.action.area.value
    return (f"Muster only watches for now: writes for {area} are off. An owner types `writes on {area}` first.",)


def _next(material: Material, *, waiting: bool) -> tuple[str, ...]:
    number = material.request.number
    if waiting:
        return (f"request show {number}", f"cancel {number}")
    more = tuple(f"{each.verb} request:{number}" for each in _first(material))
    submit = (f'submit {number} reason:"why"',) if material.request.counts.runnable else ()
    return (*submit, *more, f"cancel {number}")
