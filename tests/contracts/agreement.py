"""Does a call or an answer agree with what Microsoft's own SDKs say? (``graph.json`` is cut from them.)"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

HERE = Path(__file__).parent
VERSIONS: dict[str, Any] = json.loads((HERE / "graph.json").read_text(encoding="utf-8"))["versions"]
UNDOCUMENTED: dict[str, Any] = tomllib.loads((HERE / "undocumented.toml").read_text(encoding="utf-8"))
ANNOTATION = re.compile(r"@odata\.|@microsoft\.|.+@odata\.")
PRIMITIVES: dict[str, type | tuple[type, ...]] = {"str": str, "bool": bool, "int": int, "float": (int, float)}


@dataclass(slots=True)
class Contract:
    """The contract, and which of the undocumented entries have been needed so far."""

    used: set[tuple[str, ...]] = field(default_factory=set)

    def unused(self) -> list[tuple[str, ...]]:
        calls = {(c["version"], c["method"], c["path"]) for c in UNDOCUMENTED["call"]}
        properties = {(p["version"], p["model"], p["name"]) for p in UNDOCUMENTED["property"]}
        return sorted((calls | properties) - self.used)

    def call(self, version: str, method: str, path: str) -> dict[str, Any] | None:
        """What the SDKs say of one method on one path; None for an undocumented one; else AssertionError."""
        for known, part in VERSIONS.get(version, {"paths": {}})["paths"].items():
            if fits(known, path) and method in part["methods"]:
                found: dict[str, Any] = {**part["methods"][method], "query": part["query"], "path": known}
                return found
        key = (version, method, path)
        listed = {(c["version"], c["method"], c["path"]) for c in UNDOCUMENTED["call"]}
        assert key in listed, f"neither in the contract nor in undocumented.toml: {method} {version}{path}"
        self.used.add(key)
        return None

    def disagreements(self, version: str, model: str | None, value: object) -> Iterator[str]:
        """Where a JSON value does not fit a model of this version; nothing for a model that was not cut out."""
        if model is None or value is None:
            return
        if isinstance(value, dict) and "value" in value and "@odata.context" in value:
            yield from (text for row in value["value"] for text in self.disagreements(version, model, row))
            return
        name = _typed(value, model) if isinstance(value, dict) else model
        known = VERSIONS[version]["models"].get(name)
        if known is not None and "enum" in known:
            if value not in known["enum"]:
                yield f"{name}: {value!r} is not one of {known['enum']}"
        elif isinstance(value, dict) and known is not None:
            yield from self._fields(version, name, value)

    def _fields(self, version: str, model: str, value: dict[str, object]) -> Iterator[str]:
        fields = all_fields(version, model)
        for name, found in value.items():
            if name in fields:
                yield from (f"{model}.{name}: {text}" for text in self._field(version, fields[name], found))
            elif not ANNOTATION.match(name) and not self._undocumented(version, model, name):
                yield f"{model} has no {name}"

    def _undocumented(self, version: str, model: str, name: str) -> bool:
        key = (version, model, name)
        listed = {(p["version"], p["model"], p["name"]) for p in UNDOCUMENTED["property"]}
        self.used |= {key} & listed
        return key in listed

    def _field(self, version: str, kind: dict[str, Any], value: object) -> Iterator[str]:
        if value is None:
            return
        if kind["kind"].startswith("collection"):
            if not isinstance(value, list):
                yield f"{value!r} is no list"
                return
            for item in value:
                yield from self._item(version, {**kind, "kind": kind["kind"].rpartition("_")[2]}, item)
        else:
            yield from self._item(version, kind, value)

    def _item(self, version: str, kind: dict[str, Any], value: object) -> Iterator[str]:
        if kind["kind"] in ("object", "enum"):
            yield from self.disagreements(version, kind["type"], value)
        elif not _is(kind.get("type", kind["kind"]) if kind["kind"] == "primitive" else kind["kind"], value):
            yield f"{value!r} is no {kind}"


def fits(known: str, path: str) -> bool:
    """Is this path of that shape? A type cast may carry its namespace."""
    pattern = "[^/]+".join(re.escape(part) for part in known.split("{}"))
    return re.fullmatch(pattern, path.replace("/microsoft.graph.", "/graph.")) is not None


def all_fields(version: str, model: str) -> dict[str, Any]:
    """The fields of a model and of those that it extends; ``id`` is everywhere an entity is."""
    found = VERSIONS[version]["models"].get(model)
    if found is None:
        return {"id": {"kind": "str"}} if model == "Entity" else {}
    return {**(all_fields(version, found["extends"]) if found.get("extends") else {}), **found["fields"]}


def _typed(value: dict[str, object], model: str) -> str:
    kind = value.get("@odata.type")
    if not isinstance(kind, str):
        return model
    name = kind.rpartition(".")[2]
    return name[:1].upper() + name[1:]


def _is(kind: str, value: object) -> bool:
    if kind in PRIMITIVES:
        return isinstance(value, PRIMITIVES[kind])
    try:
        if kind.lower() in ("datetime", "date"):
            return datetime.fromisoformat(str(value)).tzinfo is not None
        if kind.lower() == "uuid":
            return bool(UUID(str(value)))
    except ValueError:
        return False
    return True
