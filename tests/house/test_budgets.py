"""Functions and modules stay short, narrow and typed."""

import pytest

from tests.house import budgets
from tests.house.source import ROOMS, Finding, Module, functions, modules, parse
from tests.house.waivers import refuse

WIDE = "def f(a: int, b: int, c: int, d: int, e: int) -> None: ..."


def test_no_body_is_long() -> None:
    refuse(found for module in modules(*ROOMS) for found in budgets.long_bodies(module))


def test_no_module_is_long() -> None:
    refuse(found for module in modules(*ROOMS) for found in budgets.long_modules(module))


def test_bodies_are_short_as_a_rule() -> None:
    lengths = budgets.bodies(modules(*ROOMS))
    assert budgets.middle(lengths) <= budgets.BODY_MEDIAN
    assert budgets.percentile(lengths, 0.95) <= budgets.BODY_P95


def test_modules_are_short_as_a_rule() -> None:
    lengths = [module.length for module in modules(*ROOMS) if not module.path.endswith("__init__.py")]
    assert budgets.middle(lengths) <= budgets.MODULE_MEDIAN


def test_few_arguments_go_by_position() -> None:
    refuse(found for module in modules(*ROOMS) for found in budgets.positional(module))


def test_everything_is_annotated() -> None:
    refuse(found for module in modules(*ROOMS) for found in budgets.unannotated(module))


def test_imports_stand_at_the_top() -> None:
    refuse(found for module in modules(*ROOMS) for found in budgets.late_imports(module))


@pytest.mark.parametrize("lines", [1, 50, 51, 80])
def test_a_long_body_is_refused(lines: int) -> None:
    source = 'def f() -> None:\n    """Said."""\n' + "    g()\n" * lines
    assert len(list(budgets.long_bodies(_module(source)))) == (lines > budgets.BODY_MAX)


def test_a_long_module_is_refused() -> None:
    assert not list(budgets.long_modules(_module("x = 1\n" * 400)))
    assert _rules(*budgets.long_modules(_module("x = 1\n" * 401))) == ["module"]


@pytest.mark.parametrize(
    ("source", "length"),
    [
        ("def f() -> None: ...", 0),
        ('def f() -> None:\n    """Promised."""', 0),
        ('def f() -> None:\n    """Said."""\n    a()\n\n    b(\n    )', 4),
        ("def f() -> None:\n    @g\n    def h() -> None:\n        a()", 3),
    ],
)
def test_a_body_is_measured_without_its_docstring(source: str, length: int) -> None:
    _, function = functions(_module(source))[0]
    assert budgets.body_length(function) == length


@pytest.mark.parametrize(("lengths", "p95"), [([], 0), ([7], 7), ([*range(1, 101)], 95), ([1] * 19 + [99], 1)])
def test_the_percentile_is_the_nearest_rank(lengths: list[int], p95: int) -> None:
    assert budgets.percentile(lengths, 0.95) == p95


def test_a_wide_function_is_refused_and_names_are_free() -> None:
    assert _rules(*budgets.positional(_module(WIDE))) == ["positional"]
    assert not list(budgets.positional(_module(WIDE.replace("c: int", "*, c: int"))))
    assert not list(budgets.positional(_module("class A:\n    def f(self, a, b, c, d): ...")))


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("def f(a) -> None: ...", "a"),
        ("def f(*, a: int): ...", "return"),
        ("async def f(*args, **kw: int) -> None: ...", "args"),
        ("class A:\n    def f(self): ...", "return"),
    ],
)
def test_a_missing_type_is_refused(source: str, missing: str) -> None:
    (found,) = budgets.unannotated(_module(source))
    assert found.text.endswith(f"the type of {missing}")


def test_a_late_import_is_refused_but_in_a_command_table() -> None:
    source = "def f() -> None:\n    import json"
    assert _rules(*budgets.late_imports(_module(source))) == ["late-import"]
    assert not list(budgets.late_imports(parse("bot/__main__.py", source)))


def _module(source: str) -> Module:
    return parse("engine/a.py", source)


def _rules(*found: Finding) -> list[str]:
    return [each.rule for each in found]
