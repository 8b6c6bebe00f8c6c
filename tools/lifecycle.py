"""The life of a request, printed from the engine's own table."""

from engine.lifecycle import ENDED, LIFE, Step
from engine.request import State
from tools.reference import MADE, table

INTRO = """\
Every change is a request, and a request is always in one of these states. What may follow what is one table in the
code, `engine/lifecycle.py`, and this page is printed from it. A request is saved only if nobody else has saved it since
it was read: of two people who decide at the same instant one is first, and the other is told so."""

OUTRO = """\
An undo is a new request whose plan is the finished rows reversed; it is approved and run like any other. One row
may be called "not mine" by the person it is about: their own word takes the approvers' place where something goes.
What would register a number again is put before the approvers at once."""


def page() -> str:
    """The page as Markdown with a Mermaid diagram, which GitHub draws."""
    parts = ("# The life of a request", MADE, INTRO, diagram(), steps(), _ends(), OUTRO)
    return "\n\n".join(parts) + "\n"


def diagram() -> str:
    """States as nodes, steps as arrows."""
    arrows = [f"    {_node(start)} --> {_node(end)}: {_verb(step)}" for (start, step), end in LIFE.items()]
    ends = [f"    {_node(state)} --> [*]" for state in State if state in ENDED]
    names = [f'    state "{state.value}" as {_node(state)}' for state in State if " " in state.value]
    body = [*names, f"    [*] --> {_node(State.ASKED)}", *arrows, *ends]
    return "\n".join(["```mermaid", "stateDiagram-v2", *body, "```"])


def steps() -> str:
    """The same as a table."""
    return table(("from", "step", "to"), ((start.value, _verb(step), end.value) for (start, step), end in LIFE.items()))


def _ends() -> str:
    ends = [state.value for state in State if state in ENDED]
    return f"Nothing follows these: {', '.join(ends)}."


def _node(state: State) -> str:
    return state.value.replace(" ", "_")


def _verb(step: Step) -> str:
    return step.name.lower().replace("_", " ")
