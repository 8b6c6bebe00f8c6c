"""``python -m demo``: the commands of the make-believe Microsoft."""

import importlib
import sys
from collections.abc import Callable, Sequence

COMMANDS = {
    "chat": "demo.chat:main",
    "play": "demo.play:main",
    "tenant": "demo.tenant:main",
}
"""Sub-commands: what is typed, and the function that gets the rest of the line. They load only when asked for."""

DEFAULT = "chat"


def main(arguments: Sequence[str]) -> int:
    """Run one sub-command and return its exit code."""
    name, rest = (arguments[0], arguments[1:]) if arguments and arguments[0] in COMMANDS else (DEFAULT, arguments)
    module, _, function = COMMANDS[name].partition(":")
    run: Callable[[Sequence[str]], int] = getattr(importlib.import_module(module), function)
    return run(rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
