"""What a policy of Muster's own is at this moment, as one line of text. Pure.

``none``, or its state and its form: ``report-only, blocks old clients``. A policy that says anything else than one of
Muster's drafts was edited by hand, and is never touched: that keeps an undo from deleting somebody's work.
"""

from collections.abc import Mapping, Sequence

from tenant.model import AccessPolicy, PolicyDraft, PolicyState, SessionControls

NONE = "none"
TWICE = "there twice"
EDITED = "edited by hand"
STATES = {PolicyState.REPORT_ONLY: "report-only", PolicyState.ON: "on", PolicyState.OFF: "off"}
_BY_TEXT = {text: state for state, text in STATES.items()}

Forms = Mapping[str, PolicyDraft]
"""Every shape in which Muster makes one policy, by a few words for it; all of one name."""


def value_of(policies: Sequence[AccessPolicy], forms: Forms) -> str:
    """What is there of the policy that these drafts make."""
    mine = found(policies, forms)
    if len(mine) != 1:
        return TWICE if mine else NONE
    form = next((words for words, draft in forms.items() if _as_made(mine[0], draft)), EDITED)
    return text_of(mine[0].state, form)


def _as_made(policy: AccessPolicy, draft: PolicyDraft) -> bool:
    """Nothing added either: Muster's drafts have neither session controls nor terms of use."""
    return draft.is_like(policy) and policy.session == SessionControls() and not policy.grant.others


def found(policies: Sequence[AccessPolicy], forms: Forms) -> tuple[AccessPolicy, ...]:
    """The policies of that name: names are not unique at Microsoft."""
    names = {draft.name.casefold() for draft in forms.values()}
    return tuple(policy for policy in policies if policy.name.casefold() in names)


def text_of(state: PolicyState, form: str) -> str:
    """The canonical text."""
    return f"{STATES[state]}, {form}"


def state_of(text: str) -> PolicyState | None:
    """The state in such a text; None where there is no policy, or more than one."""
    return _BY_TEXT.get(text.partition(", ")[0])


def form_of(text: str) -> str:
    """The words for the form; empty where there is no policy."""
    return text.partition(", ")[2]
