"""What code may not do: catch everything, read the time, act when imported, import in a circle, mock."""

import ast
from collections.abc import Iterable, Iterator, Mapping

from tests.house.source import Finding, Module, dotted, functions, imports, names, nodes

CLOCKS = ("bot/clock", "demo/clock")
# Calls that read or wait for real time, and the clock of the event loop under any of its usual names.
_TIME = ("time.", "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today")
_WAITS = ("asyncio.sleep", "loop.time", "asyncio.get_running_loop.time", "asyncio.get_event_loop.time")
_BROAD = frozenset({"Exception", "BaseException", "builtins.Exception", "builtins.BaseException"})
_ACTS = (
    "open", "print", "os.environ", "os.getenv", "os.putenv", "os.makedirs", "os.mkdir", "asyncio.run", "subprocess.",
    "socket.", "logging.basicConfig", "warnings.", "aiohttp.ClientSession", "sqlalchemy.create_engine",
    "sqlalchemy.ext.asyncio.create_async_engine", "msal.ConfidentialClientApplication", "sys.exit", "random.seed",
)  # fmt: skip
_MOCKS = ("unittest.mock", "mock", "pytest_mock")


def broad_excepts(module: Module) -> Iterator[Finding]:
    """`except Exception` and a bare `except` stand only at the edges, which are waivers with their edge named."""
    known = names(module)
    for name, node in _placed(module) if any(isinstance(each, ast.ExceptHandler) for each in nodes(module)) else ():
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type, known):
            text = f"{name} catches everything: catch what you expect, let an edge have the rest"
            yield module.finding(node, "broad-except", text, place=name)


def _is_broad(caught: ast.expr | None, known: Mapping[str, str]) -> bool:
    if caught is None:
        return True
    parts = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(dotted(each, dict(known)) in _BROAD for each in parts)


def _placed(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """Every node with the innermost function around it ("" at the top)."""
    owner = {id(child): name for name, function in functions(module) for child in ast.walk(function)}
    yield from ((owner.get(id(node), ""), node) for node in nodes(module))


def clock_calls(module: Module) -> Iterator[Finding]:
    """Only a Clock reads the time or waits."""
    if module.within(*CLOCKS):
        return
    known = names(module)
    for node in nodes(module):
        if isinstance(node, ast.Call) and _tells_time(node, known):
            told = dotted(node.func, known) or "loop.time"
            yield module.finding(node, "clock", f"{told}() is the Clock's to call: ask the one that was passed in")


def _tells_time(call: ast.Call, known: dict[str, str]) -> bool:
    name = dotted(call.func, known)
    if name == "asyncio.sleep" and ast.unparse(call.args[0]) == "0":
        return False  # waits for nothing: it lets others run
    return name.startswith(_TIME) or name in _WAITS or _is_loop_time(call.func, known)


def _is_loop_time(called: ast.expr, known: dict[str, str]) -> bool:
    """`asyncio.get_running_loop().time`"""
    if not (isinstance(called, ast.Attribute) and called.attr == "time" and isinstance(called.value, ast.Call)):
        return False
    return dotted(called.value.func, known) in ("asyncio.get_running_loop", "asyncio.get_event_loop")


def acts_on_import(module: Module) -> Iterator[Finding]:
    """At the top of a module stand definitions and plain values; nothing is opened, read or started."""
    known = names(module)
    for statement in _top(module.tree.body):
        if isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Constant):
            yield module.finding(statement, "import-acts", "a statement that acts when the module is imported")
        elif done := sorted({name for name in _mentioned(statement, known) if _acts(name)}):
            yield module.finding(statement, "import-acts", f"{', '.join(done)} when the module is imported")


def _top(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run on import: into classes and branches, not into functions or `if __name__ == ...`."""
    for statement in body:
        if isinstance(statement, ast.ClassDef | ast.Try | ast.With | ast.For | ast.While):
            yield from _top(statement.body)
        elif isinstance(statement, ast.If):
            yield from () if "__name__" in ast.dump(statement.test) else _top([*statement.body, *statement.orelse])
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement


def _mentioned(statement: ast.stmt, known: dict[str, str]) -> Iterator[str]:
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign) and statement.value:
        reached = [statement.value]
        while reached:
            node = reached.pop()
            if not isinstance(node, ast.Lambda):
                reached.extend(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
            if isinstance(node, ast.Call | ast.Subscript):
                yield dotted(node.func if isinstance(node, ast.Call) else node.value, known)


def _acts(name: str) -> bool:
    return any(name == each or name.startswith(f"{each.rstrip('.')}.") for each in _ACTS)


def mocks(module: Module) -> Iterator[Finding]:
    """Our own code is never mocked; the world outside is demo/, at the wire."""
    for each in imports(module):
        if each.target.startswith(_MOCKS):
            yield module.finding(each.node, "mock", "test against demo/, or a small real implementation of the port")


def cycles(modules: Iterable[Module]) -> list[tuple[str, ...]]:
    """Groups of modules that import each other, each in alphabetical order."""
    among = list(modules)
    known = frozenset(module.name for module in among)
    graph = {module.name: _edges(module, known) for module in among}
    reach = {name: _reachable(name, graph) for name in graph}
    rings = {tuple(sorted({name, *_ring(name, reach)})) for name in graph if name in reach[name]}
    return sorted(rings)


def _edges(module: Module, known: frozenset[str]) -> frozenset[str]:
    """Modules this one imports by name: `from a import b` is `a.b` where that is a module, else `a`."""
    named = (each.target if each.target in known else each.module for each in imports(module))
    return frozenset(name for name in named if name in known)


def _reachable(start: str, graph: Mapping[str, frozenset[str]]) -> frozenset[str]:
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(graph[name])
    return frozenset(seen)


def _ring(name: str, reach: Mapping[str, frozenset[str]]) -> Iterator[str]:
    return (other for other in reach[name] if name in reach[other])
