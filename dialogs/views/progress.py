"""A run under way, or about to start."""

from dialogs.reply import Button, Fact, Progress, Section, Tone
from dialogs.views.enrolment import itself, people
from dialogs.views.material import Material, Viewer
from dialogs.views.parts import approvals, button, outcome_counts, paged, subject, title
from dialogs.words import phrase, sentence
from engine import Request, State

SUBTITLES = {
    State.ASKED: "Reading the tenant to make the plan.",
    State.APPROVED: "Approved. It starts in a moment.",
    State.RUNNING: "Running.",
    State.PAUSED: "Paused. Nothing more is written until it is resumed.",
}


def progress(material: Material) -> Progress:
    """How far it is, what failed so far, and how to stop it."""
    request = material.request
    halted = material.halted and request.state in (State.APPROVED, State.RUNNING, State.PAUSED)
    return Progress(
        number=request.number,
        title=title(request),
        subtitle="Halted. An owner types `resume all`." if halted else _subtitle(material),
        facts=_facts(material),
        warnings=(sentence(request.failed),) if request.failed is not None else (),
        sections=failed_section(material),
        buttons=() if request.state is State.ASKED else _buttons(material),
        next=_next(request),
        tone=Tone.WARNING if halted or request.state is State.PAUSED else Tone.NEUTRAL,
        done=max(0, settled(request) - itself(request)),
        total=max(0, request.counts.runnable - itself(request)),
    )


def _subtitle(material: Material) -> str:
    state, handed = material.request.state, material.action is not None and material.action.handed
    if state is State.APPROVED and handed and material.request.undo_of is None:
        return "Approved. It waits until whoever hands it over opens it."
    return SUBTITLES.get(state, state.value)


def settled(request: Request) -> int:
    """Rows whose fate is known."""
    return request.counts.done + request.counts.failed + request.counts.skipped


def failed_section(material: Material) -> tuple[Section, ...]:
    """The first rows that failed or could not be verified, and why."""
    if not material.failed:
        return ()
    rows = tuple((*subject(row), phrase(row.outcome) if row.outcome else row.state.value) for row in material.failed)
    total = material.request.counts.failed + material.request.counts.unknown
    section = Section("Failed or not verified", ("Who", "Address", "Why"), rows)
    return (paged(material, section, material.failed, total),)


def _facts(material: Material) -> tuple[Fact, ...]:
    if material.request.state is State.ASKED:
        return ()
    done = settled(material.request)
    so_far = (
        Fact("So far", outcome_counts(material.request))
        if done
        else Fact("Will change", people(material, material.request.counts.runnable))
    )
    return so_far, Fact("Approved by", approvals(material))


def _buttons(material: Material) -> tuple[Button, ...]:
    stop = button("Stop", "stop", material)
    match material.request.state:
        case State.RUNNING:
            return button("Pause", "pause", material), stop
        case State.PAUSED:
            return button("Resume", "resume", material), stop
        case _ if material.viewer is Viewer.ASKER:
            return (button("Cancel", "cancel", material),)
        case _:
            return ()


def _next(request: Request) -> tuple[str, ...]:
    number = request.number
    match request.state:
        case State.RUNNING:
            return f"pause {number}", f"stop {number}", "halt"
        case State.PAUSED:
            return f"resume {number}", f"stop {number}"
        case _:
            return f"request show {number}", "requests"
