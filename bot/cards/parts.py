"""The shared pieces of all cards. What a reply says is text, never markup; status is a word, never colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, zip_longest

from microsoft_teams.cards.core import (
    Action,
    AssociatedInputs,
    CardElement,
    ColumnDefinition,
    Container,
    DateInput,
    ExecuteAction,
    Fact,
    FactSet,
    OpenUrlAction,
    SubmitAction,
    Table,
    TableCell,
    TableRow,
    TextBlock,
    TextColor,
    TextInput,
)

from bot.cards.literal import clipped, literal
from dialogs import Button, Card, Input, Section, Tone
from dialogs import Fact as Told

DATA = "muster"
"""Under this name a button's own data travel, apart from what the person types into the card's inputs."""

_COLOUR: dict[Tone, TextColor] = {Tone.GOOD: "Good", Tone.WARNING: "Warning", Tone.BAD: "Attention"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a reply is drawn: rows in a table, characters in a cell and in a sentence, pieces of each kind.

    ``twice``: a table is also written as a list, for clients that draw no tables. ``points``: of a line in a chart; 0:
    no chart, only its table.
    """

    rows: int = 60
    chars: int = 2000
    words: int = 2000
    pieces: int = 40
    twice: bool = True
    points: int = 46


@dataclass(frozen=True, slots=True)
class Drawing:
    """A card before it is JSON. ``summary`` is what a notification shows and what is read aloud."""

    summary: str
    body: Sequence[CardElement]
    actions: Sequence[Action] = ()


@dataclass(slots=True)
class Pen:
    """Draws pieces within limits. One pen draws one card, so that ids are unique."""

    limits: Limits = Limits()
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def text(self, text: str, *, subtle: bool = False, tone: Tone = Tone.NEUTRAL) -> TextBlock:
        """A paragraph."""
        return TextBlock(
            text=self._said(text), wrap=True, is_subtle=subtle or None, color=_COLOUR.get(tone), spacing="Small"
        )

    def title(self, text: str, tone: Tone = Tone.NEUTRAL) -> TextBlock:
        """The card's heading."""
        return TextBlock(
            text=self._said(text), wrap=True, size="Large", weight="Bolder", style="heading", color=_COLOUR.get(tone)
        )

    def heading(self, text: str) -> TextBlock:
        """A section's heading."""
        return TextBlock(text=self._said(text), wrap=True, weight="Bolder", style="heading", spacing="Medium")

    def texts(self, lines: Sequence[str], *, subtle: bool = False) -> list[CardElement]:
        """Paragraphs."""
        return [self.text(line, subtle=subtle) for line in lines[: self.limits.pieces] if line]

    def warnings(self, lines: Sequence[str]) -> list[CardElement]:
        """Each said as a warning, in words; the box has the colour, the words keep theirs, so that they can be read."""
        shown = [self.text(f"Warning: {line}") for line in lines[: self.limits.pieces]]
        return [Container(items=list(shown), style="warning", spacing="Small")] if shown else []

    def facts(self, facts: Sequence[Told]) -> list[CardElement]:
        """Names and values."""
        shown = [Fact(title=self._said(each.name), value=self._said(each.value)) for each in facts]
        return [FactSet(facts=shown[: self.limits.pieces], spacing="Small")] if shown else []

    def notes(self, lines: Sequence[str]) -> list[CardElement]:
        """A list of what is to be known."""
        return [self.text(f"• {line}") for line in lines[: self.limits.pieces]]

    def sections(self, sections: Sequence[Section]) -> list[CardElement]:
        """Titled tables, each with what is not shown."""
        return [piece for each in sections[: self.limits.pieces] for piece in self._section(each)]

    def inputs(self, inputs: Sequence[Input]) -> list[CardElement]:
        """Fields to fill in."""
        return [self._day(each) if each.days else self._line(each) for each in inputs]

    def buttons(self, buttons: Sequence[Button]) -> list[Action]:
        """What can be pressed; an address that is not https is left out."""
        drawn = [self._button(each) for each in buttons[: self.limits.pieces]]
        return [each for each in drawn if each is not None]

    def next(self, moves: Sequence[str], onward: str = "Next") -> list[CardElement]:
        """What can be typed now."""
        if not moves:
            return []
        return [TextBlock(text=self._said(next_line(moves, onward)), wrap=True, is_subtle=True, spacing="Medium")]

    def request(self, card: Card, extra: Sequence[CardElement] = ()) -> Drawing:
        """What every request card shows, with ``extra`` under the title."""
        body: list[CardElement] = [self.title(card.title, card.tone), *self.texts([card.subtitle], subtle=True), *extra]
        body += [*self.warnings(card.warnings), *self.facts(card.facts), *self.notes(card.notes)]
        body += [*self.sections(card.sections), *self.inputs(card.inputs), *self.next(card.next)]
        return Drawing(": ".join(filter(None, (card.title, card.subtitle))), body, self.buttons(card.buttons))

    def _line(self, each: Input) -> TextInput:
        return TextInput(
            id=each.id,
            label=self._plain(each.label),
            placeholder=self._plain(each.placeholder) or None,
            is_required=each.required or None,
            error_message=f"{self._plain(each.label)} is needed here." if each.required else None,
            max_length=each.most,
            is_multiline=each.most > 200 or None,
        )

    def _day(self, each: Input) -> DateInput:
        first, last = each.days or (None, None)
        return DateInput(
            id=each.id,
            label=self._plain(each.label),
            min=first.isoformat() if first else None,
            max=last.isoformat() if last else None,
        )

    def _section(self, section: Section) -> list[CardElement]:
        rows = section.rows[: self.limits.rows]
        missing = len(section.rows) - len(rows)
        more = _missing(section, len(rows)) if missing else section.more
        pieces: list[CardElement] = [self.heading(section.title)]
        pieces += [self.table(section.head, rows)] if rows else []
        return pieces + self.texts([more], subtle=True)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
        """A table without a title."""
        width = max([len(head), *map(len, rows)])
        lines = [head, *rows] if any(head) else rows
        return Table(
            columns=[ColumnDefinition(width=share(column)) for column in zip_longest(*lines, fillvalue="")],
            rows=[self._row(line, width) for line in lines],
            first_row_as_headers=any(head),
            show_grid_lines=False,
            spacing="Small",
            fallback=self._listed(rows) if self.limits.twice else "drop",
        )

    def _row(self, cells: Sequence[str], width: int) -> TableRow:
        padded = [*cells, *[""] * (width - len(cells))]
        return TableRow(cells=[TableCell(items=[TextBlock(text=self._cell(each), wrap=True)]) for each in padded])

    def _listed(self, rows: Sequence[Sequence[str]]) -> FactSet:
        return FactSet(facts=[Fact(title=self._cell(row[0]), value=self._joined(row)) for row in rows if row])

    def _joined(self, row: Sequence[str]) -> str:
        return self._cell(", ".join(filter(None, row[1:])))

    def _button(self, button: Button) -> Action | None:
        title = clipped(button.title, 60)
        number = next(self._numbers)
        if button.url:
            safe = button.url.startswith("https://")
            return OpenUrlAction(id=f"open-{number}", title=title, url=button.url) if safe else None
        inputs: AssociatedInputs = "auto" if button.with_inputs else "none"
        data = dict(button.data)
        if button.dialog:
            fetched = {"msteams": {"type": "task/fetch"}, DATA: data | {"verb": button.verb}}
            return SubmitAction(id=f"{button.verb}-{number}", title=title, data=fetched, associated_inputs="none")
        return ExecuteAction(
            id=f"{button.verb}-{number}",
            title=title,
            verb=button.verb,
            data={DATA: data},
            associated_inputs=inputs,
            style="positive" if button.primary else None,
            mode="secondary" if button.aside else None,
            fallback=SubmitAction(
                id=f"{button.verb}-{number}-submit",
                title=title,
                data={DATA: data | {"verb": button.verb}},
                associated_inputs=inputs,
            ),
        )

    def _said(self, text: str) -> str:
        """What counts for all rows is not cut before rows are left out."""
        return literal(clipped(text, self.limits.words))

    def _cell(self, text: str) -> str:
        return literal(clipped(text, self.limits.chars))

    def _plain(self, text: str) -> str:
        return clipped(text, min(self.limits.chars, 200))


def _missing(section: Section, drawn: int) -> str:
    """How many rows do not fit, and how to see those too: what comes after the last one that is drawn."""
    told = f"{len(section.rows) - drawn} more rows do not fit here."
    if not section.onward:
        return " ".join(filter(None, (told, section.more)))
    last = section.numbers[drawn - 1] if drawn else section.numbers[0] - 1
    return f"{told} Go on: {section.onward}{last}"


def share(cells: Sequence[str]) -> int:
    """How wide a column is against its neighbours: room for its longest word (an address is one) and for a name."""
    word = max((len(each) for cell in cells for each in cell.split()), default=0)
    text = max(map(len, cells), default=0)
    return max(min(word, 28), min(text, 12), min(text, 40) // 2, 1)


def next_line(moves: Sequence[str], onward: str = "Next") -> str:
    """The line that ends every reply."""
    return f"{onward}: {' · '.join(moves)}"
