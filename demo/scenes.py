"""The ``setup`` block of a transcript: what the world is like when the conversation begins."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from demo import troubles
from demo.driver import Scene
from demo.transcript import BadTranscript


@dataclass(frozen=True, slots=True)
class Setup:
    """A scene, and the areas whose writes Olga opens before the first line."""

    scene: Scene = field(default_factory=Scene)
    writes: tuple[str, ...] = ()


def read(lines: Sequence[str]) -> Setup:
    """Read ``key: value`` lines; raises BadTranscript with the keys there are."""
    setup = Setup()
    for line in lines:
        key, _, value = line.partition(":")
        if key.startswith("MUSTER_"):
            extra = (*setup.scene.extra, (key, value.strip()))
            setup = replace(setup, scene=replace(setup.scene, extra=extra))
        elif key in KEYS:
            setup = KEYS[key](setup, value.strip())
        elif line.strip():
            raise BadTranscript(f"setup: unknown key {key!r}; known: {', '.join(sorted(KEYS))}, MUSTER_...")
    return setup


def _text(name: str) -> Callable[[Setup, str], Setup]:
    def put(setup: Setup, value: str) -> Setup:
        return replace(setup, scene=replace(setup.scene, **{name: value}))  # type: ignore[arg-type] # KEYS has the names

    return put


def _number(name: str) -> Callable[[Setup, str], Setup]:
    def put(setup: Setup, value: str) -> Setup:
        return replace(setup, scene=replace(setup.scene, **{name: int(value)}))  # type: ignore[arg-type] # the same

    return put


def _faults(setup: Setup, value: str) -> Setup:
    """A JSON list, or names of fault files: ``without-licence-P1, without-Policy.Read.All``."""
    if value.startswith("["):
        return replace(setup, scene=replace(setup.scene, faults=tuple(json.loads(value))))
    found = [fault for name in value.replace(",", " ").split() for fault in troubles.read(name)]
    return replace(setup, scene=replace(setup.scene, faults=tuple(found)))


def _writes(setup: Setup, value: str) -> Setup:
    return replace(setup, writes=tuple(value.replace(",", " ").split()))


KEYS: dict[str, Callable[[Setup, str], Setup]] = {
    "scenario": _text("scenario"),
    "users": _number("users"),
    "seed": _number("seed"),
    "limits": _text("limits"),
    "hidden_state": _text("hidden_state"),
    "approvals_chat": _text("approvals_chat"),
    "help_chat": _text("help_chat"),
    "certificates": _text("certificates"),
    "faults": _faults,
    "writes": _writes,
}
