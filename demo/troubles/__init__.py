"""Fault files: one for each licence that may be missing and for each permission that may not have been granted.

``python -m demo tenant --faults demo/troubles/without-Policy.Read.All.json``, or in a transcript's setup
``faults: without-licence-P1``. The files are written by ``python -m demo.troubles`` from what the routes ask for.
"""

import json
from pathlib import Path

from demo.wire import Json

HERE = Path(__file__).parent


def read(name: str) -> list[Json]:
    """The faults of a file by its name; raises ValueError with the names there are."""
    path = HERE / f"{name}.json"
    if "/" in name or not path.is_file():
        known = ", ".join(sorted(file.stem for file in HERE.glob("*.json")))
        raise ValueError(f"no trouble is called {name!r}; known: {known}")
    found: list[Json] = json.loads(path.read_text(encoding="utf-8"))
    return found
