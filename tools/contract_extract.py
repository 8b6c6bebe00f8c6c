"""Cut from the contract of Microsoft's own SDKs what the demo answers, and write it where the tests look.

    python -m tools.contract_extract PATH/TO/graph-contract.json

The contract lists, by version, each path with its methods, models and query options, and each model with its fields.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from demo.graph.table import ROUTES

Part: TypeAlias = dict[str, Any]

TARGET = Path(__file__).parent.parent / "tests" / "contracts" / "graph.json"
SHOWN_INSIDE = ("User", "Group", "ServicePrincipal", "UnifiedRoleDefinition", "AuthenticationStrengthPolicy", "Device")
"""Entities that answers show inside others ($expand, typed lists)."""


def main(arguments: Sequence[str]) -> int:
    """Write the extract; returns the exit code."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    contract: Part = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    versions = {name: _version(name, part) for name, part in sorted(contract["versions"].items())}
    TARGET.write_text(_lines({"source": contract["source"], "versions": versions}), encoding="utf-8")
    return 0


def contract_path(path: str) -> str:
    """A path as the contract spells it: a type cast loses its namespace."""
    return path.replace("/microsoft.graph.", "/graph.")


def model_name(returned: str | None) -> str | None:
    """The model of one object where the answer is a collection of it."""
    return returned.removesuffix("CollectionResponse") if returned else None


def _version(name: str, part: Part) -> Part:
    wanted = {contract_path(route.path) for route in ROUTES if name in route.versions}
    paths = {path: part["paths"][path] for path in sorted(wanted & set(part["paths"]))}
    return {"paths": paths, "models": _models(part["models"], paths)}


def _models(models: Part, paths: Part) -> Part:
    kept: Part = {}
    waiting = sorted({name for path in paths.values() for name in _named(path)} | set(SHOWN_INSIDE))
    while waiting:
        name = waiting.pop()
        if name in kept or not models.get(name):
            continue
        kept[name] = models[name]
        waiting += _next(models, name)
    return dict(sorted(kept.items()))


def _named(path: Part) -> Iterator[str]:
    for method in path["methods"].values():
        yield from (found for role in ("body", "returns") if (found := model_name(method[role])))


def _next(models: Part, name: str) -> Iterator[str]:
    model = models[name]
    if parent := model.get("extends"):
        yield parent
    if name not in ("Entity", "DirectoryObject"):
        yield from (other for other, found in models.items() if found and found.get("extends") == name)
    for field in model.get("fields", {}).values():
        if (kind := field.get("type")) and not _is_entity(models, kind):
            yield kind


def _is_entity(models: Part, name: str) -> bool:
    """Entities are only linked to; what is embedded is no entity."""
    parent = (models.get(name) or {}).get("extends")
    return name == "Entity" or (parent is not None and _is_entity(models, parent))


def _lines(found: Part) -> str:
    """JSON with one line per path and model, so that a change of the contract reads well."""
    versions = [
        f' "{name}": {{\n{_part("paths", part)},\n{_part("models", part)}\n }}'
        for name, part in found["versions"].items()
    ]
    source = json.dumps(found["source"])
    return f'{{"source": {source},\n"versions": {{\n' + ",\n".join(versions) + "\n}}\n"


def _part(name: str, part: Part) -> str:
    rows = [f"   {json.dumps(key)}: {json.dumps(value, sort_keys=True)}" for key, value in part[name].items()]
    return f'  "{name}": {{\n' + ",\n".join(rows) + "\n  }"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
