"""The two lists that must match: what can be shown, and what draws it."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.house.source import Finding, Module


def shown(reply: Module) -> frozenset[str]:
    """The types in the union `Reply` of `dialogs/reply.py`."""
    for node in reply.tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "Reply":
            return frozenset(each.id for each in ast.walk(node.value) if isinstance(each, ast.Name))
    return frozenset()


def drawn(module: Module) -> Iterator[str]:
    """The types that this file's `draw` takes."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "draw" and node.args.args:
            note = node.args.args[0].annotation
            yield ast.unparse(note).split(".")[-1] if note else ""


def mismatches(reply: Module, cards: Iterable[Module]) -> Iterator[Finding]:
    """Types without their file, files without their type."""
    types = shown(reply)
    files = {module.path.rsplit("/", 1)[1]: module for module in cards}
    for name in sorted(types):
        file = f"{snake(name)}.py"
        if file not in files or name not in drawn(files[file]):
            yield reply.finding(reply.tree, "card", f"nothing draws {name}: it wants a draw() in bot/cards/{file}")
    for file, module in sorted(files.items()):
        for name in set(drawn(module)) - types - {"Reply"}:
            yield module.finding(module.tree, "card", f"{file} draws {name}, which dialogs/reply.py does not show")


def snake(name: str) -> str:
    """`PlanShown` is `plan_shown`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
