"""Which card a request has, by its state and by who looks at it."""

from dialogs.reply import ApprovalAsked, PlanShown, Progress, Result
from dialogs.views.material import Material, Viewer
from dialogs.views.plan import approval_asked, plan_shown
from dialogs.views.progress import progress
from dialogs.views.result import result
from engine import State

RequestCard = PlanShown | ApprovalAsked | Progress | Result
UNDER_WAY = frozenset({State.ASKED, State.APPROVED, State.RUNNING, State.PAUSED})


def request_card(material: Material) -> RequestCard:
    """The request as it stands now."""
    state = material.request.state
    if state is State.PLANNED:
        return plan_shown(material)
    if state is State.WAITING:
        return plan_shown(material) if material.viewer is Viewer.ASKER else approval_asked(material)
    return progress(material) if state in UNDER_WAY else result(material)
