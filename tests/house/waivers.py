"""Exceptions to a rule: named in `waivers.toml`, each with its sentence, and refused once nothing needs them."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.source import Finding

# The hard limits have no exception: a body over 50 lines or a module over 400 is always taken apart.
WAIVABLE = frozenset({
    "positional", "late-import", "broad-except", "import-acts", "fence",
})  # fmt: skip
EDGES = frozenset({"a turn", "a wake-up", "one row"})
_FILE = Path(__file__).with_name("waivers.toml")


class BadWaiver(ValueError):
    """A waiver that says too little or asks too much."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """``at`` is `path` or `path:function`; ``edge`` is where in a life a broad except stands."""

    rule: str
    at: str
    because: str
    edge: str = ""


def read(text: str) -> tuple[Waiver, ...]:
    """The waivers in this TOML text. Raises BadWaiver for one without a sentence."""
    waivers = tuple(Waiver(**entry) for entry in tomllib.loads(text).get("waiver", ()))
    for each in waivers:
        _check(each)
    return waivers


def _check(waiver: Waiver) -> None:
    if waiver.rule not in WAIVABLE:
        raise BadWaiver(f"{waiver.at}: the rule {waiver.rule} has no exceptions")
    if len(waiver.because.split()) < 5:
        raise BadWaiver(f"{waiver.at}: say in a sentence why {waiver.rule} does not fit here")
    if waiver.rule == "broad-except" and waiver.edge not in EDGES:
        raise BadWaiver(f"{waiver.at}: Exception is caught only at an edge: {', '.join(sorted(EDGES))}")


def waived() -> tuple[Waiver, ...]:
    """The waivers of this repository."""
    return read(_FILE.read_text("utf-8"))


def unwaived(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> list[Finding]:
    """The findings that no waiver covers, in order."""
    covered = {(each.rule, each.at) for each in waivers}
    return sorted(each for each in findings if (each.rule, each.place) not in covered)


def refuse(findings: Iterable[Finding]) -> None:
    """Fail with one line for each finding that is not waived."""
    left = unwaived(findings, waived())
    if left:
        pytest.fail("\n" + "\n".join(map(str, left)), pytrace=False)
