"""What is imported is required, what is required is used, and every pin is exact."""

import re
import sys
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from tests.house.source import EVERYWHERE, ROOMS, ROOT, Module, imports, modules

PIN = re.compile(r"([A-Za-z0-9._-]+)(\[[a-z,]+\])?==\d[\w.]*")
NEVER_NAMED = {
    "aiosqlite": "SQLAlchemy loads it for sqlite+aiosqlite addresses",
    "psycopg": "SQLAlchemy loads it for postgresql+psycopg addresses",
    "psycopg-pool": "procrastinate's connector loads it",
    "tzdata": "zoneinfo reads it where the machine has no time zones",
}
RUNTIME = ("bot", "dialogs", "engine", "actions", "tenant", "store", "manifest", "demo")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_is_exact(name: str) -> None:
    loose = [line for line in _lines(name) if not PIN.fullmatch(line)]
    assert not loose


def test_what_runs_is_required() -> None:
    missing = {each for module in modules(*RUNTIME) for each in _libraries(module)} - _required("requirements.txt")
    assert not missing, f"imported, but not in requirements.txt: {sorted(missing)}"


def test_what_checks_is_required() -> None:
    known = _required("requirements.txt") | _required("requirements-dev.txt")
    missing = {each for module in modules(*EVERYWHERE) for each in _libraries(module)} - known
    assert not missing, f"imported, but not in requirements-dev.txt: {sorted(missing)}"


def test_what_is_required_is_used() -> None:
    used = {each for module in modules(*RUNTIME) for each in _libraries(module)}
    unused = _required("requirements.txt") - used - NEVER_NAMED.keys()
    assert not unused, f"in requirements.txt, but nothing imports them: {sorted(unused)}"


def _lines(name: str) -> list[str]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("-r ")]


def _required(name: str) -> set[str]:
    return {_normal(match[1]) for line in _lines(name) if (match := PIN.match(line))}


@cache
def _owners() -> dict[str, list[str]]:
    return {package: sorted({_normal(each) for each in owners}) for package, owners in packages_distributions().items()}


def _libraries(module: Module) -> set[str]:
    """The distributions whose packages this file imports."""
    return {_owner(each.module) for each in imports(module) if _is_outside(each.module.split(".")[0])}


def _is_outside(head: str) -> bool:
    return head not in sys.stdlib_module_names and head not in {*ROOMS, "tests"}


def _owner(imported: str) -> str:
    """The distribution of a package; of several that share a first name (botbuilder) the one named like the package."""
    owners = _owners().get(imported.split(".")[0], [imported.split(".")[0]])
    return next((owner for owner in owners if _normal(imported).startswith(owner)), owners[0])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
