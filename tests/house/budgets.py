"""How long and how wide things may be, and what every function owes."""

import ast
from collections.abc import Iterable, Iterator
from math import ceil
from statistics import median

from tests.house.source import Finding, Function, Module, functions, imports

BODY_MEDIAN, BODY_P95, BODY_MAX = 6, 30, 50
MODULE_MEDIAN, MODULE_MAX = 120, 400
POSITIONAL_MAX = 4
LATE_IMPORTS = ("bot/__main__", "demo/__main__")  # a sub-command loads only what it needs


def body_length(function: Function) -> int:
    """Lines of the body without its docstring; 0 for a stub that only promises."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    if all(isinstance(each, ast.Expr) and each.value.__class__ is ast.Constant for each in body):
        return 0
    return (body[-1].end_lineno or 0) - _first_line(body[0]) + 1


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def bodies(modules: Iterable[Module]) -> list[int]:
    """The length of every body that does something."""
    lengths = (body_length(function) for module in modules for _, function in functions(module))
    return [length for length in lengths if length]


def percentile(lengths: list[int], share: float) -> int:
    """The smallest length that at least this share of them does not exceed."""
    return sorted(lengths)[max(0, ceil(share * len(lengths)) - 1)] if lengths else 0


def middle(lengths: list[int]) -> float:
    """The median; 0 of nothing."""
    return median(lengths) if lengths else 0


def long_bodies(module: Module) -> Iterator[Finding]:
    """No body over the most."""
    for name, function in functions(module):
        if (length := body_length(function)) > BODY_MAX:
            yield module.finding(function, "body", f"{name} has {length} lines, at most {BODY_MAX}", place=name)


def long_modules(module: Module) -> Iterator[Finding]:
    """No file over the most."""
    if module.length > MODULE_MAX:
        yield module.finding(module.tree, "module", f"{module.length} lines, at most {MODULE_MAX}")


def positional(module: Module) -> Iterator[Finding]:
    """At most four arguments by position; the rest by name, after `*`."""
    for name, function in functions(module):
        count = len([each for each in _by_position(function) if each.arg not in ("self", "cls")])
        if count > POSITIONAL_MAX:
            text = f"{name} takes {count} arguments by position, at most {POSITIONAL_MAX}: put the rest after *"
            yield module.finding(function, "positional", text, place=name)


def _by_position(function: Function) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args]


def unannotated(module: Module) -> Iterator[Finding]:
    """Every argument and every return has its type."""
    for name, function in functions(module):
        bare = [each.arg for each in _all_arguments(function) if each.annotation is None]
        if function.returns is None:
            bare.append("return")
        if missing := [each for each in bare if each not in ("self", "cls")]:
            yield module.finding(function, "annotation", f"{name} does not say the type of {', '.join(missing)}")


def _all_arguments(function: Function) -> list[ast.arg]:
    stars = (function.args.vararg, function.args.kwarg)
    return [*_by_position(function), *function.args.kwonlyargs, *(each for each in stars if each)]


def late_imports(module: Module) -> Iterator[Finding]:
    """Imports stand at the top, so that what a file needs is seen at once."""
    if module.within(*LATE_IMPORTS):
        return
    late = {id(each.node) for each in imports(module)} - {id(each) for each in module.tree.body}
    for name, function in functions(module) if late else ():
        for node in ast.walk(function):
            if id(node) in late:
                yield module.finding(node, "late-import", f"{name} imports inside: move it to the top", place=name)
