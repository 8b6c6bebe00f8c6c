"""Text that stays text: Adaptive Cards read Markdown in many places, and a display name may hold anything.

https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
"""

import re

_SPECIAL = re.compile(r"([\\*`~\[\]<>]|(?<![^\W_])_|_(?![^\W_]))")  # an underscore inside a word means nothing
_LIST = re.compile(r"^(\s*)([-+](?=\s)|#(?=[#\s])|-(?=--))", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s)", re.MULTILINE)
_FUNCTION = re.compile(r"\{(?=\{)")


def literal(text: str) -> str:
    """The text with every sign escaped that Markdown or a date function would take as its own."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    escaped = _LIST.sub(r"\1\\\2", escaped)
    return _FUNCTION.sub(r"{\\", _NUMBERED.sub(r"\1\\\2", escaped))


def clipped(text: str, most: int) -> str:
    """At most so many characters, with an ellipsis where something is missing."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
