"""What PowerShell printed, pasted into a chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from actions.args.console import Row, rows
from actions.args.text import Block


@dataclass(frozen=True, slots=True)
class Output(Block):
    """The output of a ``Get-…`` cmdlet as a list or as a table, prompts and leftovers of the chat client around it."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises BadArgument where no property can be read, or one was cut short or could mean two things."""
        kept = cls(Block.parse(text).text)
        rows(kept.text)
        return kept

    @property
    def rows(self) -> tuple[Row, ...]:
        """The printed objects, each from property to value."""
        return rows(self.text)

    @property
    def values(self) -> Mapping[str, str]:
        """Property to value, case kept. Where several objects differ, all that they say, with commas between."""
        found: dict[str, dict[str, None]] = {}
        for row in self.rows:
            for name, value in row.items():
                found.setdefault(name, {})[value] = None
        return {name: ", ".join(said) for name, said in found.items()}
