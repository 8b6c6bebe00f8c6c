"""The source as the rules see it: parsed modules, what each imports, what each name stands for, and a finding."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "dialogs", "engine", "actions", "tenant", "store", "manifest", "demo", "tools", "bench")
EVERYWHERE = (*ROOMS, "tests")
_GENERATED = "store/migrations/versions/"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One broken rule: where, which, and what to do about it. ``place`` is what a waiver names."""

    path: str
    line: int
    rule: str
    text: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: [{self.rule}] {self.text}"


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """One parsed file. ``path`` is relative to the repository, ``name`` is its dotted name."""

    path: str
    tree: ast.Module
    length: int

    @property
    def name(self) -> str:
        """`engine/plan/guards.py` is `engine.plan.guards`, `engine/__init__.py` is `engine`."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def room(self) -> str:
        """The first folder, or the file's own name at the top."""
        return self.name.split(".", 1)[0]

    def within(self, *places: str) -> bool:
        """Does this file stand in one of these: `bot/door` is `bot/door.py` and everything in `bot/door/`?"""
        address = self.path.removesuffix(".py")
        return any(address == place or address.startswith(f"{place}/") for place in places)

    def finding(self, node: ast.AST, rule: str, text: str, *, place: str = "") -> Finding:
        """A finding at this node; `place` defaults to the file."""
        line = getattr(node, "lineno", 1)
        return Finding(self.path, line, rule, text, f"{self.path}:{place}" if place else self.path)


def parse(path: str, text: str) -> Module:
    """A module from its text; tests of a rule make their bad sources this way."""
    return Module(path, ast.parse(text, path), len(text.splitlines()))


@cache
def _parsed(name: str) -> Module:
    return parse(name, (ROOT / name).read_text("utf-8"))


def modules(*rooms: str) -> tuple[Module, ...]:
    """Every hand-written module of these rooms, each parsed once."""
    paths = (path for room in rooms for path in sorted((ROOT / room).rglob("*.py")))
    names = (path.relative_to(ROOT).as_posix() for path in paths)
    return tuple(_parsed(name) for name in names if _GENERATED not in name)


@cache
def nodes(module: Module) -> tuple[ast.AST, ...]:
    """Every node of the file; rules look at all of them again and again."""
    return tuple(ast.walk(module.tree))


@cache
def functions(module: Module) -> tuple[tuple[str, Function], ...]:
    """Every function with its qualified name, nested ones too."""
    return tuple(_functions(module.tree, ""))


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, child
            yield from _functions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, prefix)


@dataclass(frozen=True, slots=True)
class Import:
    """One imported thing: `module` and, for `from module import name`, the `name`."""

    node: ast.stmt
    module: str
    name: str = ""

    @property
    def target(self) -> str:
        """The dotted whole: `tenant.model` for both `import tenant.model` and `from tenant import model`."""
        return f"{self.module}.{self.name}" if self.name else self.module


@cache
def imports(module: Module) -> tuple[Import, ...]:
    """Every import in the file, wherever it stands, relative ones resolved."""
    return tuple(_imports(module))


def _imports(module: Module) -> Iterator[Import]:
    for node in nodes(module):
        if isinstance(node, ast.Import):
            yield from (Import(node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node)
            yield from (Import(node, origin, alias.name) for alias in node.names)


def _origin(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".") if module.path.endswith("__init__.py") else module.name.split(".")[:-1]
    kept = package[: len(package) - node.level + 1]
    return ".".join([*kept, node.module] if node.module else kept)


@cache
def names(module: Module) -> dict[str, str]:
    """What each imported local name stands for: `{"dt": "datetime.datetime"}`."""
    found: dict[str, str] = {}
    for each in imports(module):
        for alias in getattr(each.node, "names", ()):
            if alias.name in (each.name, each.module):
                found[alias.asname or alias.name.split(".")[0]] = _stands_for(each, alias)
    return found


def _stands_for(each: Import, alias: ast.alias) -> str:
    """`import os.path` binds `os`; with `as`, or from a module, the name is the whole."""
    return each.target if alias.asname or each.name else alias.name.split(".")[0]


def dotted(node: ast.expr, known: dict[str, str]) -> str:
    """The full dotted name of `datetime.now`, or "" for anything that is not a plain chain of names."""
    if isinstance(node, ast.Name):
        return known.get(node.id, node.id)
    if isinstance(node, ast.Attribute) and (left := dotted(node.value, known)):
        return f"{left}.{node.attr}"
    return ""
