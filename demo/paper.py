"""The terminal as paper: what is printed, and in which colours."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from demo.screen import WIDTH, Line
from demo.transcript import Block, Kind

STYLES = {
    "frame": "dim",
    "heading": "bold",
    "fact": "",
    "button": "bold cyan",
    "input": "yellow",
    "good": "green",
    "warning": "yellow",
    "bad": "red",
    "person": "bold magenta",
    "typed": "bold green",
    "note": "dim",
}
WARNING = """\
*** Make-believe: this tenant, its people and its protection do not exist. The bot is the real one. ***
*** Everything stays on 127.0.0.1 and is forgotten at the end.                                      ***"""


class Paper:
    """Prints lines, in colour where the terminal has colours."""

    def __init__(self, console: Console | None = None) -> None:
        """``console``: where to; the standard output unless another is given."""
        self._console = console or Console(highlight=False, soft_wrap=True)

    def lines(self, lines: Sequence[Line]) -> None:
        """Each line as it is."""
        for line in lines:
            self._console.print(Text(line.text, STYLES.get(line.kind, "")))

    def warn(self) -> None:
        """Say loudly that nothing here is real."""
        self._console.print(Text(WARNING, "bold red"))

    def note(self, text: str) -> None:
        """A word of the demo itself."""
        self._console.print(Text(f"\n{text}\n", "bold"))

    def prompt(self, text: str) -> None:
        """Where somebody types."""
        self._console.print(Text(text, STYLES["typed"]), end="")

    def tell(self, block: Block, lines: Sequence[Line]) -> None:
        """One block of a transcript as it is played; without what was expected and what sets the scene."""
        if block.kind is Kind.REPLY:
            self.lines(lines)
        elif block.kind is Kind.HEADING:
            self._console.print(Text("\n" + LONG_LINE + "\n" + block.shown.removeprefix("## "), STYLES["person"]))
        elif block.kind is Kind.PROSE:
            self.note(block.shown)
        elif block.kind is not Kind.SETUP:
            self._console.print(Text(f"\n{block.shown}\n", STYLES["typed"]))


LONG_LINE = "═" * WIDTH
