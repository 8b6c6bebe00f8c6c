"""Imports modules, in a process of its own, and tells what they did beyond defining things.

`python -m tests.house.importing NAME...` prints one line for each act of a module of this repository: opening a file
to write, a connection, a process, a look at an environment variable. What a library does while it is imported is not
ours.
"""

import os
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[2]
WATCHED = frozenset({"socket.connect", "socket.bind", "subprocess.Popen", "os.system", "sqlite3.connect", "os.mkdir"})
_THROUGH = ("<frozen os>", "<frozen _collections_abc>", "os.py", "_collections_abc.py", "importing.py")


class Watched(MutableMapping[str, str]):
    """The environment, telling who looks."""

    def __init__(self, values: MutableMapping[str, str]) -> None:
        self._values = values

    def __getitem__(self, key: str) -> str:
        _tell(f"reads the environment variable {key}", sys._getframe(1))
        return self._values[key]

    def __setitem__(self, key: str, value: str) -> None:
        self._values[key] = value

    def __delitem__(self, key: str) -> None:
        del self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _tell(act: str, frame: FrameType | None) -> None:
    """Print it if the first caller that is not the plumbing is a file of ours."""
    while frame and frame.f_code.co_filename.endswith(_THROUGH):
        frame = frame.f_back
    if frame and _ours(frame.f_code.co_filename):
        name = Path(frame.f_code.co_filename).relative_to(ROOT)
        sys.stdout.write(f"{name}:{frame.f_lineno}: {act}\n")


def _ours(name: str) -> bool:
    path = Path(name)
    return path.is_relative_to(ROOT) and not any(part.startswith(".") for part in path.relative_to(ROOT).parts)


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event in WATCHED or (event == "open" and str(arguments[1] or "r")[0] in "wax"):
        _tell(f"{event} {arguments[0]!s:.80}", sys._getframe(1))


def main(names: list[str]) -> None:
    """Import them all, watching."""
    sys.dont_write_bytecode = True
    sys.addaudithook(_audit)
    setattr(os, "environ", Watched(os.environ))  # noqa: B010 - mypy and ruff rightly refuse the plain assignment
    for name in names:
        import_module(name)


if __name__ == "__main__":
    main(sys.argv[1:])
