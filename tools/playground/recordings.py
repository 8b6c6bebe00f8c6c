"""What the Playground wrote down of everything that passed between it and the bot: its event recordings, counted.

One JSON object for each exchange, a line of dashes between them, in ``devTools/`` of the folder it was started in.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from tools.playground.windows import Window

Exchange = tuple[str, str, int]
"""Who sent it, what it was (``message``, ``message edited``, ``invoke``, ...), and the HTTP status of the answer."""

_FILES = "devTools/events_recording_*.log"
_OURS = "User Application"


def forget(window: Window) -> None:
    """Remove the recordings of earlier runs."""
    for old in window.folder.glob(_FILES):
        old.unlink()


def counted(all_windows: Iterable[Window]) -> Counter[Exchange]:
    """How often each kind of exchange took place."""
    files = (file for window in all_windows for file in window.folder.glob(_FILES))
    return Counter(each for file in files for each in exchanges(file.read_text("utf-8")))


def exchanges(text: str) -> Iterator[Exchange]:
    """Read one recording; what is not whole (the last, when it was stopped) is passed over."""
    reader, position = json.JSONDecoder(), text.find("{")
    while position >= 0:
        try:
            found, end = reader.raw_decode(text, position)
        except json.JSONDecodeError:
            return
        yield _exchange(found)
        position = text.find("{", end)


def _exchange(found: dict[str, dict[str, object]]) -> Exchange:
    sender = "bot" if str(found.get("direction")).startswith(_OURS) else "Playground"
    edited = " edited" if found.get("request", {}).get("method") == "PUT" else ""
    return sender, f"{found.get('activityName')}{edited}", int(str(found.get("response", {}).get("statusCode", 0)))
